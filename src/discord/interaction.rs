//! An interaction as Discord sends it, reduced to what we use.
//!
//! Every field that Discord has ever left out has a default, and unknown fields are skipped: a new field of Discord's
//! must not silence a bot. twilight-model's own type is stricter (it requires fields that a PING lacks).
//! Source: Discord docs, "Receiving and Responding", Interaction Structure.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{
            ApplicationMarker, AttachmentMarker, ChannelMarker, GenericMarker, GuildMarker, InteractionMarker,
            MessageMarker, RoleMarker, UserMarker,
        },
    },
};

use super::options::RawOption;

/// What kind of interaction it is, by Discord's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ping,
    Command,
    Component,
    Autocomplete,
    Modal,
    Unknown(u8),
}

impl From<u8> for Kind {
    fn from(number: u8) -> Self {
        match number {
            1 => Self::Ping,
            2 => Self::Command,
            3 => Self::Component,
            4 => Self::Autocomplete,
            5 => Self::Modal,
            other => Self::Unknown(other),
        }
    }
}

/// Only the `type` of an interaction, for answering a PING without reading the rest.
#[derive(Debug, Deserialize)]
pub struct Peek {
    #[serde(rename = "type")]
    pub kind: u8,
}

/// One interaction.
#[derive(Debug, Clone, Deserialize)]
pub struct Interaction {
    pub id: Id<InteractionMarker>,
    pub application_id: Id<ApplicationMarker>,
    #[serde(rename = "type", deserialize_with = "kind")]
    pub kind: Kind,
    /// Lets its holder answer for 15 minutes. A secret.
    pub token: String,
    #[serde(default)]
    pub data: Data,
    pub guild_id: Option<Id<GuildMarker>>,
    pub channel_id: Option<Id<ChannelMarker>>,
    /// The same channel, with what it is.
    pub channel: Option<Channel>,
    /// Who acted, in a guild.
    pub member: Option<Member>,
    /// Who acted, in a direct message.
    pub user: Option<User>,
    /// What the bot may do in this channel.
    pub app_permissions: Option<Permissions>,
    /// The acting user's language, such as `de` or `en-GB`.
    pub locale: Option<String>,
    /// The message that a component sits on.
    pub message: Option<MessageRef>,
}

impl Interaction {
    /// Who acted.
    pub fn actor(&self) -> Option<&User> {
        self.member.as_ref().and_then(|member| member.user.as_ref()).or(self.user.as_ref())
    }

    /// The channel whose rules count where it happened: of a thread the one that it belongs to.
    pub fn ruling_channel(&self) -> Option<Id<ChannelMarker>> {
        self.channel.as_ref().map(Channel::ruling).or(self.channel_id)
    }

    /// What the actor may do in this channel. Nothing in a direct message.
    pub fn permissions(&self) -> Permissions {
        self.member.as_ref().and_then(|member| member.permissions).unwrap_or(Permissions::empty())
    }
}

/// What the interaction is about. One struct for all kinds: what a kind lacks is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Data {
    /// Commands: the name, and 1 chat input, 2 user, 3 message.
    pub name: String,
    #[serde(rename = "type")]
    pub kind: u8,
    pub options: Vec<RawOption>,
    pub resolved: Resolved,
    /// Context menus: the user or message that was picked.
    pub target_id: Option<Id<GenericMarker>>,
    /// Components and modals.
    pub custom_id: String,
    pub component_type: u8,
    /// Selects: what was chosen.
    pub values: Vec<String>,
    /// Modals: rows or labels around inputs.
    pub components: Vec<Field>,
}

/// A part of a submitted modal: a row or a label (which hold others), or an input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Field {
    pub custom_id: Option<String>,
    /// A text input's text; other inputs answer with `values`.
    pub value: Option<serde_json::Value>,
    pub values: Vec<String>,
    pub components: Vec<Field>,
    pub component: Option<Box<Field>>,
}

impl Field {
    /// The input named `custom_id`, here or inside.
    pub fn find(&self, custom_id: &str) -> Option<&Self> {
        if self.custom_id.as_deref() == Some(custom_id) {
            return Some(self);
        }
        self.components.iter().chain(self.component.as_deref()).find_map(|field| field.find(custom_id))
    }
}

