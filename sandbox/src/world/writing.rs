//! What a person may write, change and delete. Source: Discord docs, "Permissions"; "Channel Resource",
//! `rate_limit_per_user`.

use anyhow::{Context, Result, ensure};

use super::{Allowed, Guild, Permissions, World};
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

    /// Lets a person change the text of a message of their own, and tells the pages.
    pub fn rewrite(&self, seat: Seat, message: u64, content: &str) -> Result<()> {
        {
            let mut world = self.world();
            let content = content.trim();
            let (guild, who) = world.looker(seat)?;
            let is_own = world.seen(guild, seat, message)? == seat.user;
            ensure!(is_own, "{who} may change only what they wrote themselves");
            check_length(content)?;
            let now = world.now_ms();
            let mut changed = world.messages.get(&message).context("this message is gone")?.clone();
            content.clone_into(&mut changed.content);
            changed.mentions = world.mentions(&changed, &Allowed::IN_MESSAGES);
            (changed.edited, changed.changed_at_ms) = (true, now);
            world.messages.insert(message, changed);
        }
        self.announce();
        Ok(())
    }

    /// Lets a person delete a message of their own, or another's where they manage messages, and tells the pages.
    pub fn delete(&self, seat: Seat, message: u64) -> Result<()> {
        {
            let mut world = self.world();
            let (guild, who) = world.looker(seat)?;
            let author = world.seen(guild, seat, message)?;
            let manages = world.permissions_in(guild, seat.user, seat.channel) & Permissions::MANAGE_MESSAGES != 0;
            ensure!(author == seat.user || manages, "{who} may not delete here what others wrote");
            world.messages.remove(&message);
            // Nobody is told of what its author takes back.
            if author != seat.user {
                world.log_deletion(seat.guild, seat.user, author, seat.channel);
            }
        }
        self.announce();
        Ok(())
    }
}

fn check_length(content: &str) -> Result<()> {
    let length = content.chars().count();
    ensure!(length > 0, "there is nothing to send yet");
    ensure!(length <= LONGEST, "a message has up to {LONGEST} characters, and this one has {length}");
    Ok(())
}

impl World {
    /// The guild that a person looks into, and their name.
    fn looker(&self, seat: Seat) -> Result<(&Guild, &str)> {
        let guild = self.guild(seat.guild)?;
        let who = self.users.get(&seat.user).map_or("nobody", |user| &user.username);
        ensure!(guild.members.contains_key(&seat.user), "{who} is no longer a member here");
        Ok((guild, who))
    }

    /// The author of a message that everybody sees who sees the channel, as this person does.
    fn seen(&self, guild: &Guild, seat: Seat, message: u64) -> Result<u64> {
        let found = self.messages.get(&message).filter(|one| one.channel == seat.channel && one.only_for.is_none());
        let sees = self.permissions_in(guild, seat.user, seat.channel) & Permissions::VIEW_CHANNEL != 0;
        found.filter(|_| sees).map(|found| found.author).context("this message is gone")
    }

    fn check_writing(&self, seat: Seat, content: &str) -> Result<()> {
        let (guild, who) = self.looker(seat)?;
        let channel = guild.channels.get(&seat.channel).context("there is no such channel here")?;
        let member = guild.members.get(&seat.user).with_context(|| format!("{who} is no longer a member here"))?;
        let held = self.permissions_in(guild, seat.user, seat.channel);
        let is_timed_out = self.is_timed_out(member) && !guild.is_administrator(seat.user);
        ensure!(!is_timed_out, "{who} is timed out and cannot write until that is over");
        let wanted = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        ensure!(held & wanted == wanted, "{who} may not write in #{}", channel.name);
        check_length(content)?;
        let wait = if held & Permissions::BYPASS_SLOWMODE == 0 { channel.rate_limit_per_user } else { 0 };
        let since = Self::first_id_at(self.now_ms().saturating_sub(wait * 1_000));
        let mut recent = self.messages.range(since..).map(|(_, message)| message);
        let is_soon = wait > 0 && recent.any(|one| one.author == seat.user && one.channel == seat.channel);
        ensure!(!is_soon, "slowmode is on in #{}: one message every {wait} seconds", channel.name);
        Ok(())
    }
}
