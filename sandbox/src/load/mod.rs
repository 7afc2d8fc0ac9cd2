//! A stream of what people do in a guild: the same one for the same seed, at a given rate, numbered and counted.

mod dice;
mod stream;

use std::time::Duration;

use anyhow::Result;
use serde::{Deserialize, Deserializer, Serialize};
use tokio::time::{Instant, sleep_until};

pub use self::dice::Dice;
use self::stream::Stream;
use crate::Sandbox;

/// What a stream is made of.
#[derive(Debug, Clone, Deserialize)]
pub struct Load {
    /// Where it happens. Its people write in its channels, whatever they may there; its owner bans.
    #[serde(deserialize_with = "id")]
    pub guild: u64,
    /// Two streams of one seed, in guilds of as many people and channels, are the same.
    #[serde(default)]
    pub seed: u64,
    /// How many things happen.
    pub events: u64,
    /// How many in a second; 0 means as fast as it goes.
    #[serde(default)]
    pub per_second: u32,
    /// How often each kind of thing happens.
    #[serde(default)]
    pub mix: Mix,
    /// What happened in the streams before this one. Numbers go on from there.
    #[serde(default)]
    pub after: Loaded,
}

/// Weights of what happens: twice the weight is twice as often. What JSON leaves out does not happen.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    /// Somebody writes: `message 1: …`.
    #[serde(default)]
    pub messages: u32,
    /// A message of this stream is changed to `edit 1: …`.
    #[serde(default)]
    pub edits: u32,
    /// A message of this stream is deleted.
    #[serde(default)]
    pub deletes: u32,
    /// Two to eight messages of this stream and of one channel are deleted at once.
    #[serde(default)]
    pub purges: u32,
    /// Somebody new joins: `newcomer1`.
    #[serde(default)]
    pub joins: u32,
    /// The owner bans `troublemaker1`, who was never here, by hand for the reason `ban 1`.
    #[serde(default)]
    pub bans: u32,
}

impl Default for Mix {
    /// About as in a busy server.
    fn default() -> Self {
        Self { messages: 90, edits: 5, deletes: 3, joins: 2, ..Self::NOTHING }
    }
}

impl Mix {
    /// No weights: for a mix that names those that it has.
    pub const NOTHING: Self = Self { messages: 0, edits: 0, deletes: 0, purges: 0, joins: 0, bans: 0 };
}

/// What has happened. What is numbered has the numbers from 1 to its count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Loaded {
    /// Written, those that were deleted later among them.
    pub messages: u64,
    /// Changes of messages.
    pub edits: u64,
    /// Messages that were deleted alone.
    pub deletes: u64,
    /// Deletions of several messages at once.
    pub purges: u64,
    /// Messages that were deleted so.
    pub purged: u64,
    /// New members.
    pub joins: u64,
    /// Bans by hand.
    pub bans: u64,
}

impl Loaded {
    /// How many events that was.
    pub fn events(&self) -> u64 {
        self.messages + self.edits + self.deletes + self.purges + self.joins + self.bans
    }
}

impl Sandbox {
    /// Lets things happen, and returns when all have: what happened in this stream and in those before it. An edit or a
    /// deletion that finds no message of the stream is a message instead.
    pub async fn load(&self, load: Load) -> Result<Loaded> {
        let mut stream = Stream::new(&self.world(), &load)?;
        let start = Instant::now();
        for number in 0..load.events {
            if load.per_second > 0 {
                sleep_until(start + Duration::from_secs_f64(to_f64(number) / f64::from(load.per_second))).await;
            }
            stream.step(&mut self.world());
            // Connections have to keep up even where there is one thread.
            tokio::task::yield_now().await;
        }
        Ok(stream.loaded)
    }
}

/// Exact for as many events as any stream has.
fn to_f64(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| serde::de::Error::custom(format!("“{text}” is no id")))
}
