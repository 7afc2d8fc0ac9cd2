//! What was heard and is neither in Postgres nor on disk yet: in order, and bounded in bytes, for each shard and for all of
//! them together, so that a database that is away cannot take the machine's memory.

use std::sync::Arc;

use tokio::sync::{
    Notify, OwnedSemaphorePermit, Semaphore,
    mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};
use twilight_gateway::Intents;

use crate::{frame::Frame, metrics::METRICS};

/// What an event takes beside its data, in bytes.
const BESIDES: usize = 256;
/// Bytes that one shard may hold where the bound for all is larger.
const A_SHARD: usize = 128 * 1024 * 1024;

/// A session of Discord's gateway, and where it is resumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: String,
    pub resume_url: String,
    /// Bits of the intents with which it began. 0: that was not noted.
    pub intents: u64,
}

impl Session {
    /// What is told in it. Where that was not noted, what is `common` to all.
    pub fn told(&self, common: Intents) -> Intents {
        if self.intents == 0 { common } else { Intents::from_bits_truncate(self.intents) }
    }
}

/// An event, and the session that it belongs to.
#[derive(Debug)]
pub struct Heard {
    pub session: Arc<Session>,
    pub frame: Frame,
    /// When it was heard, in milliseconds since 1970.
    pub at_ms: i64,
    /// Its place in memory, free again when it is dropped. What was read from disk has none.
    _place: Option<Place>,
}

impl Heard {
    /// Read from disk.
    pub fn again(session: Arc<Session>, frame: Frame, at_ms: i64) -> Self {
        Self { session, frame, at_ms, _place: None }
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        size(&self.frame)
    }
}

fn size(frame: &Frame) -> usize {
    frame.data.get().len().saturating_add(BESIDES)
}

/// The most that is taken at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub events: usize,
    pub bytes: usize,
}

/// Memory for what was heard.
#[derive(Debug, Clone)]
pub struct Memory {
    places: Arc<Semaphore>,
    bytes: usize,
}

impl Memory {
    /// So many bytes.
    pub fn new(bytes: usize) -> Self {
        let bytes = bytes.clamp(1, usize::try_from(u32::MAX).unwrap_or(usize::MAX));
        Self { places: Arc::new(Semaphore::new(bytes)), bytes }
    }

    fn is_over_half_full(&self) -> bool {
        self.places.available_permits() < self.bytes / 2
    }

    /// An event that is larger than everything has its place when nothing else has one.
    fn place(&self, size: usize) -> Option<OwnedSemaphorePermit> {
        let size = u32::try_from(size.min(self.bytes)).unwrap_or(u32::MAX);
        self.places.clone().try_acquire_many_owned(size).ok()
    }
}

/// What both ends of a queue know of: its own memory, and that of all queues together.
#[derive(Debug, Clone)]
struct Room {
    own: Memory,
    all: Memory,
    pressed: Arc<Notify>,
}

impl Room {
    fn is_over_half_full(&self) -> bool {
        self.own.is_over_half_full() || self.all.is_over_half_full()
    }
}

/// An event's place in its queue's memory and in that of all queues.
#[derive(Debug)]
struct Place {
    _own: OwnedSemaphorePermit,
    all: OwnedSemaphorePermit,
}

impl Place {
    /// None: there is no room.
    fn take(room: &Room, size: usize) -> Option<Self> {
        let (own, all) = (room.own.place(size)?, room.all.place(size)?);
        let place = Self { _own: own, all };
        METRICS.memory_bytes.inc_by(place.bytes());
        Some(place)
    }

    fn bytes(&self) -> i64 {
        i64::try_from(self.all.num_permits()).unwrap_or(i64::MAX)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        METRICS.memory_bytes.dec_by(self.bytes());
    }
}

/// The end that hears.
#[derive(Debug)]
pub struct Sender {
    send: UnboundedSender<Heard>,
    room: Room,
}

/// The end that writes.
#[derive(Debug)]
pub struct Receiver {
    receive: UnboundedReceiver<Heard>,
    room: Room,
    /// Taken out and not given yet, because it would have been too much.
    kept: Option<Heard>,
}

/// An empty queue in a memory that it may share with others.
pub fn queue(all: &Memory) -> (Sender, Receiver) {
    let (send, receive) = unbounded_channel();
    let room = Room { own: Memory::new(all.bytes.min(A_SHARD)), all: all.clone(), pressed: Arc::default() };
    (Sender { send, room: room.clone() }, Receiver { receive, room, kept: None })
}

impl Sender {
    /// Whether there was room for it. Never waits.
    pub fn push(&self, session: &Arc<Session>, frame: Frame) -> bool {
        let size = size(&frame);
        let Some(place) = Place::take(&self.room, size) else { return false };
        let at_ms = jiff::Timestamp::now().as_millisecond();
        let heard = Heard { session: session.clone(), frame, at_ms, _place: Some(place) };
        if self.room.is_over_half_full() {
            self.room.pressed.notify_one();
        }
        self.send.send(heard).is_ok()
    }

