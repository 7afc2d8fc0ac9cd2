//! How Discord itself is turned: its faults, its clock, and what bots asked of it.

use std::time::Duration;

use axum::{Json, extract::Path, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Open, Refusal};
use crate::Fault;

/// As many requests as are shown.
const NEWEST: usize = 100;

pub(super) async fn faults(open: Open) -> Json<Value> {
    Json(json!(open.sandbox.world().faults))
}

pub(super) async fn add_fault(open: Open, Body(fault): Body<Fault>) -> StatusCode {
    open.sandbox.world().faults.push(fault);
    open.sandbox.announce();
    StatusCode::NO_CONTENT
}

pub(super) async fn clear_faults(open: Open) -> StatusCode {
    open.sandbox.world().faults.clear();
    open.sandbox.announce();
    StatusCode::NO_CONTENT
}

/// Takes back the one at this position of the list.
pub(super) async fn remove_fault(open: Open, Path(position): Path<String>) -> Result<StatusCode, Refusal> {
    {
        let faults = &mut open.sandbox.world().faults;
        let position = position.parse().ok().filter(|position| *position < faults.len());
        let nothing = || Refusal::new(StatusCode::NOT_FOUND, "No fault is ordered at this position.");
        faults.remove(position.ok_or_else(nothing)?);
    }
    open.sandbox.announce();
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub(super) struct Advance {
    seconds: u64,
}

/// Moves Discord's clock, and only that: an endpoint that checks the age of signatures then refuses them.
pub(super) async fn advance(open: Open, Body(Advance { seconds }): Body<Advance>) -> Json<Value> {
    open.sandbox.advance(Duration::from_secs(seconds));
    open.sandbox.announce();
    Json(json!({ "now_ms": open.sandbox.world().now_ms() }))
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Everything as in the beginning, and a demo server; bots keep their tokens, keys, endpoints and commands. A body is
/// wanted so that no other site's form can do this.
pub(super) async fn reset(open: Open, Body(Nothing {}): Body<Nothing>) -> Result<Json<Value>, Refusal> {
    let demo = open.sandbox.reset()?;
    open.notes().clear();
    open.sandbox.announce();
    Ok(Json(json!({ "guild": demo.guild.to_string(), "channel": demo.channel.to_string() })))
}

/// The newest REST calls, newest first.
pub(super) async fn requests(open: Open) -> Json<Value> {
    let world = open.sandbox.world();
    let seen = world.requests.iter().rev().take(NEWEST).map(|seen| {
        json!({
            "route": seen.route, "path": seen.path, "status": seen.status, "reason": seen.reason,
            "application": seen.application.map(|id| id.to_string()), "user": seen.user.map(|id| id.to_string()),
        })
    });
    Json(seen.collect())
}
