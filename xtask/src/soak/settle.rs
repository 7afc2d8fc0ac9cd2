//! Waiting until all that was said has been written and all that follows from it is done.

use std::time::{Duration, Instant};

use sandbox::SessionStanding;

use super::rows::{self, Shard};
use super::surroundings::Surroundings;

/// How long may pass in which nothing gets any less.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is still to be done.
#[derive(Debug, PartialEq, Eq)]
struct Left {
    /// Events of Discord's sessions that are not written.
    unwritten: u64,
    /// Events that wait for listeners, and tasks.
    events: i64,
    tasks: i64,
    /// Stretches that reconciliation is not done with.
    gaps: i64,
}

/// Returns when nothing is left to be done, or what is left when it does not get any less.
pub async fn settle(surroundings: &Surroundings) -> anyhow::Result<Option<String>> {
    let (mut fewest, mut since) = (None, Instant::now());
    loop {
        let left = left(surroundings).await?;
        let Left { unwritten, events, tasks, gaps } = left;
        if (unwritten, events, tasks, gaps) == (0, 0, 0, 0) {
            return Ok(None);
        }
        if fewest.as_ref() != Some(&left) {
            (fewest, since) = (Some(left), Instant::now());
        } else if since.elapsed() > PATIENCE {
            return Ok(Some(format!(
                "not settled after {} s without progress: {unwritten} events unwritten, {events} unheard, {tasks} tasks, {gaps} gaps",
                PATIENCE.as_secs()
            )));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn left(surroundings: &Surroundings) -> anyhow::Result<Left> {
    let unwritten = unwritten(surroundings).await?;
    let (events, tasks, gaps) = rows::open(&mut surroundings.admin().await?).await?;
    Ok(Left { unwritten, events, tasks, gaps })
}

/// How many events of Discord's sessions are not written. A shard without a connection has at least one before it.
pub async fn unwritten(surroundings: &Surroundings) -> anyhow::Result<u64> {
    // First how far the sessions are, then how far the rows: what comes between counts as written.
    let sessions = surroundings.sandbox.world().gateway.sessions();
    let rows = rows::shards(&mut surroundings.admin().await?).await?;
    let of_shard = |row: &Shard| {
        let is_own =
            |session: &&SessionStanding| (session.application, session.shard.0) == (row.application, row.number);
        match sessions.iter().filter(|session| session.is_connected).find(is_own) {
            Some(session) if row.session.as_ref() == Some(&session.id) => session.sequence.saturating_sub(row.sequence),
            Some(session) => session.sequence,
            None => 1,
        }
    };
    let unknown = surroundings.bots.len().saturating_sub(rows.len()) as u64;
    Ok(rows.iter().map(of_shard).sum::<u64>() + unknown)
}
