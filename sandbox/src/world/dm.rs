//! Conversations of a bot with one person. Source: Discord docs, "User Resource", Create DM.

use serde_json::{Value, json};

use super::{Message, User, World, channel_type};

/// A direct message channel. Its messages are among all others, under its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dm {
    /// A snowflake.
    pub id: u64,
    /// The bot.
    pub application: u64,
    /// The person.
    pub user: u64,
}

impl World {
    /// The channel of these two, which is the same every time. Returns its id.
    pub fn open_dm(&mut self, application: u64, user: u64) -> u64 {
        let of_both = |dm: &&Dm| dm.application == application && dm.user == user;
        if let Some(dm) = self.dms.values().find(of_both) {
            return dm.id;
        }
        let id = self.snowflake();
        self.dms.insert(id, Dm { id, application, user });
        id
    }

    /// Everything that stands in a person's direct messages, oldest first.
    pub fn dm_messages(&self, user: u64) -> Vec<&Message> {
        let is_theirs = |message: &&Message| self.dms.get(&message.channel).is_some_and(|dm| dm.user == user);
        self.messages.values().filter(is_theirs).collect()
    }

    /// Whether Discord lets the bot write there: to a person who takes direct messages and shares a guild with the bot.
    pub(crate) fn takes_dms(&self, dm: &Dm) -> bool {
        let takes = |user: &User| !user.bot && !user.closed_dms;
        let shared = |dm: &Dm| {
            self.guilds.values().any(|guild| [dm.application, dm.user].iter().all(|id| guild.members.contains_key(id)))
        };
        self.users.get(&dm.user).is_some_and(takes) && shared(dm)
    }

    /// Discord's channel object.
    pub fn dm_json(&self, dm: &Dm) -> Value {
        let last = self.messages.values().rev().find(|message| message.channel == dm.id);
        json!({
            "id": dm.id.to_string(), "type": channel_type::DM, "flags": 0, "recipients": [self.user_json(dm.user)],
            "last_message_id": last.map(|message| message.id.to_string()),
        })
    }
}
