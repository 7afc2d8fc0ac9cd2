//! How often one may ask: each address, each person and each tenant, a minute. Counted in this isolate's memory, so that a flood
//! costs no query; where many isolates serve one deployment, each counts for itself.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
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
    Address(IpAddr),
    SignIn(IpAddr),
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
        self.take(Asker::Address(network(address)), self.per_minute, now)
    }

    /// What signs in, or tries to.
    pub fn take_sign_in(&self, address: &str, now: Timestamp) -> Result<()> {
        self.take(Asker::SignIn(network(address)), self.per_minute.div_ceil(10), now)
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

/// What one subscriber has: of IPv6 a whole network of 64 bits (RFC 6177), from which they could ask as somebody else each
/// time. What is no address counts as one.
fn network(address: &str) -> IpAddr {
    match address.parse().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) {
        IpAddr::V6(address) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address => address.to_canonical(),
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
    fn a_network_of_one_subscriber_counts_as_one() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }

    #[test]
    fn a_flood_of_addresses_does_not_fill_the_memory() {
        let limits = Limits::new(60);
        for number in 0..KEPT * 2 {
            let address = Ipv4Addr::from_bits(u32::try_from(number).unwrap());
            limits.take_address(&address.to_string(), at(0)).unwrap();
        }
        assert!(limits.rested_at_ms.lock().unwrap().len() <= KEPT);
    }
}
