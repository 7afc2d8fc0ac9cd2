//! A session: what one shard of a bot is told, and what it was told lately. Source: Discord docs, "Gateway", Resuming.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use super::{
    Gateway,
    link::{Link, Out, Outbox},
    protocol,
};

/// What a client said of itself in IDENTIFY.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    pub application: u64,
    /// Its number, and of how many.
    pub shard: (u64, u64),
    pub intents: u64,
    /// Guilds with more members than this are sent without those who are offline.
    pub large_threshold: usize,
}

/// A session, connected or waiting to be resumed.
#[derive(Debug)]
pub(super) struct Session {
    pub identity: Identity,
    /// The guilds that it was told of, and whether as available.
    pub guilds: BTreeMap<u64, bool>,
    /// An edit that is told after the next event: its name and its data.
    pub late: Option<(&'static str, String)>,
    /// Of the newest event.
    pub sequence: u64,
    kept: VecDeque<Kept>,
    /// The highest sequence number that is kept no more.
    dropped: u64,
    link: Option<Link>,
    /// When its connection ended, in milliseconds since 1970.
    left_at_ms: Option<u64>,
}

/// An event that may have to be sent again.
#[derive(Debug)]
struct Kept {
    sequence: u64,
    at_ms: u64,
    payload: String,
}

/// For how long, and how much, is kept for a resume.
#[derive(Debug, Clone, Copy)]
pub(super) struct Retention {
    pub now_ms: u64,
    window: Duration,
    events: usize,
}

impl Gateway {
    pub(super) fn retention(&self, now_ms: u64) -> Retention {
        Retention { now_ms, window: self.resume_window, events: self.replayed_events }
    }
}

impl Retention {
    fn since_ms(self) -> u64 {
        self.now_ms.saturating_sub(u64::try_from(self.window.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Session {
    pub fn new(identity: Identity, link: Link) -> Self {
        Self {
            identity,
            guilds: BTreeMap::new(),
            late: None,
            sequence: 0,
            kept: VecDeque::new(),
            dropped: 0,
            link: Some(link),
            left_at_ms: None,
        }
    }

    /// Sends an event whose data is this JSON, and keeps it for a resume.
    pub fn dispatch(&mut self, retention: Retention, name: &str, data: &str) {
        self.sequence += 1;
        let payload = protocol::dispatch(name, self.sequence, data);
        self.send(Out::Payload(payload.clone()));
        self.kept.push_back(Kept { sequence: self.sequence, at_ms: retention.now_ms, payload });
        self.trim(retention);
    }

    /// Gives the connection something to do, if there is one. One that is too slow is given up.
    pub fn send(&mut self, out: Out) {
        if self.link.as_ref().is_some_and(|link| !link.send(out)) {
            self.link = None;
        }
    }

    pub fn is_connected(&self) -> bool {
        self.link.is_some()
    }

    pub fn is_linked_to(&self, outbox: &Outbox) -> bool {
        self.link.as_ref().is_some_and(|link| link.leads_to(outbox))
    }

    /// Whether every event after this one is still kept.
    pub fn can_resume_after(&mut self, retention: Retention, sequence: u64) -> bool {
        self.trim(retention);
        sequence >= self.dropped
    }

    fn trim(&mut self, retention: Retention) {
        let since_ms = retention.since_ms();
        while self.kept.len() > retention.events || self.kept.front().is_some_and(|oldest| oldest.at_ms < since_ms) {
            self.dropped = self.kept.pop_front().map_or(self.dropped, |oldest| oldest.sequence);
        }
    }

    /// Sends what came after this event over another connection, in place of the one that it had.
    pub fn resume(&mut self, link: Link, after: u64) {
        self.link = Some(link);
        self.left_at_ms = None;
        let missed: Vec<String> =
            self.kept.iter().filter(|kept| kept.sequence > after).map(|kept| kept.payload.clone()).collect();
        for payload in missed {
            self.send(Out::Payload(payload));
        }
        // It carries a sequence number, but is not to be heard again in a later resume.
        self.sequence += 1;
        self.send(Out::Payload(protocol::dispatch("RESUMED", self.sequence, r#"{"_trace":["sandbox"]}"#)));
    }

    /// Its connection has ended; the session waits.
    pub fn leave(&mut self, now_ms: u64) {
        self.link = None;
        self.left_at_ms = Some(now_ms);
    }

    /// Whether it has waited for too long.
    pub fn is_over(&self, retention: Retention) -> bool {
        self.left_at_ms.is_some_and(|left| left < retention.since_ms())
    }
}