/// The objects that options and selects name by id.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Resolved {
    pub users: HashMap<Id<UserMarker>, User>,
    pub members: HashMap<Id<UserMarker>, Member>,
    pub roles: HashMap<Id<RoleMarker>, Role>,
    pub channels: HashMap<Id<ChannelMarker>, Channel>,
    pub messages: HashMap<Id<MessageMarker>, Message>,
    pub attachments: HashMap<Id<AttachmentMarker>, Attachment>,
}

/// A user, by the names that people see.
#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub id: Id<UserMarker>,
    #[serde(default)]
    pub username: String,
    pub global_name: Option<String>,
    #[serde(default)]
    pub bot: bool,
}

impl User {
    /// The name that Discord shows, at most 100 characters.
    pub fn shown_name(&self) -> String {
        let name = self.global_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.username);
        if name.is_empty() { self.id.to_string() } else { name.chars().take(100).collect() }
    }
}

/// A member. In `resolved` it comes without `user`.
#[derive(Debug, Clone, Deserialize)]
pub struct Member {
    pub user: Option<User>,
    pub nick: Option<String>,
    #[serde(default)]
    pub roles: Vec<Id<RoleMarker>>,
    pub permissions: Option<Permissions>,
    pub joined_at: Option<Timestamp>,
    pub communication_disabled_until: Option<Timestamp>,
}

/// A role that is named.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    pub id: Id<RoleMarker>,
    #[serde(default)]
    pub name: String,
    /// What it lets its holders do in the server.
    pub permissions: Option<Permissions>,
}

/// A channel that is named, which need not be the one where the interaction happened.
#[derive(Debug, Clone, Deserialize)]
pub struct Channel {
    pub id: Id<ChannelMarker>,
    #[serde(default)]
    pub name: String,
    /// Discord's number for what it is. Text, where Discord does not say.
    #[serde(rename = "type", default)]
    pub kind: u8,
    /// What it belongs to: a thread to its channel, a channel to its category.
    #[serde(default)]
    pub parent_id: Option<Id<ChannelMarker>>,
    /// What the acting person may do there.
    pub permissions: Option<Permissions>,
    /// What the bot may do there. Discord has said so since July 2026.
    pub app_permissions: Option<Permissions>,
}

/// Discord's numbers for threads: of announcements, public and private ones.
const THREADS: std::ops::RangeInclusive<u8> = 10..=12;

impl Channel {
    /// The channel whose rules count in it: of a thread the one that it belongs to.
    pub fn ruling(&self) -> Id<ChannelMarker> {
        self.parent_id.filter(|_| THREADS.contains(&self.kind)).unwrap_or(self.id)
    }
}

/// A message that a context menu was opened on.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    pub id: Id<MessageMarker>,
    #[serde(default)]
    pub content: String,
    pub author: Option<User>,
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// A message, by id.
#[derive(Debug, Clone, Deserialize)]
pub struct MessageRef {
    pub id: Id<MessageMarker>,
}

/// An uploaded file.
#[derive(Debug, Clone, Deserialize)]
pub struct Attachment {
    pub id: Id<AttachmentMarker>,
    #[serde(default)]
    pub filename: String,
    /// In bytes.
    #[serde(default)]
    pub size: u64,
    #[serde(default)]
    pub url: String,
    pub content_type: Option<String>,
}

fn kind<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    u8::deserialize(deserializer).map(Kind::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_a_thread_are_those_of_its_channel_and_those_of_a_channel_its_own() {
        let ruling = |json: &str| serde_json::from_str::<Channel>(json).unwrap().ruling().get();
        assert_eq!(ruling(r#"{ "id": "5", "type": 0, "parent_id": "4" }"#), 5, "a category is no channel");
        for thread in [10, 11, 12] {
            assert_eq!(ruling(&format!(r#"{{ "id": "5", "type": {thread}, "parent_id": "4" }}"#)), 4);
        }
        assert_eq!(ruling(r#"{ "id": "5", "type": 11 }"#), 5);
        assert_eq!(ruling(r#"{ "id": "5", "parent_id": null }"#), 5);
    }
}
