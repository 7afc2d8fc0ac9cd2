//! A channel as one person sees it.

use std::collections::BTreeMap;

use axum::{Json, extract::Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Note, Notes, Open, id};
use crate::{World, interactions::Pending, kind};

/// As many entries of a channel as are shown.
const NEWEST: usize = 100;

#[derive(Deserialize)]
pub(super) struct Reader {
    #[serde(deserialize_with = "id")]
    channel: u64,
    #[serde(deserialize_with = "id")]
    user: u64,
}

pub(super) async fn messages(open: Open, Query(reader): Query<Reader>) -> Json<Value> {
    let notes = open.notes().clone();
    Json(entries(&open.sandbox.world(), &notes, reader.channel, reader.user))
}

/// Oldest first: what was done, what became of it, the messages that came of it.
pub(super) fn entries(world: &World, notes: &Notes, channel: u64, reader: u64) -> Value {
    let mut messages: BTreeMap<Option<u64>, Vec<(u64, Value)>> = BTreeMap::new();
    for message in world.messages.values().filter(|message| message.channel == channel) {
        if message.only_for.is_none_or(|user| user == reader) {
            let shown = (message.id, world.message_json(message));
            messages.entry(message.interaction).or_default().push(shown);
        }
    }
    let mut entries = BTreeMap::new();
    for (id, message) in messages.remove(&None).unwrap_or_default() {
        entries.insert(id, json!({ "id": id.to_string(), "state": "answered", "messages": [message] }));
    }
    for (id, pending) in world.interactions.iter().filter(|(_, pending)| pending.channel == channel) {
        let shown: Vec<Value> =
            messages.remove(&Some(*id)).unwrap_or_default().into_iter().map(|(_, message)| message).collect();
        let is_own = pending.user == reader;
        if !shown.is_empty() || is_own && is_told(pending) {
            entries.insert(*id, deed(*id, pending, notes.get(id), is_own, shown));
        }
    }
    let skipped = entries.len().saturating_sub(NEWEST);
    entries.into_values().skip(skipped).collect()
}

fn state(pending: &Pending) -> &'static str {
    match (&pending.failure, pending.settled_at_ms) {
        (Some(_), _) => "failed",
        (None, None) => "sending",
        (None, Some(_)) => "answered",
    }
}

/// Whether the person sees something of it although there is no message.
fn is_told(pending: &Pending) -> bool {
    match pending.kind {
        kind::COMMAND => state(pending) != "answered",
        kind::COMPONENT | kind::MODAL => state(pending) == "failed",
        _ => false,
    }
}

fn deed(id: u64, pending: &Pending, note: Option<&Note>, is_own: bool, messages: Vec<Value>) -> Value {
    let words = match pending.kind {
        kind::COMPONENT => "used a component",
        kind::MODAL => "sent a form",
        _ => "used a command",
    };
    let words = note.map_or(words, |note| if is_own { &note.words } else { &note.brief });
    json!({
        "id": id.to_string(), "user": pending.user.to_string(), "application": pending.application.to_string(),
        "words": words, "state": state(pending), "failure": pending.failure, "messages": messages,
        "elapsed_ms": note.and_then(|note| note.elapsed_ms),
    })
}
