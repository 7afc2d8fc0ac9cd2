//! `/nick`: what a member is called in this server.

use async_trait::async_trait;
use serde_json::json;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use crate::{
    discord::{
        interaction::{Member, User},
        markdown::escape,
        reply::{Message, Reply},
    },
    features::moderation::{
        act::{
            audit_option, carry_out_alone, effect_alone, entry_alone, hierarchy, log_line, member_option, read_reason,
            unchecked,
        },
        present,
    },
    platform::{
        ctx::Ctx,
        effects::{Act, Outcome},
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::{Locale, say},
    },
};

/// The longest nickname. Source: Discord docs, "User Resource", Usernames and Nicknames.
const LONGEST: u16 = 32;

/// The command.
#[derive(Debug)]
pub struct Nick;

#[async_trait]
impl Command for Nick {
    fn name(&self) -> &'static str {
        "nick"
    }
    fn summary(&self) -> &'static str {
        "Give someone a nickname, or take it away"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_NICKNAMES
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::MANAGE_NICKNAMES
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "Whose nickname").required(true).into(),
            StringBuilder::new("nickname", "The new nickname; leave out to take it away").max_length(LONGEST).into(),
            audit_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let locale = call.locale;
        let nick = read_nick(locale, call.options.text("nickname"))?;
        let (user, member) = member_option(call)?;
        let reason = read_reason(locale, call.options.text("reason"))?;
        let (change, outcome) = rename(ctx, call, (user, member), nick, reason.as_deref()).await?;
        let what = say!(locale, "The nickname of **{name}**", name = escape(&change.name));
        let words = present::outcome(locale, &outcome, &what, change.told(locale));
        Ok(Message::public(present::with_reason(words, reason.as_deref())).into())
    }
}

/// Gives a member a nickname, or takes it away.
pub async fn rename(
    ctx: &Ctx,
    call: &Invocation,
    (user, member): (User, Member),
    nick: Option<String>,
    reason: Option<&str>,
) -> Result<(Change, Outcome)> {
    let acting = unchecked(ctx, call, reason).await?;
    let (hierarchy, _) = hierarchy(call, &acting.discord).await?;
    hierarchy.check_member(user.id, &member.roles).map_err(|why| Error::user(present::protected(call.locale, why)))?;
    let change = Change { name: user.shown_name(), before: member.nick, after: nick.clone() };

    let act = Act::Rename { user: user.id, nick };
    let effect = effect_alone(call, act, format!("nick/{}", user.id), reason);
    let values = (json!({ "nick": change.before }), json!({ "nick": change.after }));
    let entry = entry_alone(call, "member.nick", format!("member/{}", user.id), values, reason);
    let outcome = carry_out_alone(ctx, call, &acting, effect, entry).await?;
    let log_locale = ctx.locale(acting.settings.language());
    let line = change.line(log_locale, &call.actor.shown_name(), &format!("<@{}>", user.id));
    log_line(ctx, call, &acting, present::log_line(log_locale, &outcome, line, reason)).await;
    Ok((change, outcome))
}

/// The nickname that was asked for. None: it is to be taken away.
pub fn read_nick(locale: Locale, text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.map(|text| text.replace('\0', "")) else { return Ok(None) };
    let text = text.trim();
    if !(1..=usize::from(LONGEST)).contains(&text.chars().count()) {
        return Err(Error::user(say!(locale, "A nickname has 1 to 32 characters. Leave it out to take it away.")));
    }
    Ok(Some(text.to_owned()))
}

/// A change of nickname.
#[derive(Debug)]
pub struct Change {
    name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Change {
    fn told(&self, locale: Locale) -> String {
        let name = escape(&self.name);
        match (&self.before, &self.after) {
            (_, Some(after)) => {
                say!(locale, "**{name}** is now called **{nick}** here.", name = name, nick = escape(after))
            }
            (Some(before), None) => {
                say!(locale, "**{name}** is no longer called **{nick}** here.", name = name, nick = escape(before))
            }
            (None, None) => say!(locale, "**{name}** has no nickname here.", name = name),
        }
    }

    fn line(&self, locale: Locale, moderator: &str, member: &str) -> String {
        let quoted = |nick: &Option<String>| {
            nick.as_deref().map_or_else(|| say!(locale, "no nickname"), |nick| format!("“{}”", escape(nick)))
        };
        say!(
            locale,
            "**{moderator}** changed the nickname of {member} from {before} to {after}.",
            moderator = escape(moderator),
            member = member,
            before = quoted(&self.before),
            after = quoted(&self.after)
        )
    }
}
