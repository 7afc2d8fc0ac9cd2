//! When a server has its messages sealed, or no longer: the relay takes over at once, and what is stored is brought into line
//! some at a time, from the oldest. Until then both stand side by side and both are read.

use async_trait::async_trait;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::store::{self, Sealing, Stored, Table};
use crate::{
    db::{Scope, Tx},
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        invocation::Invocation,
        sealed::{self, Keys, Words},
        settings::{Document, Follower},
        tasks::{self, Due, Leased, NewTask},
    },
};

/// Messages of one transaction: few enough to hold up nobody who edits one.
const WINDOW: i64 = 500;
/// The second round begins no sooner after the change: by then whoever was writing during it is done.
const SETTLED: SignedDuration = SignedDuration::from_secs(60);

/// Follows the setting `encrypted`.
#[derive(Debug)]
pub struct FollowSetting;

#[async_trait]
impl Follower for FollowSetting {
    async fn follow(&self, ctx: &Ctx, tx: &Tx, call: &Invocation, before: &Document, after: &Document) -> Result<()> {
        let is_on = |document: &Document| document.get("encrypted") == Some(&Value::Bool(true));
        if is_on(before) == is_on(after) {
            return Ok(());
        }
        if is_on(after) {
            sealed::ensure_key(ctx, tx).await?;
        }
        let turn = store::begin_sealing(tx, call.guild, is_on(after)).await?;
        let task = NewTask {
            application: call.application,
            guild: call.guild,
            kind: Reseal.kind(),
            subject: "messages".to_owned(),
            lane: None,
            about: None,
            unique_key: format!("{}/{}/{turn}", call.guild, Reseal.kind()),
            payload: json!({ "turn": turn }),
            requested_by: Some(call.actor.id),
            reason: None,
            due: Due::At(edge::now()),
        };
        tasks::enqueue(tx, task).await?;
        Ok(())
    }
}

/// The task: one window of messages, then the same task for the next.
#[derive(Debug)]
pub struct Reseal;

#[async_trait]
impl Task for Reseal {
    fn kind(&self) -> &'static str {
        "messages.reseal"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        scope.write(async |tx: Tx| step(ctx, &tx, task).await).await
    }
}

async fn step(ctx: &Ctx, tx: &Tx, task: &Leased) -> Result<Value> {
    let turn = task.payload.get("turn").and_then(Value::as_i64);
    let held = store::hold_sealing(tx, task.guild).await?.filter(|sealing| Some(i64::from(sealing.turn)) == turn);
    let Some(mut sealing) = held else { return Ok(json!({ "over": "the setting was changed again" })) };
    let mut next = edge::now();
    match store::window_end(tx, task.guild, sealing.position, WINDOW).await? {
        Some(end) => {
            let keys = sealed::keys(ctx, tx).await?;
            sealing.changed = sealing.changed.saturating_add(align(tx, task, &keys, sealing, end).await?);
            sealing.position = end;
        }
        None if sealing.round == 1 => {
            (sealing.round, sealing.position) = (2, 0);
            let settled = sealing.began_at.checked_add(SETTLED).map_err(|error| Error::Internal(error.to_string()))?;
            next = next.max(settled);
        }
        None => sealing.is_finished = !align_holders(ctx, tx, task, sealing.is_on).await?,
    }
    store::move_sealing(tx, task.guild, &sealing).await?;
    if !sealing.is_finished {
        tasks::enqueue(tx, task.again(Reseal.kind(), next)).await?;
    }
    Ok(json!({ "changed": sealing.changed, "round": sealing.round, "is_finished": sealing.is_finished }))
}

/// Brings the messages up to `end` into line, with their older versions; how many messages that changed.
async fn align(tx: &Tx, task: &Leased, keys: &Keys, sealing: Sealing, end: i64) -> Result<i64> {
    let mut changed = 0;
    for table in [Table::Messages, Table::Versions] {
        let mut rows = store::unlike(tx, task.guild, table, sealing.is_on, sealing.position, end).await?;
        if rows.is_empty() {
            continue;
        }
        if matches!(table, Table::Messages) {
            changed = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        }
        for row in &mut rows {
            turn(keys, row).map_err(sealed::unusable)?;
        }
        store::store(tx, table, rows).await?;
    }
    Ok(changed)
}

/// The same for what features keep of messages; whether some of it is left.
async fn align_holders(ctx: &Ctx, tx: &Tx, task: &Leased, is_on: bool) -> Result<bool> {
    let keys = sealed::keys(ctx, tx).await?;
    for holder in ctx.features.iter().flat_map(|feature| feature.holders) {
        if holder.align(tx, task.guild, &keys, is_on).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Opens what is sealed and seals what is not.
fn turn(keys: &Keys, row: &mut Stored) -> std::result::Result<(), crate::platform::vault::VaultError> {
    match row.sealed.take() {
        Some(record) => row.words = keys.open(row.message.get(), &record)?,
        None => {
            row.sealed = Some(keys.seal(row.message.get(), &row.words)?);
            row.words = Words::outline(&row.words);
        }
    }
    Ok(())
}
