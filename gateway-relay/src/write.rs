//! The queue's other end. A batch is whatever has been heard while the one before it was written, so that it is small at
//! rest and large under load.

use std::{sync::Arc, time::Duration};

use serde::Deserialize;
use sqlx::PgPool;
use tokio::sync::{Notify, watch};

use crate::{
    frame::Frame,
    queue::{Heard, Receiver, Session},
    record::{
        bots::Subscriptions,
        events::{self, Listened},
        mirror::Changes,
        sealing::Sealer,
        shards::{self, Advance, ShardKey},
        trouble,
    },
};

/// The most events of one batch.
const BATCH: usize = 2_000;
/// How often the lease is renewed while nothing happens. A third of what it lasts.
const IDLE: Duration = Duration::from_secs(5);
/// Pauses while Postgres is away: the first and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Writes what one shard hears.
#[derive(Debug)]
pub struct Writer {
    pub pool: PgPool,
    pub key: ShardKey,
    pub epoch: i64,
    /// The session that the last batch was of.
    pub session: Option<String>,
    pub subscriptions: watch::Receiver<Subscriptions>,
    pub events: Arc<Notify>,
    pub sealer: Sealer,
}

/// Another relay has the lease by now.
#[derive(Debug, PartialEq, Eq)]
pub struct LeaseLost;

/// Why a batch was not written.
enum Failure {
    LeaseLost,
    /// Postgres would not take it as it is.
    Refused(sqlx::Error),
    /// Postgres is away.
    Passing(sqlx::Error),
}

impl Writer {
    /// Writes until the queue is closed and empty.
    pub async fn run(mut self, mut queue: Receiver) -> Result<(), LeaseLost> {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            match tokio::time::timeout(IDLE, queue.recv_many(&mut batch, BATCH)).await {
                Ok(0) => return Ok(()),
                Ok(_) => {
                    for part in batch.chunk_by(|one, next| Arc::ptr_eq(&one.session, &next.session)) {
                        self.insist(part).await?;
                    }
                    batch.clear();
                }
                Err(_idle) => match shards::renew(&self.pool, self.key, self.epoch).await {
                    Ok(true) => {}
                    Ok(false) => return Err(LeaseLost),
                    Err(error) => tracing::warn!(%error, "the lease was not renewed"),
                },
            }
        }
    }

    /// Writes the batch however long that takes. One event that Postgres refuses is put aside and stops no other.
    async fn insist(&mut self, batch: &[Heard]) -> Result<(), LeaseLost> {
        let mut pause = PAUSES.0;
        loop {
            match self.write(batch).await {
                Ok(()) => return Ok(()),
                Err(Failure::LeaseLost) => return Err(LeaseLost),
                Err(Failure::Passing(error)) => {
                    tracing::warn!(%error, events = batch.len(), "nothing can be written; it is tried again");
                    tokio::time::sleep(pause).await;
                    pause = pause.saturating_mul(2).min(PAUSES.1);
                }
                Err(Failure::Refused(error)) => match batch {
                    [] => return Ok(()),
                    [one] => {
                        tracing::error!(%error, event = one.frame.name, "an event is put aside");
                        let _ = trouble::reject(&self.pool, self.key, &one.frame, &error.to_string()).await;
                        return Ok(());
                    }
                    several => {
                        let (first, second) = several.split_at(several.len() / 2);
                        Box::pin(self.insist(first)).await?;
                        Box::pin(self.insist(second)).await?;
                        return Ok(());
                    }
                },
            }
        }
    }

    async fn write(&mut self, batch: &[Heard]) -> Result<(), Failure> {
        let (Some(first), Some(last)) = (batch.first(), batch.last()) else { return Ok(()) };
        let session: &Session = &first.session;
        let mut changes = Changes::default();
        for heard in batch {
            if let Err(error) = changes.add(&heard.frame) {
                tracing::warn!(%error, event = heard.frame.name, "an event does not have Discord's shape");
            }
        }
        changes.seal(&self.pool, self.key, &self.sealer).await?;
        if !changes.write_ahead(&self.pool, self.key, self.epoch).await? {
            return Err(Failure::LeaseLost);
        }
        let mut tx = self.pool.begin().await?;
        if self.session.as_ref().is_some_and(|known| *known != session.id) {
            trouble::gap(&mut tx, self.key).await?;
        }
        match shards::advance(&mut tx, self.key, self.epoch, session, last.frame.sequence).await? {
            Advance::New => {}
            Advance::Lost => return Err(Failure::LeaseLost),
            Advance::Known => return Ok(()),
        }
        changes.write(&mut tx, self.key).await?;
        let written = {
            let listened = {
                let subscriptions = self.subscriptions.borrow();
                batch.iter().filter_map(|heard| listened(&heard.frame, &subscriptions)).collect::<Vec<_>>()
            };
            events::append(&mut tx, self.key, &listened).await?
        };
        tx.commit().await?;
        self.session = Some(session.id.clone());
        if written > 0 {
            self.events.notify_one();
        }
        Ok(())
    }
}

/// What listeners want to hear of, if it is about a server.
fn listened<'a>(frame: &'a Frame, subscriptions: &Subscriptions) -> Option<Listened<'a>> {
    #[derive(Deserialize)]
    struct Place<'a> {
        #[serde(borrow)]
        guild_id: Option<std::borrow::Cow<'a, str>>,
    }
    if !subscriptions.events.contains(&frame.name) {
        return None;
    }
    let data = frame.data.get();
    let guild = serde_json::from_str::<Place<'_>>(data).ok()?.guild_id?.parse::<u64>().ok()?;
    Some(Listened { guild: guild.cast_signed(), name: &frame.name, data })
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        // Data exceptions and broken constraints come again; anything else may pass.
        // Source: Postgres docs, "PostgreSQL Error Codes".
        let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
        if code.is_some_and(|code| code.starts_with("22") || code.starts_with("23")) {
            Self::Refused(error)
        } else {
            Self::Passing(error)
        }
    }
}
