//! A batch of events in one transaction: how far the session has come, the mirror, and what listeners hear of.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::Deserialize;
use sqlx::{PgConnection, PgPool};
use tokio::sync::{Notify, mpsc::unbounded_channel, watch};

use crate::{
    ahead::{self, Ahead},
    frame::Frame,
    metrics::METRICS,
    presence::{Presences, Taken},
    queue::Heard,
    record::{
        ahead::{Reach, told},
        bots::Subscriptions,
        events::{self, Listened},
        found, gaps,
        mirror::{Changes, Gone},
        presences,
        sealing::Sealer,
        shards::{self, Reached, ShardKey},
        trouble::{self, Gap},
    },
};

/// Events in a batch.
const BATCH: usize = 500;
/// How long a batch may take. A connection that says nothing any more must not hold the shard up for ever.
const LONGEST: Duration = Duration::from_secs(60);

/// Discord's name for that somebody left.
const REMOVE: &str = "GUILD_MEMBER_REMOVE";

/// Writes batches of one shard.
#[derive(Debug)]
pub struct Batches {
    pub scribe: Scribe,
    /// The session that the last batch was of.
    pub session: Option<String>,
    pub subscriptions: watch::Receiver<Subscriptions>,
    pub events: Arc<Notify>,
    /// What the shard hears of who is online.
    pub presences: Presences,
}

/// What is needed to write down what a shard hears.
#[derive(Debug, Clone)]
pub struct Scribe {
    pub pool: PgPool,
    pub key: ShardKey,
    pub epoch: i64,
    pub sealer: Sealer,
}

/// Why a batch was not written.
#[derive(Debug)]
pub enum Failure {
    /// Another relay has the lease by now.
    LeaseLost,
    /// Postgres would not take it as it is.
    Refused(sqlx::Error),
    /// Postgres is away.
    Passing(sqlx::Error),
}

/// Where a session stands before a batch of it.
struct Place {
    /// The sequence number of the last event that was written.
    known: Option<u64>,
    /// The session was replaced by another, and its shard goes on there.
    is_replaced: bool,
}

/// What is done with a batch.
#[derive(Debug, Clone, Copy)]
enum Way<'a> {
    Write,
    /// It is one event that Postgres refuses with these words.
    PutAside(&'a str),
}

impl Batches {
    /// Writes events of any number of sessions in their order. One that Postgres refuses is put aside and stops no other.
    /// After a failure, which is never [`Failure::Refused`], some may have been written; to write them again changes nothing.
    pub async fn write(&mut self, events: &[Heard]) -> Result<(), Failure> {
        let sessions = events.chunk_by(|one, next| one.session == next.session);
        let batches: Vec<&[Heard]> = sessions.flat_map(|session| session.chunks(BATCH)).collect();
        if let [batch] = *batches {
            return self.insist(Ahead { batch, changes: None }).await;
        }
        let scribe = self.scribe.clone();
        let (sender, mut ahead) = unbounded_channel();
        let one_by_one = async {
            while let Some(ahead) = ahead.recv().await {
                self.insist(ahead).await?;
            }
            Ok(())
        };
        tokio::try_join!(ahead::write(&scribe, batches, sender), one_by_one).map(drop)
    }

    async fn insist(&mut self, ahead: Ahead<'_>) -> Result<(), Failure> {
        let batch = ahead.batch;
        let error = match self.transact(ahead, Way::Write).await {
            Err(Failure::Refused(error)) => error,
            done => return done,
        };
        if let [one] = batch {
            tracing::error!(%error, event = one.frame.name, "an event is put aside");
            return match self.transact(Ahead { batch, changes: None }, Way::PutAside(&error.to_string())).await {
                // Nothing may be lost, so that this is tried again as well.
                Err(Failure::Refused(error)) => Err(Failure::Passing(error)),
                done => done,
            };
        }
        let (first, second) = batch.split_at(batch.len() / 2);
        Box::pin(self.insist(Ahead { batch: first, changes: None })).await?;
        Box::pin(self.insist(Ahead { batch: second, changes: None })).await
    }

    async fn transact(&mut self, ahead: Ahead<'_>, way: Way<'_>) -> Result<(), Failure> {
        let writing = tokio::time::timeout(LONGEST, self.transact_in_time(ahead, way));
        writing.await.unwrap_or(Err(Failure::Passing(sqlx::Error::PoolTimedOut)))
    }

