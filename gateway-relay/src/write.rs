//! The queue's other end. A batch is whatever has been heard while the one before it was written, so that it is small at
//! rest and large under load. While Postgres is away, or too slow, everything goes to the disk, and from there into
//! Postgres in its order, until there is nothing left on the disk.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::{Notify, Semaphore};

use crate::{
    batch::{Batches, Failure, Scribe},
    metrics::METRICS,
    queue::{Heard, Limits, Receiver},
    record::{
        shards::{self, ShardKey},
        trouble,
    },
    spool,
};

/// The most that is written at once: several batches, so that one is prepared while another is written.
const PART: Limits = Limits { events: 4_000, bytes: 8 * 1024 * 1024 };
/// The most that goes to the disk at once.
const PIECE: Limits = Limits { events: 2_000, bytes: 1024 * 1024 };
/// How often the lease is renewed while nothing happens. A third of what it lasts.
const IDLE: Duration = Duration::from_secs(5);
/// Pauses while Postgres is away: the first and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));
/// The pause while the disk is full or out of order.
const FULL: Duration = Duration::from_millis(500);

/// Writes what one shard hears.
#[derive(Debug)]
pub struct Writer {
    pub batches: Batches,
    pub spool: spool::Handle,
    /// Whether the shard hears everything that happens.
    pub is_listening: Arc<AtomicBool>,
    /// Who may hold events from the disk in memory: shards take turns.
    pub turns: Arc<Semaphore>,
}

/// Another relay has the lease by now.
#[derive(Debug, PartialEq, Eq)]
pub struct LeaseLost;

impl Writer {
    /// Writes until the queue is closed and everything is in Postgres, or on disk if Postgres is away.
    pub async fn run(mut self, mut queue: Receiver) -> Result<(), LeaseLost> {
        let mut heard = Vec::new();
        loop {
            if !heard.is_empty() || !matches!(self.spool.is_empty().await, Ok(true)) {
                heard = self.spool_through(&mut queue, heard).await?;
            }
            let found_no_place = !heard.is_empty();
            if heard.is_empty() {
                match tokio::time::timeout(IDLE, queue.next(PART)).await {
                    Ok(Some(batch)) => heard = counted(self.batches.scribe.key, batch),
                    Ok(None) => return Ok(()),
                    Err(_idle) => {
                        self.renew().await?;
                        continue;
                    }
                }
            }
            let written = tokio::select! {
                written = self.batches.write(&heard) => written,
                // It goes on from the disk.
                () = queue.pressed(), if !found_no_place => continue,
            };
            match written {
                Ok(()) => heard.clear(),
                Err(Failure::LeaseLost) => return Err(LeaseLost),
                Err(Failure::Refused(error) | Failure::Passing(error)) => {
                    tracing::warn!(%error, "nothing can be written; what is heard goes to the disk");
                }
            }
        }
    }

    async fn renew(&self) -> Result<(), LeaseLost> {
        let Scribe { pool, key, epoch, .. } = &self.batches.scribe;
        match shards::renew(pool, *key, *epoch, self.is_listening.load(Ordering::Relaxed)).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(LeaseLost),
            Err(error) => {
                tracing::warn!(%error, "the lease was not renewed");
                Ok(())
            }
        }
    }

    /// Lets everything go through the disk until there is nothing left on it. What found no place there.
    async fn spool_through(&mut self, queue: &mut Receiver, heard: Vec<Heard>) -> Result<Vec<Heard>, LeaseLost> {
        let signals = Signals::default();
        let (spool, key) = (self.spool.clone(), self.batches.scribe.key);
        tokio::select! {
            lost = self.empty(&signals) => Err(lost),
            left = fill(&spool, key, queue, heard, &signals) => Ok(left),
        }
    }

    /// Writes what is on the disk into Postgres, for ever.
    async fn empty(&mut self, signals: &Signals) -> LeaseLost {
        let mut pause = PAUSES.0;
        let mut is_holed = false;
        loop {
            match self.write_piece(&mut is_holed).await {
                Ok(true) => {
                    pause = PAUSES.0;
                    signals.taken.notify_one();
                }
                Ok(false) => {
                    signals.taken.notify_one();
                    signals.put.notified().await;
                }
                Err(Trouble::LeaseLost) => return LeaseLost,
                Err(Trouble::Passing(error)) => {
                    tracing::warn!(error = format!("{error:#}"), "nothing can be written; it is tried again");
                    signals.failed.notify_one();
                    tokio::time::sleep(pause).await;
                    pause = pause.saturating_mul(2).min(PAUSES.1);
                }
            }
        }
    }

    /// Whether there was something.
    async fn write_piece(&mut self, is_holed: &mut bool) -> Result<bool, Trouble> {
        let _turn = self.turns.clone().acquire_owned().await;
        write_piece(&mut self.batches, &self.spool, is_holed).await
    }
}

