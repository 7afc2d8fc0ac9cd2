//! Waiting until all that was said has been written and all that follows from it is done.

use std::time::{Duration, Instant};

use super::rows;
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
}

/// Returns when nothing is left to be done, or what is left when it does not get any less.
pub async fn settle(surroundings: &Surroundings) -> anyhow::Result<Option<String>> {
    let (mut fewest, mut since) = (None, Instant::now());
    loop {
        let left = left(surroundings).await?;
        let Left { unwritten, events, tasks } = left;
        if (unwritten, events, tasks) == (0, 0, 0) {
            return Ok(None);
        }
        if fewest.as_ref() != Some(&left) {
            (fewest, since) = (Some(left), Instant::now());
        } else if since.elapsed() > PATIENCE {
            return Ok(Some(format!(
                "not settled after {} s without progress: {unwritten} events unwritten, {events} unheard, {tasks} tasks",
                PATIENCE.as_secs()
            )));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn left(surroundings: &Surroundings) -> anyhow::Result<Left> {
    // First how far the sessions are, then how far the rows: what comes between counts as written.
    let sessions = surroundings.sandbox.world().gateway.sessions();
    let mut admin = surroundings.admin().await?;
    let rows = rows::shards(&mut admin).await?;
    let (events, tasks) = rows::open(&mut admin).await?;
    let unwritten = rows.iter().map(|row| {
        let mut own =
            sessions.iter().filter(|session| (session.application, session.shard.0) == (row.application, row.number));
        match own.find(|session| session.is_connected) {
            Some(session) if row.session.as_ref() == Some(&session.id) => session.sequence.saturating_sub(row.sequence),
            Some(session) => session.sequence,
            // Whatever it has missed is still before it.
            None => 1,
        }
    });
    let unknown = surroundings.bots.len().saturating_sub(rows.len()) as u64;
    Ok(Left { unwritten: unwritten.sum::<u64>() + unknown, events, tasks })
}
