//! How often one may ask: each address, each person and each tenant, a minute. Counted in this isolate's memory, so that a flood
//! costs no query; where many isolates serve one deployment, each counts for itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::http::StatusCode;
use jiff::Timestamp;
use twilight_model::id::{Id, marker::UserMarker};
use uuid::Uuid;

use super::{Problem, Result};

/// How many are counted at once. Beyond it those that have rested longest are forgotten.
const KEPT: usize = 20_000;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Asker {
    Address(String),
    SignIn(String),
    Person(Id<UserMarker>),
    Tenant(Uuid),
}

/// Requests a minute, and what was asked so far.
#[derive(Debug)]
pub struct Limits {
    per_minute: u32,
    /// When the asker will have rested from everything: the generic cell rate algorithm (ITU-T I.371).
    rested_at_ms: Mutex<HashMap<Asker, i64>>,
}

impl Limits {
    /// So many for a person; as many for an address, a tenth of it to sign in, and five times as many for a tenant.
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute: per_minute.max(10), rested_at_ms: Mutex::default() }
    }

    /// Before anything else is known.
    pub fn take_address(&self, address: &str, now: Timestamp) -> Result<()> {
        self.take(Asker::Address(address.to_owned()), self.per_minute, now)
    }

    /// What signs in, or tries to.
    pub fn take_sign_in(&self, address: &str, now: Timestamp) -> Result<()> {
        self.take(Asker::SignIn(address.to_owned()), self.per_minute.div_ceil(10), now)
    }

    /// Once it is known who asks, and for which tenant.
    pub fn take_person(&self, person: Id<UserMarker>, tenant: Option<Uuid>, now: Timestamp) -> Result<()> {
        self.take(Asker::Person(person), self.per_minute, now)?;
        match tenant {
            Some(tenant) => self.take(Asker::Tenant(tenant), self.per_minute.saturating_mul(5), now),
            None => Ok(()),
        }
    }

    /// A minute's worth may come at once; after that one at a time.
    fn take(&self, asker: Asker, per_minute: u32, now: Timestamp) -> Result<()> {
        const MINUTE_MS: i64 = 60_000;
        let now = now.as_millisecond();
        let cost = MINUTE_MS.checked_div(per_minute.into()).unwrap_or(MINUTE_MS).max(1);
        let mut rested_at = self.rested_at_ms.lock().unwrap_or_else(PoisonError::into_inner);
        if rested_at.len() >= KEPT {
            rested_at.retain(|_, at| *at > now);
        }
        if rested_at.len() >= KEPT {
            rested_at.clear();
        }
        let at = rested_at.entry(asker).or_insert(now);
        let next = (*at).max(now).saturating_add(cost);
        let excess = next.saturating_sub(now).saturating_sub(MINUTE_MS);
        if excess > 0 {
            let seconds = u32::try_from(excess.saturating_add(999).div_euclid(1_000)).unwrap_or(60);
            let words = format!("That was too much at once. Wait {seconds} seconds, then go on.");
            return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", words).after(seconds));
        }
        *at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + ms).unwrap()
    }

    #[test]
    fn a_minutes_worth_may_come_at_once_and_then_one_at_a_time() {
        let limits = Limits::new(60);
        for _ in 0..60 {
            limits.take_address("192.0.2.1", at(0)).unwrap();
        }
        assert_eq!(limits.take_address("192.0.2.1", at(0)).unwrap_err().code(), "rate_limited");
        limits.take_address("192.0.2.1", at(1_000)).unwrap();
        assert!(limits.take_address("192.0.2.1", at(1_500)).is_err());
        limits.take_address("192.0.2.2", at(0)).unwrap();
    }

    #[test]
    fn a_flood_of_addresses_does_not_fill_the_memory() {
        let limits = Limits::new(60);
        for number in 0..KEPT * 2 {
            limits.take_address(&number.to_string(), at(0)).unwrap();
        }
        assert!(limits.rested_at_ms.lock().unwrap().len() <= KEPT);
    }
}
