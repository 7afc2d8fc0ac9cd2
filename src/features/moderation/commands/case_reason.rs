//! `/case reason`: gives a case another reason.

use async_trait::async_trait;
use futures_util::join;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::StringBuilder;

use super::{REASON, case_show, read_reason};
use crate::{
    db::Tx,
    discord::{
        invocation::Invocation,
        reply::{Choice, Message, Reply},
    },
    features::moderation::{model, present, store},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        interactions,
    },
};

/// The command.
#[derive(Debug)]
pub struct CaseReason;

#[async_trait]
impl Command for CaseReason {
    fn name(&self) -> &'static str {
        "case reason"
    }
    fn summary(&self) -> &'static str {
        "Change the reason of a case"
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
            StringBuilder::new("reason", "The new reason").max_length(REASON).required(true).into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let number = case_show::read_number(call)?;
        Ok(change(ctx, call, number, call.options.text("reason")).await?.into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        case_show::suggest(ctx, call).await
    }
}

/// Changes the reason and shows the case as it is then.
pub async fn change(ctx: &Ctx, call: &Invocation, number: i32, text: Option<&str>) -> Result<Message> {
    let reason = read_reason(text)?.ok_or(Error::user("Write a reason: an empty one tells nobody anything."))?;
    let reason = reason.as_str();
    let (case, effect) = ctx
        .scope(call.application, call.guild)
        .write_at_once(async |tx: Tx| {
            let (claimed, case, effect) = join!(
                interactions::claim(&tx, call.interaction.id),
                store::set_reason(&tx, call.guild, number, reason),
                store::effect_of_case(&tx, call.guild, model::subject(number))
            );
            claimed?;
            Ok::<_, Error>((case?, effect?))
        })
        .await?;
    let case = case.ok_or_else(|| case_show::unknown(number))?;
    Ok(present::case(&case, effect.as_ref()))
}
