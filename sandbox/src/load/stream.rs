//! What happens next in a stream.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{Load, Loaded, Mix, dice::Dice};
use crate::{
    interactions::response,
    world::{AuditEntry, Ban, World, audit_event},
};

/// As many messages as are deleted at once.
const PURGED: usize = 8;

/// A stream on its way.
pub(super) struct Stream {
    dice: Dice,
    mix: Mix,
    guild: u64,
    owner: u64,
    people: Vec<u64>,
    channels: Vec<u64>,
    /// Those that are there: (message, channel).
    messages: Vec<(u64, u64)>,
    pub loaded: Loaded,
}

impl Stream {
    pub fn new(world: &World, load: &Load) -> Result<Self> {
        let guild = world.guild(load.guild)?;
        let is_person = |id: &u64| world.users.get(id).is_some_and(|user| !user.bot);
        let people: Vec<u64> = guild.members.keys().copied().filter(is_person).collect();
        let channels: Vec<u64> = guild.channels.keys().copied().collect();
        ensure!(!people.is_empty() && !channels.is_empty(), "a stream wants people and channels");
        ensure!(weights(load.mix).iter().any(|weight| *weight > 0), "a stream wants a weight above 0");
        Ok(Self {
            dice: Dice::new(load.seed),
            mix: load.mix,
            guild: load.guild,
            owner: guild.owner,
            people,
            channels,
            messages: Vec::new(),
            loaded: load.after,
        })
    }

    pub fn step(&mut self, world: &mut World) {
        let weights = weights(self.mix);
        let mut drawn = self.dice.below(weights.iter().sum());
        let kind = weights.iter().take_while(|weight| match drawn.checked_sub(**weight) {
            Some(rest) => {
                drawn = rest;
                true
            }
            None => false,
        });
        match kind.count() {
            0 => self.join(world),
            1 => self.ban(world),
            2 if !self.messages.is_empty() => self.edit(world),
            3 if !self.messages.is_empty() => self.delete(world),
            4 if self.messages.len() >= PURGED * self.channels.len() => self.purge(world),
            _ => self.write(world),
        }
    }

    fn join(&mut self, world: &mut World) {
        self.loaded.joins += 1;
        let name = format!("newcomer{}", self.loaded.joins);
        self.people.push(world.create_member(self.guild, &name, &[]));
    }

    fn ban(&mut self, world: &mut World) {
        self.loaded.bans += 1;
        let number = self.loaded.bans;
        let user = world.create_user(&format!("troublemaker{number}"));
        let reason = Some(format!("ban {number}"));
        if let Some(guild) = world.guilds.get_mut(&self.guild) {
            guild.bans.insert(user, Ban { reason: reason.clone(), delete_message_seconds: 0 });
        }
        let (action, changes) = (audit_event::MEMBER_BAN_ADD, Vec::new());
        let (by, target, options) = (self.owner, user, Value::Null);
        world.log(self.guild, AuditEntry { id: 0, action, by, target, reason, changes, options });
    }

    fn write(&mut self, world: &mut World) {
        self.loaded.messages += 1;
        let (author, channel) = (self.dice.one_of(&self.people), self.dice.one_of(&self.channels));
        let text = format!("message {}: {}", self.loaded.messages, self.dice.text());
        self.messages.push((world.create_message(channel, author, &text), channel));
    }

    fn edit(&mut self, world: &mut World) {
        self.loaded.edits += 1;
        let (message, _) = self.messages[self.dice.position(self.messages.len())];
        let text = format!("edit {}: {}", self.loaded.edits, self.dice.text());
        response::edit_message(world, message, &json!({ "content": text }));
    }

    fn delete(&mut self, world: &mut World) {
        self.loaded.deletes += 1;
        let position = self.dice.position(self.messages.len());
        world.messages.remove(&self.messages.swap_remove(position).0);
    }

    /// The oldest of whichever channel a drawn message is in; a channel with one alone has it deleted so.
    fn purge(&mut self, world: &mut World) {
        let (_, channel) = self.messages[self.dice.position(self.messages.len())];
        let wanted = 2 + self.dice.position(PURGED - 1);
        let (mut gone, mut left) = (Vec::new(), Vec::new());
        for (message, place) in self.messages.drain(..) {
            if place == channel && gone.len() < wanted { gone.push(message) } else { left.push((message, place)) }
        }
        self.messages = left;
        match gone.len() {
            1 => self.loaded.deletes += 1,
            several => {
                self.loaded.purges += 1;
                self.loaded.purged += several as u64;
            }
        }
        for message in gone {
            world.messages.remove(&message);
        }
    }
}

/// In the order of [`Stream::step`].
fn weights(mix: Mix) -> [u64; 6] {
    let Mix { messages, edits, deletes, purges, joins, bans } = mix;
    [joins, bans, edits, deletes, purges, messages].map(u64::from)
}
