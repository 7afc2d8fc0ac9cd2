//! Whether somebody is online, as far as anybody heard.

use jiff::{SignedDuration, Timestamp};

/// A relay writes at least every five seconds while it is connected.
const SILENCE: SignedDuration = SignedDuration::from_mins(2);

/// What is stored of somebody.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Discord's word: `online`, `idle`, `dnd` or `offline`.
    pub status: String,
    pub since: Timestamp,
    /// Of somebody who is offline: until when they were online.
    pub last_online_at: Option<Timestamp>,
}

/// Whether somebody is online.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Online(Timestamp),
    Idle(Timestamp),
    /// They do not want to be disturbed.
    Busy(Timestamp),
    /// They are not, or nobody has heard for long whether they still are.
    LastSeen(Timestamp),
    /// They have not been online since it is kept.
    Unseen,
}

impl Presence {
    /// What is known now of somebody, if `heard_at` is until when everything was heard.
    pub fn of(stored: Option<&Stored>, heard_at: Timestamp, now: Timestamp) -> Self {
        let Some(Stored { status, since, last_online_at }) = stored else { return Self::Unseen };
        match (last_online_at, status.as_str()) {
            (Some(time), _) => Self::LastSeen(*time),
            _ if now.duration_since(heard_at) > SILENCE => Self::LastSeen(heard_at),
            (None, "idle") => Self::Idle(*since),
            (None, "dnd") => Self::Busy(*since),
            (None, _) => Self::Online(*since),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_online_when_everything_fell_silent_was_last_seen_then() {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let stored = |status: &str, last: Option<i64>| Stored {
            status: status.to_owned(),
            since: at(10),
            last_online_at: last.map(at),
        };
        let of = |stored: &Stored, now: i64| Presence::of(Some(stored), at(100), at(now));
        assert_eq!(of(&stored("online", None), 200), Presence::Online(at(10)));
        assert_eq!(of(&stored("idle", None), 220), Presence::Idle(at(10)));
        assert_eq!(of(&stored("dnd", None), 221), Presence::LastSeen(at(100)));
        assert_eq!(of(&stored("offline", Some(10)), 500), Presence::LastSeen(at(10)));
        assert_eq!(Presence::of(None, at(100), at(101)), Presence::Unseen);
    }
}
