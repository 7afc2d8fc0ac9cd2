//! When a shard may begin a session. Discord counts identifies over 24 hours and resets the token of a bot that makes too
//! many, so they are counted in Postgres, where no restart forgets them. Source: Discord docs, "Gateway", Rate Limiting.

use std::{collections::HashMap, sync::Arc, time::Duration};

use sqlx::PgPool;
use tokio::{
    sync::{Mutex, oneshot},
    time::Instant,
};
use twilight_gateway::queue::Queue;

use crate::{
    metrics::{METRICS, OfBot},
    record::budgets,
};

/// Between two identifies of one bucket.
const BUCKET: Duration = Duration::from_secs(5);
/// The longest pause after identifies that led nowhere.
const LONGEST: Duration = Duration::from_secs(900);
/// How often a budget that is used up is looked at again.
const EXHAUSTED: Duration = Duration::from_secs(60);
/// A session that lasted so long began well.
const LASTED: Duration = Duration::from_secs(300);

/// The turns of one bot's shards.
#[derive(Debug, Clone)]
pub struct Turns(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    pool: PgPool,
    application: i64,
    max_concurrency: u32,
    /// Of each bucket: when its last identify was, and how many in a row came soon after another.
    buckets: Mutex<HashMap<u32, (Instant, u32)>>,
}

impl Turns {
    /// For a bot that may begin so many sessions at once.
    pub fn new(pool: PgPool, application: i64, max_concurrency: u32) -> Self {
        let buckets = Mutex::default();
        Self(Arc::new(Shared { pool, application, max_concurrency: max_concurrency.max(1), buckets }))
    }
}

impl Queue for Turns {
    fn enqueue(&self, shard: u32) -> oneshot::Receiver<()> {
        let (go, turn) = oneshot::channel();
        let shared = self.0.clone();
        tokio::spawn(async move {
            shared.wait(shard).await;
            let _ = go.send(());
        });
        turn
    }
}

impl Shared {
    async fn wait(&self, shard: u32) {
        let mut buckets = self.buckets.lock().await;
        let bucket = shard.checked_rem(self.max_concurrency).unwrap_or_default();
        if let Some((last, failures)) = buckets.get(&bucket).copied() {
            let failures = if last.elapsed() < LASTED { failures.saturating_add(1) } else { 0 };
            tokio::time::sleep_until(last + BUCKET + back_off(failures)).await;
            buckets.insert(bucket, (Instant::now(), failures));
        } else {
            buckets.insert(bucket, (Instant::now(), 0));
        }
        while !self.take().await {
            tokio::time::sleep(EXHAUSTED).await;
        }
    }

    async fn take(&self) -> bool {
        match budgets::take(&self.pool, self.application).await {
            Ok(true) => {
                METRICS.identifies.get_or_create(&OfBot { application: self.application }).inc();
                true
            }
            Ok(false) => {
                tracing::error!("nine tenths of the day's identifies are used; no session begins until they come back");
                false
            }
            Err(error) => {
                tracing::warn!(%error, "an identify cannot be counted, so it waits");
                false
            }
        }
    }
}

/// Nothing at first, then anything up to twice as much each time.
fn back_off(failures: u32) -> Duration {
    let most = Duration::from_secs(5).saturating_mul(1_u32.checked_shl(failures).unwrap_or(u32::MAX)).min(LONGEST);
    if failures == 0 {
        Duration::ZERO
    } else {
        most.mul_f64(f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_a_quarter_of_an_hour_and_is_jittered_in_full() {
        assert_eq!(back_off(0), Duration::ZERO);
        for (failures, most) in [(1, 10), (2, 20), (7, 640), (8, 900), (40, 900)] {
            let pauses: Vec<_> = (0..64).map(|_| back_off(failures)).collect();
            assert!(pauses.iter().all(|pause| *pause <= Duration::from_secs(most)));
            assert!(pauses.iter().any(|pause| *pause > Duration::from_secs(most) / 2));
            assert!(pauses.iter().any(|pause| *pause < Duration::from_secs(most) / 2));
        }
    }
}
