//! `/massban`: bans up to 200 people in one go, members or not, with a case for each.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::StringBuilder;

use super::ban;
use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{read_reason, reason_option},
        massban,
        model::read_people,
        present,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
    },
};

/// As many as Discord bans in one call. Source: Discord docs, "Guild Resource", Bulk Guild Ban.
pub const MOST: usize = 200;

/// The command.
#[derive(Debug)]
pub struct MassBan;

#[async_trait]
impl Command for MassBan {
    fn name(&self) -> &'static str {
        "massban"
    }
    fn summary(&self) -> &'static str {
        "Ban up to 200 people at once"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::BAN_MEMBERS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::BAN_MEMBERS | Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            StringBuilder::new("users", "Their ids or mentions, up to 200").max_length(6_000).required(true).into(),
            reason_option(),
            ban::delete_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (people, strange) = read_people(call.options.text("users").unwrap_or_default());
        if let Some(first) = strange.first() {
            return Err(Error::user(say!(
                call.locale,
                "“{word}” is neither an id nor a mention, so nobody was banned. Paste ids of 17 to 20 digits or mentions.",
                word = crate::discord::limits::shorten(first, 40)
            )));
        }
        if !(1..=MOST).contains(&people.len()) {
            return Err(Error::user(say!(
                call.locale,
                "Name 1 to 200 people; you named {count}. Nobody was banned.",
                count = people.len()
            )));
        }
        let reason = read_reason(call.locale, call.options.text("reason"))?;
        let window = ban::read_window(call)?.unwrap_or(0);
        let banned = massban::ban(ctx, call, &people, reason, window).await?;
        Ok(Message::public(present::many_banned(call.locale, &banned)).into())
    }
}
