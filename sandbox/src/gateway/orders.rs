//! What can be ordered of the gateway: that it closes, forgets and breaks, as Discord's does on a bad day.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Gateway,
    link::Out,
    protocol::{self, opcode},
    session::Session,
};

/// What is done to the connection of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Close it with this code. Most codes leave the session resumable.
    Close(u16),
    /// Op 7: the client is to connect anew and resume.
    Reconnect,
    /// Op 9, and whether the session can be resumed.
    InvalidSession(bool),
    /// End it in the middle of a frame.
    Cut,
    /// Send nothing any more and leave it open. What is missed can be resumed.
    Freeze,
    /// Acknowledge no heartbeat any more; events are still sent.
    Deafen,
}

/// A session, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionStanding {
    /// As READY named it.
    pub id: String,
    /// Whose it is.
    pub application: u64,
    /// Its shard's number, and of how many.
    pub shard: (u64, u64),
    /// Bits.
    pub intents: u64,
    /// Of its newest event.
    pub sequence: u64,
    /// Whether a connection has it, or it waits to be resumed.
    pub is_connected: bool,
}

impl Gateway {
    /// All sessions, those that wait to be resumed among them.
    pub fn sessions(&self) -> Vec<SessionStanding> {
        let standing = |(id, session): (&String, &Session)| SessionStanding {
            id: id.clone(),
            application: session.identity.application,
            shard: session.identity.shard,
            intents: session.identity.intents,
            sequence: session.sequence,
            is_connected: session.is_connected(),
        };
        self.sessions.iter().map(standing).collect()
    }

    /// Orders something for one session, or for all. Returns how many connections it is done to.
    pub fn order(&mut self, session: Option<&str>, order: Order) -> usize {
        let is_meant = |id: &str| session.is_none_or(|wanted| wanted == id);
        let meant = self.sessions.iter_mut().filter(|(id, session)| is_meant(id) && session.is_connected());
        meant.map(|(_, session)| session.send(order.into())).count()
    }

    /// Forgets all sessions. Their connections are closed, and a resume is refused.
    pub fn forget_sessions(&mut self) {
        self.sessions.clear();
    }
}

impl From<Order> for Out {
    fn from(order: Order) -> Self {
        match order {
            Order::Close(code) => Self::Close(code),
            Order::Reconnect => Self::Payload(protocol::payload(opcode::RECONNECT, Value::Null)),
            Order::InvalidSession(can_resume) => Self::InvalidSession(can_resume),
            Order::Cut => Self::Cut,
            Order::Freeze => Self::Freeze,
            Order::Deafen => Self::Deafen,
        }
    }
}