    async fn transact_in_time(&mut self, ahead: Ahead<'_>, way: Way<'_>) -> Result<(), Failure> {
        let Scribe { pool, key, sealer, .. } = self.scribe.clone();
        let Ahead { batch, changes } = ahead;
        let (Some(first), Some(last)) = (batch.first(), batch.last()) else { return Ok(()) };
        let began = Instant::now();
        let mut tx = pool.begin().await?;
        let place = self.advance(&mut tx, batch).await?;
        told(&mut tx, key, Reach { session: &first.session.id, sequence: last.frame.sequence }).await?;
        let mut new: Vec<&Heard> = batch.iter().filter(|heard| Some(heard.frame.sequence) > place.known).collect();
        if new.is_empty() {
            // All of it was written before, and the commit's answer was lost.
            return Ok(());
        }
        let mut changes = match changes {
            Some(changes) if new.len() == batch.len() => changes,
            _ => {
                let mut changes = self::changes(new.iter().copied());
                changes.seal(&mut *tx, key, &sealer).await?;
                changes
            }
        };
        let mut listened = 0;
        let mut online = None;
        match way {
            Way::PutAside(words) => trouble::reject(&mut tx, key, &first.frame, words).await?,
            Way::Write => {
                if place.is_replaced {
                    changes.forget_states();
                    new = self.untold(&mut tx, new).await?;
                }
                let gone = changes.write(&mut tx, key).await?;
                if !place.is_replaced {
                    let news = online.insert(self.presences.take());
                    presences::write(&mut tx, key.application, &news.news).await?;
                }
                let gaps = gaps::note_gone(&mut tx, key, &gone).await?;
                let left = unheard(&gone, &gaps);
                let all = self.listened(&new, &left);
                listened = events::append(&mut tx, key, &all).await?;
            }
        }
        tx.commit().await?;
        online.into_iter().for_each(Taken::written);
        METRICS.commit_seconds.observe(began.elapsed().as_secs_f64());
        METRICS.batch_events.observe(batch.len() as f64);
        METRICS.events_written.get_or_create(&key.labels()).inc_by(batch.len() as u64);
        if !place.is_replaced {
            self.session = Some(first.session.id.clone());
        }
        if listened > 0 {
            self.events.notify_one();
        }
        Ok(())
    }

    /// Moves the session on that the batch is of, and notes what is missing before a new one.
    async fn advance(&self, tx: &mut PgConnection, batch: &[Heard]) -> Result<Place, Failure> {
        let (Some(first), Some(last)) = (batch.first(), batch.last()) else { return Err(Failure::LeaseLost) };
        let session = &first.session;
        if self.session.as_ref() != Some(&session.id)
            && let Some(known) = trouble::catch_up(tx, self.scribe.key, &session.id, last.frame.sequence).await?
        {
            // From the disk: another session has taken the place of this one long ago.
            let is_ours = shards::renew(tx, self.scribe.key, self.scribe.epoch, false).await?;
            return if is_ours { Ok(Place { known, is_replaced: true }) } else { Err(Failure::LeaseLost) };
        }
        let reached = Reached { session, sequence: last.frame.sequence, at_ms: last.at_ms };
        let before =
            shards::advance(tx, self.scribe.key, self.scribe.epoch, &reached).await?.ok_or(Failure::LeaseLost)?;
        let known = match &before.session {
            Some((id, sequence)) if *id == session.id => Some(*sequence),
            Some((id, sequence)) => {
                trouble::gap(
                    tx,
                    self.scribe.key,
                    &Gap { session: id, sequence: *sequence, began_ms: before.at_ms, ended_ms: first.at_ms },
                )
                .await?;
                None
            }
            None => {
                trouble::end_moved(tx, self.scribe.key, first.at_ms).await?;
                None
            }
        };
        Ok(Place { known, is_replaced: false })
    }

    /// Without the messages that were found afterwards, and told then.
    async fn untold<'a>(&self, tx: &mut PgConnection, events: Vec<&'a Heard>) -> Result<Vec<&'a Heard>, Failure> {
        let ids: Vec<i64> = events.iter().filter_map(|heard| message(heard)).collect();
        let told = found::marked(tx, self.scribe.key.application, &ids).await?;
        Ok(events.into_iter().filter(|heard| message(heard).is_none_or(|id| !told.contains(&id))).collect())
    }

    /// What listeners want to hear of, if it is about a server.
    fn listened<'a>(&self, events: &[&'a Heard], left: &'a [Unheard]) -> Vec<Listened<'a>> {
        let subscriptions = self.subscriptions.borrow();
        let mut all: Vec<_> = events.iter().filter_map(|heard| listened(&heard.frame, &subscriptions)).collect();
        if subscriptions.events.contains(REMOVE) {
            let found = |one: &'a Unheard| Listened {
                guild: one.guild,
                name: REMOVE,
                data: &one.data,
                found_at_ms: Some(one.since_ms),
            };
            all.extend(left.iter().map(found));
        }
        all
    }
}

/// Somebody left, at some moment since then.
struct Unheard {
    guild: i64,
    data: String,
    since_ms: i64,
}

/// Who left in a gap. Elsewhere, as in a server that the bot has just joined again, nobody is told.
fn unheard(gone: &Gone, gaps: &BTreeMap<i64, i64>) -> Vec<Unheard> {
    let in_a_gap = gone.left.iter().filter_map(|left| Some((left, *gaps.get(&left.guild)?)));
    in_a_gap.map(|(left, since_ms)| Unheard { guild: left.guild, data: left.told(), since_ms }).collect()
}

/// The message that somebody wrote, if it is that.
fn message(heard: &Heard) -> Option<i64> {
    #[derive(Deserialize)]
    struct Written<'a> {
        id: &'a str,
    }
    if heard.frame.name != "MESSAGE_CREATE" {
        return None;
    }
    let Written { id } = serde_json::from_str(heard.frame.data.get()).ok()?;
    id.parse::<u64>().ok().map(u64::cast_signed)
}

/// What they change.
pub fn changes<'a>(events: impl IntoIterator<Item = &'a Heard>) -> Changes {
    let mut changes = Changes::default();
    for heard in events {
        if let Err(error) = changes.add(&heard.frame) {
            tracing::warn!(%error, event = heard.frame.name, "an event does not have Discord's shape");
        }
    }
    changes
}

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
    Some(Listened { guild: guild.cast_signed(), name: &frame.name, data, found_at_ms: None })
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
