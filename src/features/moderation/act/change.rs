//! Changing a case: one transaction, the log message after it, and the case as it is then.

use std::future::Future;

use futures_util::join;
use serde_json::{Map, Value, json};

use super::read_reason;
use crate::{
    db::{self, Tx},
    features::moderation::{
        commands::case_show,
        model::{self, Case},
        settings::ModerationSettings,
        store,
        tasks::log,
    },
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        error::{Error, Result},
        interactions,
        invocation::Invocation,
        locale::{Locale, say},
        settings, tasks,
    },
};

/// Makes a change to a case. `change` returns it as it is then, or nothing if there is none to change. `action` is what the
/// audit log calls it, `seen` the revision that it is made to, if only that may be changed.
pub async fn change<F>(
    ctx: &Ctx,
    call: &Invocation,
    number: i32,
    action: &'static str,
    seen: Option<i32>,
    change: impl Fn(Tx) -> F + Sync,
) -> Result<()>
where
    F: Future<Output = db::Result<Option<Case>>> + Send,
{
    let logged = ctx
        .scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (claimed, before, changed, settings) = join!(
                interactions::claim(&tx, call.interaction.id),
                store::hold_case(&tx, call.guild, number),
                change(tx.clone()),
                settings::read::<ModerationSettings>(&tx, call.guild)
            );
            claimed?;
            let Some((before, case)) = before?.zip(changed?) else {
                return Err(nothing_to_change(&tx, call, number).await?);
            };
            if seen.is_some_and(|seen| seen != before.revision) {
                return Err(Error::Changed);
            }
            if let Some(entry) = entry(call, action, &before, &case) {
                audit::record(ctx, &tx, &call.actor, entry).await?;
            }
            if case.log.is_none() && settings?.log_channel.is_none() {
                return Ok(None);
            }
            let cause = call.interaction.id.to_string();
            log::enqueue(&tx, (call.application, call.guild), number, &cause).await.map(Some)
        })
        .await?;
    log::write_later(ctx, logged.into_iter().collect());
    Ok(())
}

/// The change in the audit log, by what differs. None: nothing does, only a note has come.
fn entry(call: &Invocation, action: &'static str, before: &Case, after: &Case) -> Option<Entry> {
    let is_deleted_now = before.deleted.is_none() && after.deleted.is_some();
    let fields = [
        // The words of a case that is deleted are gone, and do not stay there either.
        ("reason", json!(before.reason), if is_deleted_now { json!(before.reason) } else { json!(after.reason) }),
        ("hidden", json!(before.is_hidden), json!(after.is_hidden)),
        ("deleted", json!(before.deleted.is_some()), json!(after.deleted.is_some())),
    ];
    let (mut was, mut is) = (Map::new(), Map::new());
    for (name, before, after) in fields.into_iter().filter(|(_, before, after)| before != after) {
        was.insert(name.to_owned(), before);
        is.insert(name.to_owned(), after);
    }
    let reason = after.deleted.as_ref().filter(|_| is_deleted_now).map(|(_, why)| why.clone());
    let (subject, is_changed) = (model::subject(after.number), !was.is_empty());
    let (before, after) = (Some(Value::Object(was)), Some(Value::Object(is)));
    is_changed.then_some(Entry { guild: Some(call.guild), action, subject, before, after, reason })
}

/// No such case, or only its tombstone.
async fn nothing_to_change(tx: &Tx, call: &Invocation, number: i32) -> Result<Error> {
    Ok(match store::case(tx, call.guild, number).await? {
        None => case_show::unknown(call, number),
        Some(_) => Error::conflict(say!(
            call.locale,
            "Case {number} is deleted: nothing about it can be changed any more.",
            number = number
        )),
    })
}

/// Why a case is deleted.
pub fn read_because(locale: Locale, text: Option<&str>) -> Result<String> {
    read_reason(locale, text)?
        .ok_or_else(|| Error::user(say!(locale, "Say why it is deleted: that is all that stays.")))
}

/// Deletes what a case says, for good; why stays.
pub async fn delete(ctx: &Ctx, call: &Invocation, number: i32, because: &str) -> Result<()> {
    change(ctx, call, number, "case.delete", None, async |tx: Tx| erase(&tx, call, number, because).await).await
}

/// With a case's words go its notes, its evidence, and what its tasks say of them.
async fn erase(tx: &Tx, call: &Invocation, number: i32, because: &str) -> db::Result<Option<Case>> {
    let subject = model::subject(number);
    let (case, notes, evidence, tasks, audit) = join!(
        store::delete_case(tx, call.guild, number, call.actor.id, because),
        store::delete_notes(tx, call.guild, number),
        store::delete_evidence(tx, call.guild, number),
        tasks::forget_words(tx, call.guild, subject.clone()),
        store::forget_case_words(tx, call.guild, &subject)
    );
    notes?;
    evidence?;
    tasks?;
    audit?;
    case
}
