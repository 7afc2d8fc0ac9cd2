//! Changing a case: one transaction, the log message after it, and the case as it is then.

use std::future::Future;

use futures_util::join;

use crate::{
    db::{self, Tx},
    discord::reply::Message,
    features::moderation::{
        commands::case_show,
        model::{self, Case},
        settings::ModerationSettings,
        store,
        tasks::log,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        interactions,
        invocation::Invocation,
        locale::say,
        settings, tasks,
    },
};

/// Makes a change to a case and shows the case. `change` returns it as it is then, or nothing if there is none to change.
pub async fn change<F>(ctx: &Ctx, call: &Invocation, number: i32, change: impl Fn(Tx) -> F + Sync) -> Result<Message>
where
    F: Future<Output = db::Result<Option<Case>>> + Send,
{
    let logged = ctx
        .scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (claimed, changed, settings) = join!(
                interactions::claim(&tx, call.interaction.id),
                change(tx.clone()),
                settings::read::<ModerationSettings>(&tx, call.guild)
            );
            claimed?;
            let Some(case) = changed? else { return Err(nothing_to_change(&tx, call, number).await?) };
            if case.log.is_none() && settings?.log_channel.is_none() {
                return Ok(None);
            }
            let cause = call.interaction.id.to_string();
            log::enqueue(&tx, (call.application, call.guild), number, &cause).await.map(Some)
        })
        .await?;
    log::write_later(ctx, logged.into_iter().collect());
    case_show::show(ctx, call, number).await
}

/// No such case, or only its tombstone.
async fn nothing_to_change(tx: &Tx, call: &Invocation, number: i32) -> Result<Error> {
    Ok(match store::case(tx, call.guild, number).await? {
        None => case_show::unknown(call, number),
        Some(_) => Error::user(say!(
            call.locale,
            "Case {number} is deleted: nothing about it can be changed any more.",
            number = number
        )),
    })
}

/// With a case's words go its notes, its evidence, and what its tasks say of them.
pub async fn erase(tx: &Tx, call: &Invocation, number: i32, because: &str) -> db::Result<Option<Case>> {
    let (case, notes, evidence, tasks) = join!(
        store::delete_case(tx, call.guild, number, call.actor.id, because),
        store::delete_notes(tx, call.guild, number),
        store::delete_evidence(tx, call.guild, number),
        tasks::forget_words(tx, call.guild, model::subject(number))
    );
    notes?;
    evidence?;
    tasks?;
    case
}
