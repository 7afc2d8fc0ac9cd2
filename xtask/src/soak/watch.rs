//! Who is connected, looked at all the time: how long each shard was without a connection.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sandbox::Sandbox;
use tokio::task::JoinHandle;

/// How often is looked.
const LOOK: Duration = Duration::from_millis(20);

/// Looks until it is dropped.
pub struct Watch {
    seen: Arc<Mutex<Seen>>,
    looking: JoinHandle<()>,
}

/// What was seen since [`Watch::start`].
#[derive(Debug, Default, Clone)]
pub struct Seen {
    /// The longest that a shard was without a connection, and how often one was.
    pub longest: Duration,
    pub times: u32,
    /// Of those that are without one: since when.
    away: BTreeMap<(u64, u64), Instant>,
    known: BTreeMap<(u64, u64), bool>,
}

impl Watch {
    pub fn start(sandbox: &Sandbox) -> Self {
        let (seen, sandbox) = (Arc::new(Mutex::new(Seen::default())), sandbox.clone());
        let looking = tokio::spawn({
            let seen = seen.clone();
            async move {
                loop {
                    seen.lock().unwrap_or_else(PoisonError::into_inner).look(&connected(&sandbox));
                    tokio::time::sleep(LOOK).await;
                }
            }
        });
        Self { seen, looking }
    }

    /// What was seen until now.
    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.looking.abort();
    }
}

impl Seen {
    fn look(&mut self, now: &BTreeMap<(u64, u64), bool>) {
        // A session that is over is no longer listed, and its shard is away all the same.
        self.known.values_mut().for_each(|is_connected| *is_connected = false);
        self.known.extend(now);
        for (shard, is_connected) in &self.known {
            if !is_connected {
                self.away.entry(*shard).or_insert_with(Instant::now);
            } else if let Some(since) = self.away.remove(shard) {
                self.times += 1;
                self.longest = self.longest.max(since.elapsed());
            }
        }
    }
}

/// Each bot's shards, and whether one of their sessions has a connection.
pub fn connected(sandbox: &Sandbox) -> BTreeMap<(u64, u64), bool> {
    let mut shards = BTreeMap::new();
    for session in sandbox.world().gateway.sessions() {
        *shards.entry((session.application, session.shard.0)).or_default() |= session.is_connected;
    }
    shards
}
