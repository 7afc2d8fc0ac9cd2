//! `/case show`: one case, as it stands now.

use async_trait::async_trait;
use futures_util::try_join;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::IntegerBuilder;

use crate::{
    db::Tx,
    discord::reply::{Choice, Message, Reply},
    edge,
    features::moderation::{
        present::{self, Shown},
        store,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
    },
};

/// Notes on the card.
const NOTES: i64 = 5;

/// The command.
#[derive(Debug)]
pub struct CaseShow;

#[async_trait]
impl Command for CaseShow {
    fn name(&self) -> &'static str {
        "case show"
    }
    fn summary(&self) -> &'static str {
        "Look at a case"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![number_option()]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(show(ctx, call, read_number(call)?).await?.into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        suggest(ctx, call).await
    }
}

/// The option that names a case.
pub fn number_option() -> CommandOption {
    IntegerBuilder::new("number", "The number of the case")
        .min_value(1)
        .max_value(i64::from(i32::MAX))
        .required(true)
        .autocomplete(true)
        .into()
}

/// The number that the person gave.
pub fn read_number(call: &Invocation) -> Result<i32> {
    let number =
        call.options.integer("number").and_then(|number| i32::try_from(number).ok()).filter(|number| *number > 0);
    number.ok_or_else(|| Error::user(say!(call.locale, "Case numbers start at 1. Pick one from the suggestions.")))
}

/// What a person reads who names a case that this server has not.
pub fn unknown(call: &Invocation, number: i32) -> Error {
    Error::unknown(say!(call.locale, "This server has no case {number}.", number = number))
}

/// The case, its effect and its notes, in one round trip.
pub async fn show(ctx: &Ctx, call: &Invocation, number: i32) -> Result<Message> {
    let (found, notes) = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| {
            try_join!(
                store::case_with_effect(&tx, call.guild, number),
                store::notes_of_case(&tx, call.guild, number, NOTES)
            )
            .map_err(Error::from)
        })
        .await?;
    let (case, effect) = found.ok_or_else(|| unknown(call, number))?;
    Ok(present::case(call.locale, &Shown { case, effect, notes }, edge::now()))
}

/// Cases whose number begins with what has been typed, the newest first.
pub async fn suggest(ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
    let typed = call.options.focused().map(|(_, typed)| typed).unwrap_or_default();
    let cases = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| store::suggest_cases(&tx, call.guild, typed.trim()).await.map_err(Error::from))
        .await?;
    let shown =
        cases.iter().map(|case| Choice::number(&present::suggestion(call.locale, case), i64::from(case.number)));
    Ok(shown.collect())
}
