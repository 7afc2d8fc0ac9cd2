//! `/note`: writes something down about a person, for moderators only.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use super::{REASON, new_case, open_case, read_reason};
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
pub struct Note;

#[async_trait]
impl Command for Note {
    fn name(&self) -> &'static str {
        "note"
    }
    fn summary(&self) -> &'static str {
        "Write something down about someone, for moderators only"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "About whom; an id works for people who are not here").required(true).into(),
            StringBuilder::new("text", "What to remember").max_length(REASON).required(true).into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let target = call.options.user("user").ok_or(Error::user("Choose whom the note is about."))?;
        let text = read_reason(call.options.text("text"))?.ok_or(Error::user("Write what to remember."))?;
        let case = new_case(call, CaseKind::Note, &target.user, Some(text));
        let number = ctx
            .scope(call.application, call.guild)
            .write_at_once(async |tx: Tx| open_case(&tx, call, &case).await)
            .await?;
        Ok(Message::ephemeral(present::acted(&Done::of(&case, number), &Outcome::Done)).into())
    }
}
