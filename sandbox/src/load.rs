//! A stream of what people do in a guild: the same one for the same seed, at a given rate, and counted.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use tokio::time::{Instant, sleep_until};

use crate::{Sandbox, World, interactions::response};

/// What a stream is made of.
#[derive(Debug, Clone, Deserialize)]
pub struct Load {
    /// Where it happens. Its people write in its channels, whatever they may there.
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
}

/// Weights of what happens: twice the weight is twice as often. What JSON leaves out does not happen.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    /// Somebody writes.
    #[serde(default)]
    pub messages: u32,
    /// A message of this stream is changed.
    #[serde(default)]
    pub edits: u32,
    /// A message of this stream is deleted.
    #[serde(default)]
    pub deletes: u32,
    /// Somebody new joins.
    #[serde(default)]
    pub joins: u32,
}

impl Default for Mix {
    /// About as in a busy server.
    fn default() -> Self {
        Self { messages: 90, edits: 5, deletes: 3, joins: 2 }
    }
}

/// What has happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Loaded {
    /// Written, those that were deleted later among them.
    pub messages: u64,
    /// Changes of messages.
    pub edits: u64,
    /// Deleted messages.
    pub deletes: u64,
    /// New members.
    pub joins: u64,
}

impl Sandbox {
    /// Lets things happen, and returns when all have. An edit or a deletion that finds no message of the stream is a
    /// message instead.
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

struct Stream {
    dice: Dice,
    mix: Mix,
    guild: u64,
    people: Vec<u64>,
    channels: Vec<u64>,
    messages: Vec<u64>,
    loaded: Loaded,
}

impl Stream {
    fn new(world: &World, load: &Load) -> Result<Self> {
        let guild = world.guild(load.guild)?;
        let is_person = |id: &u64| world.users.get(id).is_some_and(|user| !user.bot);
        let people: Vec<u64> = guild.members.keys().copied().filter(is_person).collect();
        let channels: Vec<u64> = guild.channels.keys().copied().collect();
        ensure!(!people.is_empty() && !channels.is_empty(), "a stream wants people and channels");
        let Mix { messages, edits, deletes, joins } = load.mix;
        ensure!([messages, edits, deletes, joins].iter().any(|weight| *weight > 0), "a stream wants a weight above 0");
        let (dice, mix, guild) = (Dice::new(load.seed), load.mix, load.guild);
        Ok(Self { dice, mix, guild, people, channels, messages: Vec::new(), loaded: Loaded::default() })
    }

    fn step(&mut self, world: &mut World) {
        let Mix { messages, edits, deletes, joins } = self.mix;
        let [messages, edits, deletes, joins] = [messages, edits, deletes, joins].map(u64::from);
        let drawn = self.dice.below(messages + edits + deletes + joins);
        if drawn < joins {
            self.join(world);
        } else if drawn < joins + edits && !self.messages.is_empty() {
            self.edit(world);
        } else if drawn < joins + edits + deletes && !self.messages.is_empty() {
            self.delete(world);
        } else {
            self.write(world);
        }
    }

    fn join(&mut self, world: &mut World) {
        self.loaded.joins += 1;
        let name = format!("newcomer{}", self.loaded.joins);
        self.people.push(world.create_member(self.guild, &name, &[]));
    }

    fn write(&mut self, world: &mut World) {
        let (author, channel) = (self.dice.one_of(&self.people), self.dice.one_of(&self.channels));
        let text = self.dice.text();
        self.messages.push(world.create_message(channel, author, &text));
        self.loaded.messages += 1;
    }

    fn edit(&mut self, world: &mut World) {
        let (message, text) = (self.dice.one_of(&self.messages), self.dice.text());
        response::edit_message(world, message, &json!({ "content": text }));
        self.loaded.edits += 1;
    }

    fn delete(&mut self, world: &mut World) {
        let position = self.dice.position(self.messages.len());
        world.messages.remove(&self.messages.swap_remove(position));
        self.loaded.deletes += 1;
    }
}

/// Chance that can be repeated: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Two of one seed roll the same.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// From 0 to one less than `bound`, which is above 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    fn position(&mut self, length: usize) -> usize {
        let position = self.below(u64::try_from(length).unwrap_or(u64::MAX));
        usize::try_from(position).unwrap_or(0)
    }

    /// Any of them; there is at least one.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let position = self.position(all.len());
        all[position]
    }

    /// Three to fourteen words.
    fn text(&mut self) -> String {
        const WORDS: [&str; 16] = [
            "the", "game", "is", "on", "who", "plays", "tonight", "hello", "nice", "link", "again", "with", "my",
            "friends", "later", "thanks",
        ];
        let count = 3 + self.below(12);
        (0..count).map(|_| WORDS[self.position(WORDS.len())]).collect::<Vec<_>>().join(" ")
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
