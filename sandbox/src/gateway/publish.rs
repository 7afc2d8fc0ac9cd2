//! Whatever was changed while somebody held the world is told to the sessions when they let it go.

use std::{
    ops::{Deref, DerefMut},
    sync::MutexGuard,
};

use serde_json::json;

use super::{
    changes,
    event::Event,
    guilds, intents, messages,
    session::{Retention, Session},
};
use crate::world::World;

/// The world, for as long as this is held. What was changed by then becomes events of the gateway.
#[derive(Debug)]
pub struct Opened<'w>(pub(crate) MutexGuard<'w, World>);

impl Deref for Opened<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

impl DerefMut for Opened<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.0
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        self.0.publish();
    }
}

impl World {
    fn publish(&mut self) {
        let (people, messages) = (self.users.take_touched(), self.messages.take_touched());
        let guilds_touched = self.guilds.touched_ids();
        let guilds = changes::take_touched(self);
        if self.gateway.sessions.is_empty() {
            return;
        }
        let mut of_guilds: Vec<Event> = guilds.iter().flat_map(|touched| changes::events(self, touched)).collect();
        of_guilds.extend(changes::of_people(self, &people));
        let of_messages = messages::events(self, &messages);
        let retention = self.gateway.retention(self.now_ms());
        let mut sessions = std::mem::take(&mut self.gateway.sessions);
        sessions.retain(|_, session| !session.is_over(retention));
        for session in sessions.values_mut() {
            session.tell(self, retention, &of_guilds);
            for guild in &guilds_touched {
                session.tell_of_guild(self, retention, *guild);
            }
            session.tell(self, retention, &of_messages);
        }
        self.gateway.sessions = sessions;
    }
}

impl Session {
    fn tell(&mut self, world: &World, retention: Retention, events: &[Event]) {
        for event in events {
            let Some(data) = self.hears(world, event) else { continue };
            let is_late = world.gateway.delays_edits && event.name == "MESSAGE_UPDATE" && self.late.is_none();
            if is_late {
                self.late = Some((event.name, data.to_owned()));
                continue;
            }
            let late = self.late.take();
            let due = [(event.name, data)].into_iter().chain(late.as_ref().map(|(name, data)| (*name, data.as_str())));
            for (name, data) in due {
                self.dispatch(retention, name, data);
                if world.gateway.repeats_events {
                    self.dispatch(retention, name, data);
                }
            }
        }
    }

    /// Tells of a guild that came, went, became unreachable or is reachable again.
    pub fn tell_of_guild(&mut self, world: &World, retention: Retention, id: u64) {
        let guild = world.guilds.get(&id).filter(|guild| self.identity.is_in(guild));
        let is_available = guild.map(|guild| !guild.unavailable);
        let before = match is_available {
            Some(is_available) => self.guilds.insert(id, is_available),
            None => self.guilds.remove(&id),
        };
        let (name, data) = match (before, guild) {
            (Some(_), None) => ("GUILD_DELETE", json!({ "id": id.to_string() })),
            (Some(true), Some(guild)) if guild.unavailable => ("GUILD_DELETE", guilds::unavailable(id)),
            (None | Some(false), Some(guild)) if !guild.unavailable => {
                ("GUILD_CREATE", guilds::create(world, guild, &self.identity))
            }
            _ => return,
        };
        if self.identity.wants(intents::GUILDS) {
            self.dispatch(retention, name, &data.to_string());
        }
    }
}
