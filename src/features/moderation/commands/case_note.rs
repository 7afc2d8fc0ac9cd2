//! `/case note`: adds a note to a case, for moderators only.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::StringBuilder;

use super::case_show;
use crate::{
    db::Tx,
    discord::reply::{Choice, Reply},
    features::moderation::{
        act::{REASON, change, read_reason},
        store::{self, NewNote},
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
pub struct CaseNote;

#[async_trait]
impl Command for CaseNote {
    fn name(&self) -> &'static str {
        "case note"
    }
    fn summary(&self) -> &'static str {
        "Add a note to a case, for moderators only"
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
            StringBuilder::new("text", "What to remember").max_length(REASON).required(true).into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let number = case_show::read_number(call)?;
        add_note(ctx, call, number, read_note(call.locale, call.options.text("text"))?).await?;
        Ok(case_show::show(ctx, call, number).await?.into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        case_show::suggest(ctx, call).await
    }
}

/// What is to be noted.
pub fn read_note(locale: Locale, text: Option<&str>) -> Result<String> {
    read_reason(locale, text)?.ok_or_else(|| Error::user(say!(locale, "Write what to remember.")))
}

/// Adds a note to a case.
pub async fn add_note(ctx: &Ctx, call: &Invocation, case: i32, body: String) -> Result<()> {
    let note = &NewNote { case, author: call.actor.id, author_name: call.actor.shown_name(), body };
    let noted = async |tx: Tx| {
        if store::add_note(&tx, call.guild, note).await? { store::case(&tx, call.guild, case).await } else { Ok(None) }
    };
    change(ctx, call, case, "case.note", None, noted).await
}
