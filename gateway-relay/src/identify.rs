//! When a shard may begin a session. Discord counts identifies over 24 hours and resets the token of a bot that makes too
//! many, and wants a distance between them, so they are counted in Postgres: no restart forgets them there, and all relays
//! know of them. Source: Discord docs, "Gateway", Rate Limiting, Max Concurrency.

use std::{sync::Arc, time::Duration};

use sqlx::PgPool;
use tokio::sync::oneshot;
use twilight_gateway::queue::Queue;

use crate::{
    metrics::{METRICS, OfBot},
    record::budgets::{self, Since, Turn},
};

/// Between two identifies of one bucket: Discord's five seconds, and something for the way.
const BUCKET: Duration = Duration::from_millis(5_500);
/// The longest pause of a shard whose sessions led nowhere.
const LONGEST: Duration = Duration::from_secs(900);
/// How often a budget that is used up is looked at again, and how often Postgres is asked while it is away.
const EXHAUSTED: Duration = Duration::from_secs(60);
const AWAY: Duration = Duration::from_secs(5);
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
}

impl Turns {
    /// For a bot that may begin so many sessions at once.
    pub fn new(pool: PgPool, application: i64, max_concurrency: u32) -> Self {
        Self(Arc::new(Shared { pool, application, max_concurrency: max_concurrency.max(1) }))
    }

    /// Whether the day's identifies allow to end a session for a better one.
    pub async fn has_room(&self) -> bool {
        budgets::has_room(&self.0.pool, self.0.application).await.unwrap_or_else(|error| {
            tracing::info!(%error, "whether another session may begin is not known");
            false
        })
    }
}

impl Queue for Turns {
    fn enqueue(&self, shard: u32) -> oneshot::Receiver<()> {
        let (mut go, turn) = oneshot::channel();
        let shared = self.0.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = shared.wait(shard) => {}
                // The connection is gone, and no turn is to be spent on it.
                () = go.closed() => return,
            }
            let _ = go.send(());
        });
        turn
    }
}

impl Shared {
    async fn wait(&self, shard: u32) {
        let bucket = shard.checked_rem(self.max_concurrency).unwrap_or_default();
        let (shard, bucket) = (shard.cast_signed(), bucket.cast_signed());
        let dice = f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX);
        loop {
            let turn = budgets::take(&self.pool, self.application, shard, bucket, |since| pause(since, dice)).await;
            let again = match turn {
                Ok(Turn::Now) => {
                    METRICS.identifies.get_or_create(&OfBot { application: self.application }).inc();
                    return;
                }
                Ok(Turn::In(pause)) => pause,
                Ok(Turn::Exhausted) => {
                    tracing::error!(
                        "nine tenths of the day's identifies are used; no session begins until they come back"
                    );
                    EXHAUSTED
                }
                Err(error) => {
                    tracing::warn!(%error, "an identify cannot be counted, so it waits");
                    AWAY
                }
            };
            tokio::time::sleep(again).await;
        }
    }
}

/// How long a shard has to wait still, and how often in a row it will have begun anew then.
fn pause(since: &Since, dice: f64) -> (Duration, i32) {
    let left = |of: Duration, since: Option<Duration>| since.map_or(Duration::ZERO, |since| of.saturating_sub(since));
    let is_soon = since.shard.is_some_and(|since| since < LASTED);
    let in_a_row = if is_soon { since.in_a_row.saturating_add(1) } else { 0 };
    let own = BUCKET.saturating_add(back_off(in_a_row, dice));
    let waits = if is_soon { left(own, since.shard) } else { Duration::ZERO };
    (waits.max(left(BUCKET, since.bucket)), in_a_row)
}

/// Nothing at first, then anything up to twice as much each time.
fn back_off(in_a_row: i32, dice: f64) -> Duration {
    if in_a_row <= 0 {
        return Duration::ZERO;
    }
    let doubled = 1_u32.checked_shl(in_a_row.unsigned_abs()).unwrap_or(u32::MAX);
    Duration::from_secs(5).saturating_mul(doubled).min(LONGEST).mul_f64(dice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_a_quarter_of_an_hour_and_is_jittered_in_full() {
        assert_eq!(back_off(0, 1.0), Duration::ZERO);
        for (in_a_row, most) in [(1, 10), (2, 20), (7, 640), (8, 900), (40, 900)] {
            assert_eq!(back_off(in_a_row, 1.0), Duration::from_secs(most));
            assert_eq!(back_off(in_a_row, 0.5), Duration::from_secs(most) / 2);
            assert_eq!(back_off(in_a_row, 0.0), Duration::ZERO);
        }
    }

    #[test]
    fn shards_of_one_bucket_keep_their_distance_and_only_a_shard_that_comes_again_waits_longer() {
        let since = |bucket, shard, in_a_row| Since {
            bucket: Some(Duration::from_secs(bucket)),
            shard: Option::map(shard, Duration::from_secs),
            in_a_row,
        };
        assert_eq!(pause(&since(1, None, 0), 1.0), (Duration::from_millis(4_500), 0));
        assert_eq!(pause(&since(6, None, 0), 1.0), (Duration::ZERO, 0));
        assert_eq!(pause(&since(6, Some(6), 0), 1.0), (Duration::from_millis(9_500), 1));
        assert_eq!(pause(&since(6, Some(400), 5), 1.0), (Duration::ZERO, 0));
        assert_eq!(pause(&since(299, Some(299), 9), 1.0), (Duration::from_millis(606_500), 10));
    }
}
