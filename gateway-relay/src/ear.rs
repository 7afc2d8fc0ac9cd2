//! What one connection hears, on its way into the queue. Who is online goes another way: see [`crate::presence`].

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::value::RawValue;
use tokio::{sync::watch, time::Instant};
use twilight_gateway::Intents;

use crate::{
    frame::{Frame, Seen},
    presence::{Arrived, Asking, Chunk, Kept, Presences, Removed, Updated, of_shard, without_presences},
    queue::{Sender, Session},
    record::shards::ShardKey,
};

/// For how long events of which nothing is kept may pass before it is noted how far the session has come.
const NOTED: Duration = Duration::from_secs(1);
const PRESENCE_UPDATE: &str = "PRESENCE_UPDATE";

/// The last event that found its place in the queue, and its session.
pub type Place = Option<(Arc<Session>, u64)>;

/// Takes in what a shard hears, over all of its connections.
#[derive(Debug)]
pub struct Ear {
    key: ShardKey,
    pub queue: Sender,
    pub place: Place,
    /// None: it has yet to begin.
    session: Option<Arc<Session>>,
    /// Bits of the intents of the session.
    told: Arc<AtomicU64>,
    /// The last event of which nothing is kept, and when that is to be noted.
    passed: Option<(u64, Instant)>,
    presences: Presences,
    kept: watch::Receiver<Kept>,
    /// The servers of this shard that keep who is online, and whether Discord has told of all who are.
    keeping: BTreeMap<i64, bool>,
    /// None: the connection has yet to tell of anything.
    asking: Option<Asking>,
}

impl Ear {
    pub fn new(key: ShardKey, queue: Sender, place: Place, presences: Presences, kept: watch::Receiver<Kept>) -> Self {
        let (session, passed, asking) = (None, None, None);
        let (told, keeping) = (Arc::default(), BTreeMap::new());
        Self { key, queue, place, session, told, passed, presences, kept, keeping, asking }
    }

    /// A connection begins that resumes the session of its place, or asks for a session that tells of what is `wanted`.
    pub fn open(&mut self, wanted: Intents, common: Intents) {
        self.session = self.place.as_ref().map(|(session, _)| session.clone());
        let told = self.session.as_ref().map_or(wanted, |session| session.told(common));
        self.told.store(told.bits(), Ordering::Relaxed);
        self.asking = None;
        self.keeping = of_shard(&self.kept.borrow_and_update(), self.key).collect();
    }

    /// A new session has begun.
    pub fn begin(&mut self, session: Option<Arc<Session>>) {
        if let Some(session) = &session {
            self.told.store(session.intents, Ordering::Relaxed);
        }
        self.session = session;
        self.asking = Some(Asking::new(self.keeping.clone()));
    }

    /// The session goes on. Which servers it is to be asked about: those of which it has not told.
    pub fn resumed(&mut self) -> Vec<i64> {
        self.asking.get_or_insert_default().changed(self.keeping.clone())
    }

    /// Which servers keep who is online, to be waited for while something is taken in.
    pub fn kept(&self) -> watch::Receiver<Kept> {
        self.kept.clone()
    }

    /// Other servers keep who is online. Which of them the session is to be asked about.
    pub fn changed(&mut self) -> Vec<i64> {
        self.keeping = of_shard(&self.kept.borrow_and_update(), self.key).collect();
        self.asking.as_mut().map(|asking| asking.changed(self.keeping.clone())).unwrap_or_default()
    }

    /// Which servers the session is to be asked about once more.
    pub fn ticked(&mut self) -> Vec<i64> {
        self.asking.as_mut().map(Asking::ticked).unwrap_or_default()
    }

    /// Bits of the intents of the session, as they are at any time.
    pub fn told(&self) -> Arc<AtomicU64> {
        self.told.clone()
    }

    /// Whether the session tells of this.
    pub fn is_told(&self, intents: Intents) -> bool {
        Intents::from_bits_truncate(self.told.load(Ordering::Relaxed)).contains(intents)
    }

    /// Whether it is kept who is online in this server, and the session tells.
    pub fn keeps(&self, guild: i64) -> bool {
        self.keeping.contains_key(&guild) && self.is_told(Intents::GUILD_PRESENCES)
    }

    /// Takes an event in. False: there is no room for it.
    pub fn take(&mut self, seen: &Seen<'_>) -> bool {
        let Some(session) = self.session.clone() else {
            tracing::warn!(event = &*seen.name, "an event came before its session");
            return true;
        };
        let sequence = seen.sequence;
        if seen.name == PRESENCE_UPDATE {
            self.updated(seen.data);
            let due = self.passed.map_or_else(|| Instant::now() + NOTED, |(_, due)| due);
            self.passed = Some((sequence, due));
        } else {
            let rest = if self.is_told(Intents::GUILD_PRESENCES) { self.without_presences(seen) } else { None };
            let frame = match rest {
                Some(data) => Frame { sequence, name: seen.name.clone().into_owned(), data },
                None => seen.to_frame(),
            };
            if !self.queue.push(&session, frame) {
                return false;
            }
            self.passed = None;
        }
        self.place = Some((session, sequence));
        true
    }

    /// When it is to be noted how far the session has come.
    pub fn due(&self) -> Option<Instant> {
        self.passed.map(|(_, due)| due)
    }

    /// Notes how far the session has come, if there is room for that.
    pub fn note(&mut self) {
        if let (Some((sequence, _)), Some((session, _))) = (self.passed.take(), &self.place)
            && !self.queue.push(session, Frame::passed(sequence, PRESENCE_UPDATE))
        {
            self.passed = Some((sequence, Instant::now() + NOTED));
        }
    }

    /// The most frequent of all events: for most bots it is not read at all, and for most servers only up to its name.
    fn updated(&self, data: &RawValue) {
        if self.keeping.is_empty() {
            return;
        }
        match Updated::read(data, now_ms(), |guild| self.keeping.contains_key(&guild)) {
            Ok(Some(updated)) => self.presences.updated(updated),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a presence does not have Discord's shape"),
        }
    }

    /// Takes from an event who is online. What of it goes into the queue, if that is less.
    fn without_presences(&self, seen: &Seen<'_>) -> Option<Box<RawValue>> {
        let read = match &*seen.name {
            "GUILD_CREATE" => Arrived::read(seen.data, now_ms()).map(|Arrived { guild, online }| {
                if let Some(online) = online.filter(|_| self.keeps(guild)) {
                    self.presences.arrived(guild, online);
                }
            }),
            "GUILD_MEMBERS_CHUNK" => Chunk::read(seen.data, now_ms()).map(|chunk| {
                if let Some(chunk) = chunk.filter(|chunk| self.keeps(chunk.guild)) {
                    self.presences.chunk(chunk);
                }
            }),
            "GUILD_MEMBER_REMOVE" => {
                Removed::read(seen.data).map(|Removed { guild, user }| self.presences.left(guild, user))
            }
            _ => return None,
        };
        if let Err(error) = read {
            tracing::warn!(%error, event = &*seen.name, "presences do not have Discord's shape");
        }
        without_presences(seen.data)
    }
}

fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
