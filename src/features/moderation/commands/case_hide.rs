//! `/case hide`: leaves a case out of lists, or shows it there again.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::BooleanBuilder;

use super::case_show;
use crate::{
    db::Tx,
    discord::reply::{Choice, Reply},
    features::moderation::{act::change, store},
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command},
        invocation::Invocation,
    },
};

/// The command.
#[derive(Debug)]
pub struct CaseHide;

#[async_trait]
impl Command for CaseHide {
    fn name(&self) -> &'static str {
        "case hide"
    }
    fn summary(&self) -> &'static str {
        "Leave a case out of lists, or show it there again"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            case_show::number_option(),
            BooleanBuilder::new("hidden", "Whether lists leave it out; yes if you don't say").into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let number = case_show::read_number(call)?;
        let hidden = call.options.boolean("hidden").unwrap_or(true);
        let changed = async |tx: Tx| store::hide_case(&tx, call.guild, number, call.actor.id, hidden).await;
        change(ctx, call, number, "case.hide", None, changed).await?;
        Ok(case_show::show(ctx, call, number).await?.into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        case_show::suggest(ctx, call).await
    }
}
