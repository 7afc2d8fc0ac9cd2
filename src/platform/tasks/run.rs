//! Running tasks: claimed under a lease, each in its own tenant's scope, ended by the attempt that holds it.

use futures_util::{StreamExt, stream};
use tracing::Instrument;

use super::{Ending, Enqueued, Leased, MAX_ATTEMPTS, store};
use crate::{
    db::Scope,
    platform::{
        ctx::Ctx,
        effects,
        error::{Error, Result},
    },
};

/// Tasks that run side by side: a Worker has six outgoing connections, and one is the database's.
const AT_ONCE: usize = 4;

/// What one round of due work did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Round {
    pub tasks: usize,
}

/// Runs what is due, at most four at a time, until nothing is or `until` has passed.
pub async fn run_due(ctx: &Ctx, until: jiff::Timestamp) -> Result<Round> {
    let mut round = Round::default();
    while crate::edge::now() < until {
        let claimed = store::claim(&ctx.db, AT_ONCE as i32).await?;
        if claimed.is_empty() {
            break;
        }
        round.tasks = round.tasks.saturating_add(claimed.len());
        let running = claimed.into_iter().map(|(id, attempt)| {
            let span = tracing::info_span!("task", task = id, attempt);
            run_one(ctx, id, attempt).instrument(span)
        });
        stream::iter(running).buffer_unordered(AT_ONCE).collect::<()>().await;
    }
    Ok(round)
}

/// Ends an attempt. That another holds the lease by now is no error: it will end the task.
pub async fn finish(ctx: &Ctx, id: i64, attempt: i32, ending: Ending) {
    let scope = Scope::task(ctx.db.clone(), id, attempt);
    match store::finish(&scope, id, attempt, &ending).await {
        Ok(true) => {}
        Ok(false) => tracing::info!("another attempt holds the task by now"),
        Err(crate::db::Error::LeaseLost) => tracing::info!("another attempt holds the task by now"),
        Err(error) => tracing::warn!(%error, "a task stays leased until its lease runs out"),
    }
}

/// Runs a task that was written to be run by its writer, after its transaction has committed.
pub async fn run_at_once(ctx: &Ctx, enqueued: Enqueued) {
    if let Enqueued::Leased { id, attempt } = enqueued {
        run_one(ctx, id, attempt).await;
    }
}

/// The same after the response; what is not done then is by the tick.
pub fn run_later(ctx: &Ctx, enqueued: Enqueued) {
    if let Enqueued::Leased { .. } = enqueued {
        let runner = ctx.clone();
        ctx.later.spawn(async move { run_at_once(&runner, enqueued).await });
    }
}

async fn run_one(ctx: &Ctx, id: i64, attempt: i32) {
    let scope = Scope::task(ctx.db.clone(), id, attempt);
    let task = match store::load(&scope, id).await {
        Ok(Some(task)) => task,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(%error, "a task was claimed and could not be read; its lease will run out");
            return;
        }
    };
    finish(ctx, id, attempt, dispatch(ctx, &task).await).await;
}

async fn dispatch(ctx: &Ctx, task: &Leased) -> Ending {
    if task.kind == effects::KIND {
        return effects::run(ctx, task).await;
    }
    let handler = ctx.features.iter().flat_map(|feature| feature.tasks).find(|handler| handler.kind() == task.kind);
    let outcome = match handler {
        Some(handler) => handler.run(ctx, task).await,
        None => Err(Error::Internal(format!("no feature runs tasks of the kind {}", task.kind))),
    };
    ending(outcome, task.tries)
}

/// How the outcome of an attempt is recorded, of so many.
pub fn ending(outcome: Result<serde_json::Value>, tries: i32) -> Ending {
    match outcome {
        Ok(result) => Ending::Done(result),
        Err(error) if error.is_passing() && tries < MAX_ATTEMPTS => {
            let seconds = error.retry_after().unwrap_or_else(|| back_off(tries));
            Ending::Retry { error: error.to_string(), seconds, progress: None }
        }
        Err(error) => {
            tracing::warn!(%error, "a task is dead");
            Ending::Dead { error: error.to_string(), progress: None }
        }
    }
}

/// Seconds until the next attempt: 2, 4, 8 … at most an hour, and up to half as much again so that what failed
/// together does not return together.
pub fn back_off(attempt: i32) -> i32 {
    let base = 1_i32.checked_shl(attempt.clamp(1, 12).unsigned_abs()).unwrap_or(3_600).min(3_600);
    let span = base.unsigned_abs().div_euclid(2).saturating_add(1);
    let jitter = getrandom::u32().unwrap_or_default().checked_rem(span).unwrap_or_default();
    base.saturating_add_unsigned(jitter)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_pause_doubles_up_to_an_hour_and_is_never_shorter_than_its_base() {
        for (attempt, base) in [(1, 2), (2, 4), (5, 32), (11, 2_048), (12, 3_600), (1_000, 3_600)] {
            let seconds = back_off(attempt);
            assert!((base..=base + base / 2).contains(&seconds), "attempt {attempt}: {seconds}");
        }
    }

    #[test]
    fn a_passing_error_is_tried_again_and_any_other_is_dead() {
        let passing = Error::Discord(crate::discord::client::Error::Unreachable("reset".to_owned()));
        assert!(matches!(ending(Err(passing), MAX_ATTEMPTS - 1), Ending::Retry { .. }));
        let passing = Error::Discord(crate::discord::client::Error::Unreachable("reset".to_owned()));
        assert!(matches!(ending(Err(passing), MAX_ATTEMPTS), Ending::Dead { .. }));
        assert!(matches!(ending(Err(Error::user("no")), 1), Ending::Dead { .. }));
        assert_eq!(ending(Ok(json!(1)), 1), Ending::Done(json!(1)));
    }
}
