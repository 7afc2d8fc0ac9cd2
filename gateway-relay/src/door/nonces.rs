//! The nonces of requests that were taken, for as long as their signatures are fresh: no request is taken twice.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use guildhall::platform::peer::{FRESH_FOR, Seal};
use jiff::Timestamp;

/// How many are remembered. Only the worker can fill this: nonces are taken from good signatures.
const MOST: usize = 500_000;

/// What was taken.
#[derive(Debug)]
pub struct Nonces {
    seen: Mutex<Seen>,
    /// What was signed before cannot be known here, so it is not taken.
    since: i64,
    most: usize,
}

#[derive(Debug, Default)]
struct Seen {
    nonces: HashSet<u128>,
    /// Each with the second after which its signature is stale, oldest first as they came.
    order: VecDeque<(i64, u128)>,
}

impl Default for Nonces {
    fn default() -> Self {
        Self { seen: Mutex::default(), since: Timestamp::now().as_second(), most: MOST }
    }
}

impl Nonces {
    /// Whether the request is new. Where there is no room to remember it, it is not taken either.
    pub fn take(&self, seal: &Seal, now: i64) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // A timestamp may lie ahead by as much as it may lie behind.
        while let Some((_, gone)) = seen.order.pop_front_if(|(until, _)| *until < now) {
            seen.nonces.remove(&gone);
        }
        // It was fresh when its headers were read; its body may have been a long time coming.
        let is_fresh = seal.timestamp.abs_diff(now) <= FRESH_FOR.unsigned_abs() && seal.timestamp >= self.since;
        if !is_fresh || seen.nonces.len() >= self.most || !seen.nonces.insert(seal.nonce) {
            return false;
        }
        seen.order.push_back((now + 2 * FRESH_FOR, seal.nonce));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(timestamp: i64, nonce: u128) -> Seal {
        Seal { timestamp, nonce, behalf: None }
    }

    #[test]
    fn a_nonce_is_taken_once_while_its_signature_could_be_fresh() {
        let nonces = Nonces { since: 100, ..Nonces::default() };
        assert!(nonces.take(&seal(130, 1), 100));
        assert!(!nonces.take(&seal(130, 1), 100));
        assert!(!nonces.take(&seal(130, 1), 160), "signed 30 s ahead and heard 30 s late");
        assert!(nonces.take(&seal(130, 2), 100));
    }

    #[test]
    fn a_request_whose_body_came_when_its_nonce_was_forgotten_is_not_taken_again() {
        let nonces = Nonces { since: 100, ..Nonces::default() };
        assert!(nonces.take(&seal(130, 1), 100));
        assert!(!nonces.take(&seal(130, 1), 162));
    }

    #[test]
    fn what_was_signed_before_the_start_is_not_taken() {
        let nonces = Nonces { since: 100, ..Nonces::default() };
        assert!(!nonces.take(&seal(99, 1), 101));
        assert!(nonces.take(&seal(100, 1), 101));
    }

    #[test]
    fn memory_is_bounded_and_comes_free_again() {
        let nonces = Nonces { since: 0, most: 3, ..Nonces::default() };
        let taken = (0..5).filter(|nonce| nonces.take(&seal(100, *nonce), 100)).count();
        assert_eq!(taken, 3);
        assert!(nonces.take(&seal(161, 9), 161));
        assert_eq!(nonces.seen.lock().unwrap().nonces.len(), 1);
    }
}
