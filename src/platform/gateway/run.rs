//! Handing events to listeners: claimed under a lease, each in its own tenant's scope.

use futures_util::{StreamExt, stream};
use tracing::Instrument;

use super::{Event, MAX_ATTEMPTS, store};
use crate::{
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        tasks::back_off,
    },
};

/// Events that are claimed together. Few enough to be handled within their lease even while Discord is slow.
const CLAIMED: i32 = 32;
/// Events that are handled side by side: a Worker has six outgoing connections, and one is the database's.
const AT_ONCE: usize = 4;

/// Hands out what is due until nothing is or `until` has passed; how many events that were.
pub async fn run_due(ctx: &Ctx, until: jiff::Timestamp) -> Result<usize> {
    let mut handed_out = 0_usize;
    while edge::now() < until {
        let events = store::claim_due(&ctx.db, CLAIMED).await?;
        if events.is_empty() {
            break;
        }
        handed_out = handed_out.saturating_add(events.len());
        let handling = events.into_iter().map(|event| {
            let span = tracing::info_span!("event", event = event.id, attempt = event.attempt, name = event.name);
            hand_out(ctx, event).instrument(span)
        });
        let handled: Vec<Option<(i64, i32)>> = stream::iter(handling).buffer_unordered(AT_ONCE).collect().await;
        let handled: Vec<_> = handled.into_iter().flatten().collect();
        if !handled.is_empty() {
            store::finish(&ctx.db, &handled).await?;
        }
    }
    Ok(handed_out)
}

/// Hands an event to each listener that is not done with it. Returns it if all are; else it is put back.
async fn hand_out(ctx: &Ctx, event: Event) -> Option<(i64, i32)> {
    let listeners = ctx.features.iter().flat_map(|feature| feature.listeners);
    let waiting = listeners.filter(|listener| {
        listener.event() == event.name && !event.handled_by.iter().any(|done| done == listener.name())
    });
    let (mut handled, mut failures) = (Vec::new(), Vec::new());
    for listener in waiting {
        match listener.run(ctx, &event).await {
            Ok(()) => handled.push(listener.name().to_owned()),
            // Handled before, or another attempt does it now.
            Err(Error::Database(crate::db::Error::LeaseLost)) => {}
            Err(error) => failures.push((listener.name(), error)),
        }
    }
    if failures.is_empty() {
        return Some((event.id, event.attempt));
    }
    put_back(ctx, &event, handled, &failures).await;
    None
}

/// The event is tried again while any failure may pass, and is dead once none may.
async fn put_back(ctx: &Ctx, event: &Event, handled: Vec<String>, failures: &[(&'static str, Error)]) {
    let words = failures.iter().map(|(listener, error)| format!("{listener}: {error}")).collect::<Vec<_>>().join("; ");
    let passing = failures.iter().filter(|(_, error)| error.is_passing());
    let pause = passing.map(|(_, error)| error.retry_after().unwrap_or_else(|| back_off(event.attempt))).max();
    let seconds = pause.filter(|_| event.attempt < MAX_ATTEMPTS);
    if seconds.is_none() {
        tracing::warn!(error = words, "a gateway event is dead");
    }
    if let Err(error) = store::fail(&ctx.db, event, handled, &words, seconds).await {
        tracing::warn!(%error, "an event stays leased until its lease runs out");
    }
}
