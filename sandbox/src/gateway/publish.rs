//! Whatever was changed while somebody held the world is told to the sessions when they let it go.

use std::{
    ops::{Deref, DerefMut},
    sync::MutexGuard,
};

use super::{
    changes,
    event::Event,
    guilds, intents, messages,
    session::{Retention, Session},
};
use crate::world::{Guild, World};

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
        let is_any_guild_touched = self.guilds.is_touched();
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
            if is_any_guild_touched {
                session.tell_of_guilds(self, retention);
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

    /// Tells of guilds that came, went, became unreachable or are reachable again.
    pub fn tell_of_guilds(&mut self, world: &World, retention: Retention) {
        let now: Vec<&Guild> = self.identity.guilds(world).collect();
        let gone: Vec<u64> =
            self.guilds.keys().filter(|known| !now.iter().any(|guild| guild.id == **known)).copied().collect();
        for guild in gone {
            self.guilds.remove(&guild);
            self.tell_of_guild(retention, "GUILD_DELETE", &serde_json::json!({ "id": guild.to_string() }).to_string());
        }
        for guild in now {
            let before = self.guilds.insert(guild.id, !guild.unavailable);
            if guild.unavailable && before != Some(false) {
                self.tell_of_guild(retention, "GUILD_DELETE", &guilds::unavailable(guild.id).to_string());
            } else if !guild.unavailable && before != Some(true) {
                let shown = guilds::create(world, guild, &self.identity).to_string();
                self.tell_of_guild(retention, "GUILD_CREATE", &shown);
            }
        }
    }

    fn tell_of_guild(&mut self, retention: Retention, name: &str, data: &str) {
        if self.identity.wants(intents::GUILDS) {
            self.dispatch(retention, name, data);
        }
    }
}
