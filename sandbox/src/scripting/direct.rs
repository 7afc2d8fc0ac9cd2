//! Direct messages: what bots wrote to one person.

use axum::{Json, extract::Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Open, entries::entries, id};

#[derive(Deserialize)]
pub(super) struct Reader {
    #[serde(deserialize_with = "id")]
    user: u64,
}

/// The person's conversations, one for each bot that has opened any.
pub(super) async fn messages(open: Open, Query(Reader { user }): Query<Reader>) -> Json<Value> {
    let notes = open.notes().clone();
    let world = open.sandbox.world();
    let theirs = world.dms.values().filter(|dm| dm.user == user).map(|dm| {
        json!({
            "application": dm.application.to_string(), "channel": dm.id.to_string(),
            "entries": entries(&world, &notes, dm.id, user),
        })
    });
    Json(theirs.collect())
}
