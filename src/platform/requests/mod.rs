//! Requests that their senders have named, so that sending one again does nothing twice.

mod store;

use std::time::Duration;

use axum::http::StatusCode;
use twilight_model::id::{Id, marker::UserMarker};

use super::{
    api::Problem,
    ctx::Ctx,
    error::{Error, Result},
    vault::VaultError,
};

/// What is known of a request when it comes.
#[derive(Debug)]
pub enum Begun {
    /// It is to be handled, now, under the name of its first try.
    Now {
        cause: u64,
    },
    Answered {
        status: u16,
        body: Vec<u8>,
    },
}

/// Begins a request. Refuses a key that stands for another one, or whose request is being handled right now.
pub async fn begin(
    ctx: &Ctx,
    person: Id<UserMarker>,
    key: &str,
    fingerprint: [u8; 32],
    cause: u64,
    lease: Duration,
) -> std::result::Result<Begun, Problem> {
    let known = store::begin(&ctx.db, person, key, fingerprint, cause, lease).await?;
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
            Some((status, sealed)) => {
                let body = ctx.config.vault.open(&sealed, &owner(person, key));
                let body = body.map_err(|error| Error::Internal(format!("an answer that was kept: {error}")))?;
                Begun::Answered { status, body }
            }
            None => Begun::Now { cause: known.cause },
        }),
    }
}

/// Ends a request with its answer; with none it may be tried anew. The answer may hold a secret that is shown this once, so it is
/// sealed.
pub async fn end(ctx: &Ctx, person: Id<UserMarker>, key: &str, answer: Option<(u16, &[u8])>) -> Result<()> {
    let seal = |(status, body): (u16, &[u8])| Ok((status, ctx.config.vault.seal(body, &owner(person, key))?));
    let sealed = answer.map(seal).transpose();
    let sealed = sealed.map_err(|error: VaultError| Error::Internal(format!("an answer to keep: {error}")))?;
    Ok(store::end(&ctx.db, person, key, sealed).await?)
}

/// What a kept answer is bound to.
fn owner(person: Id<UserMarker>, key: &str) -> String {
    format!("idempotency_keys.sealed_answer/{person}/{key}")
}