/// Writes everything that lies in a spool to which nothing is added any more.
pub async fn write_all(batches: &mut Batches, spool: &spool::Handle) -> anyhow::Result<()> {
    let mut is_holed = false;
    loop {
        match write_piece(batches, spool, &mut is_holed).await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(Trouble::LeaseLost) => anyhow::bail!("the shard is another's"),
            Err(Trouble::Passing(error)) => return Err(error),
        }
    }
}

async fn write_piece(batches: &mut Batches, spool: &spool::Handle, is_holed: &mut bool) -> Result<bool, Trouble> {
    let spooled = spool.read(PART).await?;
    *is_holed |= spooled.is_holed;
    if *is_holed {
        tracing::error!("what was on disk cannot be read to its end");
        trouble::hole(&batches.scribe.pool, batches.scribe.key).await?;
        *is_holed = false;
    }
    if spooled.events.is_empty() {
        return Ok(false);
    }
    match batches.write(&spooled.events).await {
        Ok(()) => {}
        Err(Failure::LeaseLost) => return Err(Trouble::LeaseLost),
        Err(Failure::Refused(error) | Failure::Passing(error)) => return Err(error.into()),
    }
    spool.forget().await?;
    Ok(true)
}

/// What the two ends of the disk tell each other.
#[derive(Debug, Default)]
struct Signals {
    put: Notify,
    taken: Notify,
    failed: Notify,
}

enum Trouble {
    LeaseLost,
    Passing(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Passing(error.into())
    }
}

/// Puts what is heard onto the disk until all of it is in Postgres, or until the queue is closed and Postgres is away. What
/// found no place there, although nothing else has one.
async fn fill(
    spool: &spool::Handle,
    key: ShardKey,
    queue: &mut Receiver,
    mut heard: Vec<Heard>,
    signals: &Signals,
) -> Vec<Heard> {
    let mut is_closed = false;
    loop {
        if !heard.is_empty() {
            let (left, appended) = spool.append(heard).await;
            heard = left;
            signals.put.notify_one();
            if let Err(error) = appended {
                tracing::error!(%error, "what is heard cannot be put on disk");
            }
            if !heard.is_empty() {
                tokio::time::sleep(FULL).await;
                if matches!(spool.is_empty().await, Ok(true)) {
                    return heard;
                }
                continue;
            }
        }
        tokio::select! {
            biased;
            () = signals.taken.notified() => {
                if matches!(spool.is_empty().await, Ok(true)) {
                    return heard;
                }
            }
            () = signals.failed.notified(), if is_closed => return heard,
            more = queue.next(PIECE), if !is_closed => match more {
                Some(more) => heard = counted(key, more),
                None => is_closed = true,
            },
        }
    }
}

/// Counts what was taken from the queue.
fn counted(key: ShardKey, heard: Vec<Heard>) -> Vec<Heard> {
    METRICS.events_heard.get_or_create(&key.labels()).inc_by(heard.len() as u64);
    heard
}
