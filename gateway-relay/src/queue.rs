//! What was heard and is not written yet: in order, and bounded in bytes, so that a database that is away cannot take
//! the machine's memory.

use std::sync::Arc;

use tokio::sync::{
    OwnedSemaphorePermit, Semaphore,
    mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

use crate::frame::Frame;

/// Bytes that one shard's queue holds.
const BYTES: usize = 64 * 1024 * 1024;

/// A session of Discord's gateway, and where it is resumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: String,
    pub resume_url: String,
}

/// An event, and the session that it belongs to.
#[derive(Debug)]
pub struct Heard {
    pub session: Arc<Session>,
    pub frame: Frame,
    /// Its place in the queue, free again when it is dropped.
    _place: OwnedSemaphorePermit,
}

/// The end that hears.
#[derive(Debug)]
pub struct Sender {
    send: UnboundedSender<Heard>,
    places: Arc<Semaphore>,
}

/// The end that writes.
pub type Receiver = UnboundedReceiver<Heard>;

/// An empty queue.
pub fn queue() -> (Sender, Receiver) {
    let (send, receive) = unbounded_channel();
    (Sender { send, places: Arc::new(Semaphore::new(BYTES)) }, receive)
}

impl Sender {
    /// Whether there was room for it.
    pub fn push(&self, session: &Arc<Session>, frame: Frame) -> bool {
        let size = u32::try_from(frame.data.get().len() + 256).unwrap_or(u32::MAX);
        let Ok(place) = self.places.clone().try_acquire_many_owned(size) else { return false };
        self.send.send(Heard { session: session.clone(), frame, _place: place }).is_ok()
    }
}
