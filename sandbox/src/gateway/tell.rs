//! Events that are told as they are, though nothing has happened in the world: streams that were made elsewhere, faster
//! than things can happen here.

use crate::world::World;

impl World {
    /// Tells the sessions that have this guild of an event whose data is this JSON; how many those are. Intents and
    /// permissions are the caller's business.
    pub fn tell(&mut self, guild: u64, name: &str, data: &str) -> usize {
        let retention = self.gateway.retention(self.now_ms());
        let told = self.gateway.sessions.values_mut().filter(|session| session.guilds.get(&guild) == Some(&true));
        told.map(|session| session.dispatch(retention, name, data)).count()
    }
}