    /// Whether so much has been written again that it is worth going on.
    pub fn has_room(&self) -> bool {
        !self.room.is_over_half_full()
    }
}

impl Receiver {
    /// What has been heard by now, as much of it as the limits allow but one event at least. Waits while there is nothing;
    /// none: the queue is closed and empty. May be given up while it waits.
    pub async fn next(&mut self, limits: Limits) -> Option<Vec<Heard>> {
        let first = match self.kept.take() {
            Some(kept) => kept,
            None => self.receive.recv().await?,
        };
        let mut bytes = first.size();
        let mut batch = vec![first];
        while batch.len() < limits.events
            && let Ok(heard) = self.receive.try_recv()
        {
            bytes = bytes.saturating_add(heard.size());
            if bytes > limits.bytes {
                self.kept = Some(heard);
                break;
            }
            batch.push(heard);
        }
        Some(batch)
    }

    /// Waits until the memory is over half full.
    pub async fn pressed(&self) {
        while !self.room.is_over_half_full() {
            self.room.pressed.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    const ALL: Limits = Limits { events: usize::MAX, bytes: usize::MAX };

    fn session() -> Arc<Session> {
        Arc::new(Session { id: "a".to_owned(), resume_url: String::new(), intents: 1 })
    }

    /// An event of so many bytes, all in all.
    fn frame(bytes: usize) -> Frame {
        let data = RawValue::from_string(format!("\"{}\"", "x".repeat(bytes - BESIDES - 2))).unwrap();
        Frame { sequence: 1, name: "MESSAGE_CREATE".to_owned(), data }
    }

    #[test]
    fn a_session_tells_what_it_began_with_or_what_all_do() {
        let (common, presences) = (Intents::GUILDS | Intents::GUILD_MEMBERS, Intents::GUILD_PRESENCES);
        let of = |intents: Intents| Session { intents: intents.bits(), ..(*session()).clone() };
        assert_eq!(of(Intents::empty()).told(common), common);
        assert_eq!(of(common | presences).told(common), common | presences);
        assert_eq!(of(Intents::GUILDS).told(common), Intents::GUILDS);
    }

    #[tokio::test]
    async fn all_shards_together_hold_no_more_than_the_bound_and_what_is_taken_out_makes_room() {
        let memory = Memory::new(10_000);
        let [(one, mut taken), (other, _open)] = [queue(&memory), queue(&memory)];
        let filled = [&one, &other].into_iter().cycle().take(10).all(|queue| queue.push(&session(), frame(1_000)));
        assert!(filled && !one.push(&session(), frame(1_000)) && !other.push(&session(), frame(1_000)));
        assert_eq!(taken.next(ALL).await.unwrap().len(), 5);
        assert!(other.push(&session(), frame(5_000)) && !other.push(&session(), frame(1_000)));
    }

    #[tokio::test]
    async fn an_event_that_is_larger_than_everything_has_its_place_alone() {
        let memory = Memory::new(10_000);
        let (sender, mut receiver) = queue(&memory);
        assert!(sender.push(&session(), frame(50_000)) && !sender.push(&session(), frame(300)));
        assert_eq!(receiver.next(ALL).await.unwrap().len(), 1);
        assert!(sender.push(&session(), frame(300)) && !sender.push(&session(), frame(50_000)));
    }

    #[tokio::test]
    async fn the_bytes_in_memory_are_told_until_they_are_written() {
        // So many that what other tests hold meanwhile does not matter.
        const MANY: i64 = 50_000_000;
        let (sender, mut receiver) = queue(&Memory::new(100_000_000));
        assert!((0..50).all(|_| sender.push(&session(), frame(1_000_000))));
        assert!(METRICS.memory_bytes.get() >= MANY);
        let taken = receiver.next(ALL).await.unwrap();
        assert!(METRICS.memory_bytes.get() >= MANY, "they are being written");
        drop(taken);
        assert!((0..MANY).contains(&METRICS.memory_bytes.get()));
    }

    #[tokio::test]
    async fn a_batch_is_bounded_in_events_and_in_bytes_and_leaves_nothing_out() {
        let (sender, mut receiver) = queue(&Memory::new(100_000));
        for size in [1_000, 1_000, 1_000, 9_000, 1_000] {
            assert!(sender.push(&session(), frame(size)));
        }
        drop(sender);
        let limits = Limits { events: 2, bytes: 5_000 };
        let mut sizes = Vec::new();
        while let Some(batch) = receiver.next(limits).await {
            sizes.push(batch.iter().map(Heard::size).collect::<Vec<_>>());
        }
        assert_eq!(sizes, [vec![1_000, 1_000], vec![1_000], vec![9_000], vec![1_000]]);
    }
}
