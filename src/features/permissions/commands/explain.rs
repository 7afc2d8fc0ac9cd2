//! `/permissions explain`: why somebody may use a command in a channel, or why not.

use async_trait::async_trait;
use twilight_model::{
    application::command::CommandOption,
    guild::Permissions,
    id::{Id, marker::ChannelMarker},
};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use super::channel_option;
use crate::{
    db::Tx,
    discord::{
        interaction::{Member, User},
        reply::{Choice, Message, Reply},
    },
    edge,
    features::permissions::{authority, find, present},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
        permissions::{self, Person},
    },
};

/// The command.
#[derive(Debug)]
pub struct Explain;

#[async_trait]
impl Command for Explain {
    fn name(&self) -> &'static str {
        "permissions explain"
    }
    fn summary(&self) -> &'static str {
        "See why somebody may use a command, or why not"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "Who").required(true).into(),
            StringBuilder::new("command", "Which command").autocomplete(true).required(true).max_length(100).into(),
            channel_option("Where, if not here"),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let target = call.options.user("user").ok_or_else(|| Error::user(say!(call.locale, "Choose a person.")))?;
        let part = find::command(ctx.features, call.locale, call.options.text("command").unwrap_or_default())?;
        let member = target.member.ok_or_else(|| Error::user(say!(call.locale, "They are not in this server.")))?;
        let channel = call.options.channel("channel").map(|channel| channel.ruling());
        let place = channel.or_else(|| call.interaction.ruling_channel());
        let person =
            person(ctx, call, (target.user, member), channel.filter(|_| channel != call.interaction.channel_id))
                .await?;
        let grants = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| {
                let who = (person.user, person.roles.as_slice());
                permissions::of_person(&tx, call.guild, who, None).await.map_err(Error::from)
            })
            .await?;
        let because = part.judge(&person, place, &grants);
        let mut words = vec![present::explained(call.locale, &person, part, place, &because)];
        if because.allows() {
            words.extend(present::hidden(ctx, call, &[part], person.held));
        }
        Ok(Message::ephemeral(words.join("\n")).into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        let typed = call.options.focused().map(|(_, typed)| typed).unwrap_or_default();
        Ok(find::suggest(ctx.features, call.locale, &typed, false))
    }
}

/// The member, with what Discord lets them do there. Of this channel the interaction tells it; of another one, Discord does.
async fn person(
    ctx: &Ctx,
    call: &Invocation,
    (user, member): (User, Member),
    elsewhere: Option<Id<ChannelMarker>>,
) -> Result<Person> {
    let Some(channel) = elsewhere else {
        let is_timed_out = member.communication_disabled_until.is_some_and(|until| until > edge::now());
        let held = member.permissions.unwrap_or(Permissions::empty());
        return Ok(Person { user: user.id, roles: member.roles, held, is_timed_out });
    };
    authority::member(ctx, call, user.id, member, Some(channel)).await?.ok_or_else(|| unseen(call, channel))
}

/// That the bot does not see a channel.
pub fn unseen(call: &Invocation, channel: Id<ChannelMarker>) -> Error {
    let channel = format!("<#{channel}>");
    Error::user(say!(call.locale, "I can't see {channel}. Give my role View Channels there.", channel = channel))
}
