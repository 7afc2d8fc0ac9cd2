//! The gateway's limits as JSON, to be read and changed by scripts.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::Gateway;

impl Gateway {
    /// Changes the limits that are named and leaves the rest, and whoever is connected.
    pub(crate) fn change(&mut self, named: Map<String, Value>) -> Result<()> {
        let mut limits = serde_json::to_value(&*self)?;
        limits.as_object_mut().context("limits are an object")?.extend(named);
        let changed: Self = serde_json::from_value(limits)?;
        let before = std::mem::take(self);
        *self = Self {
            sessions: before.sessions,
            budgets: before.budgets,
            identified: before.identified,
            asked: before.asked,
            ..changed
        };
        Ok(())
    }
}

/// A duration as a number of milliseconds.
pub(super) mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}
