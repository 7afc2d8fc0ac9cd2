//! `/case delete`: opens the form that deletes a case's words for good and leaves its tombstone.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};

use super::case_show;
use crate::{
    discord::reply::{Choice, Modal, Reply},
    features::moderation::{act::reason_input, components::DeleteCase},
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command, Component as _},
        invocation::Invocation,
        locale::say,
    },
};

/// The command.
#[derive(Debug)]
pub struct CaseDelete;

#[async_trait]
impl Command for CaseDelete {
    fn name(&self) -> &'static str {
        "case delete"
    }
    fn summary(&self) -> &'static str {
        "Delete what a case says, for good; its number stays"
    }
    fn ack(&self) -> Ack {
        Ack::Modal
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![case_show::number_option()]
    }

    async fn run(&self, _ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let number = case_show::read_number(call)?;
        let why = reason_input(
            say!(call.locale, "Why it is deleted"),
            say!(call.locale, "The reason and all notes go for good. This stays."),
            true,
            None,
        );
        Ok(Reply::Modal(Modal {
            custom_id: DeleteCase.custom_id().with(number).to_string(),
            title: say!(call.locale, "Delete case {number}", number = number),
            components: vec![why],
        }))
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        case_show::suggest(ctx, call).await
    }
}
