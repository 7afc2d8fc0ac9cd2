//! Requests that their senders have named, so that sending one again does nothing twice.

mod store;

use std::time::Duration;

use axum::http::StatusCode;
use twilight_model::id::{Id, marker::UserMarker};

use super::api::Problem;
use crate::db::Db;

/// What is known of a request when it comes.
#[derive(Debug)]
pub enum Begun {
    /// It is to be handled, now, under the name of its first try.
    Now {
        cause: u64,
    },
    Answered {
        status: u16,
        body: String,
    },
}

/// Begins a request. Refuses a key that stands for another one, or whose request is being handled right now.
pub async fn begin(
    db: &Db,
    person: Id<UserMarker>,
    key: &str,
    fingerprint: [u8; 32],
    cause: u64,
    lease: Duration,
) -> Result<Begun, Problem> {
    let known = store::begin(db, person, key, fingerprint, cause, lease).await?;
    match known.problem.as_deref() {
        Some("reused") => Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request. Choose a new one for each.",
        )),
        Some(_) => Err(Problem::conflict(
            "in_progress",
            "This very request is being handled right now. Ask again in a moment.",
        )
        .after(2)),
        None => Ok(match known.answer {
            Some((status, body)) => Begun::Answered { status, body },
            None => Begun::Now { cause: known.cause },
        }),
    }
}

/// Ends a request with its answer; with none it may be tried anew.
pub async fn end(db: &Db, person: Id<UserMarker>, key: &str, answer: Option<(u16, String)>) -> crate::db::Result<()> {
    store::end(db, person, key, answer).await
}
