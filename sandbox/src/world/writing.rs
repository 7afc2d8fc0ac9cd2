//! What a person may write. Source: Discord docs, "Permissions"; "Channel Resource", `rate_limit_per_user`.

use anyhow::{Context, Result, ensure};

use super::{Permissions, World};
use crate::{Sandbox, Seat};

/// As many characters as a person without Nitro writes.
const LONGEST: usize = 2_000;

impl Sandbox {
    /// Lets a person write in a channel, as far as Discord's client would let them, and tells the pages. Returns the
    /// message's id. [`World::create_message`] asks nobody.
    pub fn write(&self, seat: Seat, content: &str) -> Result<u64> {
        let id = {
            let mut world = self.world();
            let content = content.trim();
            world.check_writing(seat, content)?;
            world.create_message(seat.channel, seat.user, content)
        };
        self.announce();
        Ok(id)
    }
}

impl World {
    fn check_writing(&self, seat: Seat, content: &str) -> Result<()> {
        let guild = self.guild(seat.guild)?;
        let channel = guild.channels.get(&seat.channel).context("there is no such channel here")?;
        let who = self.users.get(&seat.user).map_or("nobody", |user| &user.username);
        let member = guild.members.get(&seat.user).with_context(|| format!("{who} is no longer a member here"))?;
        let held = self.permissions_in(guild, seat.user, seat.channel);
        let is_timed_out = self.is_timed_out(member) && !guild.is_administrator(seat.user);
        ensure!(!is_timed_out, "{who} is timed out and cannot write until that is over");
        let wanted = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        ensure!(held & wanted == wanted, "{who} may not write in #{}", channel.name);
        let length = content.chars().count();
        ensure!(length > 0, "there is nothing to send yet");
        ensure!(length <= LONGEST, "a message has up to {LONGEST} characters, and this one has {length}");
        let wait = if held & Permissions::BYPASS_SLOWMODE == 0 { channel.rate_limit_per_user } else { 0 };
        let since = Self::first_id_at(self.now_ms().saturating_sub(wait * 1_000));
        let mut recent = self.messages.range(since..).map(|(_, message)| message);
        let is_soon = wait > 0 && recent.any(|one| one.author == seat.user && one.channel == seat.channel);
        ensure!(!is_soon, "slowmode is on in #{}: one message every {wait} seconds", channel.name);
        Ok(())
    }
}
