//! What joins a session to its connection: a queue of bounded length.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc};

/// What a connection is to do.
#[derive(Debug)]
pub(super) enum Out {
    /// Send this.
    Payload(String),
    /// Send op 9, whether the session can be resumed, and part with it.
    InvalidSession(bool),
    /// Close with this code.
    Close(u16),
    /// Break off in the middle of a frame.
    Cut,
    /// Send nothing any more.
    Freeze,
    /// Acknowledge no heartbeat any more.
    Deafen,
}

/// The session's end of the queue.
#[derive(Debug, Clone)]
pub(super) struct Link {
    queue: mpsc::Sender<Out>,
    overflow: Arc<Notify>,
}

/// The connection's end of the queue.
#[derive(Debug)]
pub(super) struct Outbox {
    pub queue: mpsc::Receiver<Out>,
    /// Raised when the client reads too slowly: what was being sent is given up.
    pub overflow: Arc<Notify>,
}

pub(super) fn link(length: usize) -> (Link, Outbox) {
    let (sender, receiver) = mpsc::channel(length.max(1));
    let overflow = Arc::new(Notify::new());
    (Link { queue: sender, overflow: overflow.clone() }, Outbox { queue: receiver, overflow })
}

impl Link {
    /// Whether there was room; if not, the connection is given up.
    pub fn send(&self, out: Out) -> bool {
        let has_room = self.queue.try_send(out).is_ok();
        if !has_room {
            self.overflow.notify_one();
        }
        has_room
    }

    /// Whether this leads to that connection.
    pub fn leads_to(&self, outbox: &Outbox) -> bool {
        Arc::ptr_eq(&self.overflow, &outbox.overflow)
    }
}
