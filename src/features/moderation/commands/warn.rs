//! `/warn`: tells a member off, on the record.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use super::{REASON, new_case, open_case, permitted, read_reason};
use crate::{
    db::Tx,
    discord::{
        invocation::Invocation,
        reply::{Message, Reply},
    },
    features::moderation::{
        model::CaseKind,
        present::{self, Done},
    },
    platform::{
        ctx::Ctx,
        effects::Outcome,
        error::{Error, Result},
        feature::{Ack, Command},
    },
};

/// The command.
#[derive(Debug)]
pub struct Warn;

#[async_trait]
impl Command for Warn {
    fn name(&self) -> &'static str {
        "warn"
    }
    fn summary(&self) -> &'static str {
        "Warn someone, on the record"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "Whom to warn").required(true).into(),
            StringBuilder::new("reason", "For what: everyone reads it here").max_length(REASON).required(true).into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let target = call.options.user("user").ok_or(Error::user("Choose whom to warn."))?;
        if target.member.is_none() {
            return Err(Error::user("They are not in this server, so nobody would read it. Use /note instead."));
        }
        let reason = read_reason(call.options.text("reason"))?.ok_or(Error::user("Say what the warning is for."))?;
        permitted(ctx, call, CaseKind::Warn, &target).await?;
        let case = new_case(call, CaseKind::Warn, &target.user, Some(reason));
        let number = ctx
            .scope(call.application, call.guild)
            .write_at_once(async |tx: Tx| open_case(&tx, call, &case).await)
            .await?;
        Ok(Message::public(present::acted(&Done::of(&case, number), &Outcome::Done)).into())
    }
}
