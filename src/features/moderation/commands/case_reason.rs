//! `/case reason`: gives a case another reason.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::StringBuilder;

use super::case_show;
use crate::{
    db::Tx,
    discord::reply::{Choice, Message, Reply},
    features::moderation::{
        act::{REASON, change, read_reason},
        store,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::{Locale, say},
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
        Ok(set_reason(ctx, call, number, call.options.text("reason")).await?.into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        case_show::suggest(ctx, call).await
    }
}

/// Changes the reason and shows the case as it is then.
pub async fn set_reason(ctx: &Ctx, call: &Invocation, number: i32, text: Option<&str>) -> Result<Message> {
    let reason = read_new_reason(call.locale, text)?;
    let reason = reason.as_str();
    let changed = async |tx: Tx| store::set_reason(&tx, call.guild, number, reason).await;
    change(ctx, call, number, "case.reason", None, changed).await?;
    case_show::show(ctx, call, number).await
}

/// The reason that a case is to have.
pub fn read_new_reason(locale: Locale, text: Option<&str>) -> Result<String> {
    read_reason(locale, text)?
        .ok_or_else(|| Error::user(say!(locale, "Write a reason: an empty one tells nobody anything.")))
}
