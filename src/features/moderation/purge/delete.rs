//! Deleting the messages that were found.

use std::time::Duration;

use serde_json::json;

use super::Purge;
use crate::{
    db::Tx,
    discord::client::Client,
    edge,
    features::moderation::{
        act::{effect_alone, entry_alone},
        model::{Found, Picked},
        present,
    },
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        effects::{self, Act, Decided, NewEffect, Outcome},
        error::Result,
        interactions,
        invocation::Invocation,
        progress,
    },
};

/// As many as Discord deletes at once. Source: Discord docs, "Message Resource", Bulk Delete Messages.
const CHUNK: usize = 100;
/// When to leave the rest to the tick, counted from the interaction's arrival: a call may take twelve seconds, and a
/// handler has twenty-five.
const UNTIL: Duration = Duration::from_secs(11);
/// Nobody is shown "thinking…" before.
const DEFERRED_AFTER: Duration = Duration::from_millis(800);

/// What became of the messages: those that are gone, and how many are not.
#[derive(Debug, Default)]
pub struct Deleted {
    pub messages: Vec<Picked>,
    pub queued: usize,
    /// How many Discord refused to delete, or were not tried after a refusal, and its words.
    pub refused: Option<(usize, String)>,
    /// How many nobody knows of: the database failed.
    pub lost: usize,
}

/// Deletes them, a hundred at a time.
pub async fn delete(ctx: &Ctx, call: &Invocation, discord: &Client, purge: &Purge, found: &Found) -> Result<Deleted> {
    let mut deleted = Deleted::default();
    let mut left = found.picked.len();
    for (number, chunk) in found.picked.chunks(CHUNK).enumerate() {
        let in_time = elapsed(ctx) < UNTIL;
        let entry = (number == 0).then(|| entry(call, purge, found));
        let decided = match decide(ctx, call, &effect(call, purge, number, chunk, in_time), entry.as_ref()).await {
            Ok(decided) => decided,
            Err(error) if number == 0 => return Err(error),
            Err(error) => {
                tracing::error!(%error, "a purge stops half-way");
                deleted.lost = left;
                return Ok(deleted);
            }
        };
        match effects::attempt(ctx, discord, &decided).await {
            Outcome::Done(_) => deleted.messages.extend_from_slice(chunk),
            Outcome::Queued => deleted.queued = deleted.queued.saturating_add(chunk.len()),
            Outcome::Refused(words) => {
                deleted.refused = Some((left, words));
                return Ok(deleted);
            }
        }
        left = left.saturating_sub(chunk.len());
        if left > 0 && elapsed(ctx) > DEFERRED_AFTER {
            progress::show(ctx, call, present::purging(call.locale, deleted.messages.len(), found.picked.len())).await;
        }
    }
    Ok(deleted)
}

fn elapsed(ctx: &Ctx) -> Duration {
    edge::now().duration_since(ctx.arrived_at).unsigned_abs()
}

fn effect(call: &Invocation, purge: &Purge, number: usize, chunk: &[Picked], at_once: bool) -> NewEffect {
    let act = Act::DeleteMessages { channel: purge.channel, messages: chunk.iter().map(|one| one.id).collect() };
    let effect = effect_alone(call, act, format!("purge/{}", call.interaction.id), purge.reason.as_deref());
    NewEffect { unique_key: format!("{}/{number}", effect.unique_key), at_once, ..effect }
}

fn entry(call: &Invocation, purge: &Purge, found: &Found) -> Entry {
    let (subject, count) = (format!("channel/{}", purge.channel), found.picked.len());
    let values = (json!({ "messages": count }), json!({ "messages": 0 }));
    entry_alone(call, "messages.purge", subject, values, purge.reason.as_deref())
}

/// The first one, with the entry for the audit log, claims the interaction.
async fn decide(ctx: &Ctx, call: &Invocation, effect: &NewEffect, entry: Option<&Entry>) -> Result<Decided> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            if let Some(entry) = entry {
                interactions::claim(&tx, call.interaction.id).await?;
                audit::record(ctx, &tx, &call.actor, entry.clone()).await?;
            }
            effects::decide(&tx, effect.clone()).await
        })
        .await
}
