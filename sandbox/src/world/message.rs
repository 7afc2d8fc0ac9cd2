//! Messages. Source: Discord docs, "Message Resource".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Mentions, Watch, World, iso};
use crate::shape::numbered;

/// A message in a channel, by a person or a bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// A snowflake.
    pub id: u64,
    /// Where it stands.
    pub channel: u64,
    /// The user who wrote it; a bot's user has its application's id.
    pub author: u64,
    /// Its text, in Discord’s markdown.
    pub content: String,
    /// A JSON array in Discord's shape, as are the components.
    pub embeds: Value,
    /// A JSON array of action rows, or of what else IS_COMPONENTS_V2 allows.
    pub components: Value,
    /// Files that came with it.
    pub attachments: Vec<Attachment>,
    /// Whom it called.
    pub mentions: Mentions,
    /// Bits; [`EPHEMERAL`] and [`LOADING`] among them.
    pub flags: u64,
    /// Ephemeral messages: the only person who sees it.
    pub only_for: Option<u64>,
    /// The interaction that it answers.
    pub interaction: Option<u64>,
    /// The message that it replies to.
    pub reference: Option<u64>,
    /// What its bot called it when it sent it, so that it is not sent twice.
    pub nonce: Option<String>,
    /// Whether it is pinned, which only the library can do.
    pub pinned: bool,
    /// Whether its text was changed after people could read it. Filling in a deferred answer is no edit.
    pub edited: bool,
    /// When it last changed, in milliseconds since 1970.
    pub changed_at_ms: u64,
}

impl Watch for Message {
    type Before = Self;

    fn before(&self) -> Self {
        self.clone()
    }
}

/// A file that came with a message. Only what is told of it is here, not what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// A snowflake.
    pub id: u64,
    /// With its ending.
    pub filename: String,
    /// Such as `image/png`.
    pub content_type: String,
    /// In bytes.
    pub size: u64,
    /// Where it would lie at Discord; nothing is there.
    pub url: String,
}

/// The flag of a message whose links and embeds are not shown.
pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// The flag of a message that only one person sees.
pub const EPHEMERAL: u64 = 1 << 6;
/// The flag of a deferred answer, shown as “… is thinking”.
pub const LOADING: u64 = 1 << 7;
/// The flag of a message that calls nobody by a sound or a push notification.
pub const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
/// The flag of a message made of components alone.
pub const IS_COMPONENTS_V2: u64 = 1 << 15;

const CHAT_INPUT_COMMAND: u64 = 20;
const CONTEXT_MENU_COMMAND: u64 = 23;
const REPLY: u64 = 19;

impl Message {
    /// An empty message, not yet anywhere.
    pub(crate) fn new(id: u64, channel: u64, author: u64) -> Self {
        Self {
            id,
            channel,
            author,
            content: String::new(),
            embeds: json!([]),
            components: json!([]),
            attachments: Vec::new(),
            mentions: Mentions::default(),
            flags: 0,
            only_for: None,
            interaction: None,
            reference: None,
            nonce: None,
            pinned: false,
            edited: false,
            changed_at_ms: World::time_of(id),
        }
    }

    /// Takes over what `data` names, as the body of a message has it, and leaves the rest.
    pub(crate) fn fill(&mut self, data: &Value) {
        if let Some(content) = data.get("content") {
            self.content = content.as_str().unwrap_or_default().to_owned();
        }
        if let Some(embeds) = data.get("embeds") {
            self.embeds = embeds.as_array().into_iter().flatten().cloned().map(rich).collect();
        }
        if let Some(components) = data.get("components") {
            self.components = if components.is_array() { numbered(components.clone()) } else { json!([]) };
        }
    }
}

/// Whatever a bot says of its embed, it is a rich one.
fn rich(mut embed: Value) -> Value {
    embed["type"] = json!("rich");
    embed
}

impl Attachment {
    /// Discord's attachment object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "filename": self.filename, "size": self.size, "url": self.url,
            "proxy_url": self.url, "content_type": self.content_type,
        })
    }
}

/// Takes out of Discord's message object what is read only with the intent MESSAGE_CONTENT, or by those who are meant.
/// Source: Discord docs, "Gateway", Message Content Intent.
pub(crate) fn veil(shown: &mut Value) {
    shown["content"] = json!("");
    for field in ["embeds", "attachments", "components"] {
        shown[field] = json!([]);
    }
}

impl World {
    /// The newest message of each channel that everybody sees who sees the channel.
    pub(crate) fn newest_messages(&self) -> BTreeMap<u64, u64> {
        let public = self.messages.iter().filter(|(_, message)| message.only_for.is_none());
        // They come by id, so that the last one of each stays.
        public.map(|(id, message)| (message.channel, *id)).collect()
    }

    /// Discord's message object.
    pub fn message_json(&self, message: &Message) -> Value {
        let Mentions { users, roles, everyone } = &message.mentions;
        let mut shown = json!({
            "id": message.id.to_string(), "type": self.message_type(message), "channel_id": message.channel.to_string(),
            "author": self.user_json(message.author), "content": message.content, "embeds": message.embeds,
            "components": message.components, "flags": message.flags,
            "attachments": message.attachments.iter().map(Attachment::json).collect::<Vec<_>>(),
            "mentions": users.iter().map(|user| self.user_json(*user)).collect::<Vec<_>>(),
            "mention_roles": roles.iter().map(u64::to_string).collect::<Vec<_>>(), "mention_everyone": everyone,
            "pinned": message.pinned, "tts": false, "timestamp": iso(World::time_of(message.id)),
            "edited_timestamp": message.edited.then(|| iso(message.changed_at_ms)),
        });
        if self.applications.contains_key(&message.author) {
            shown["application_id"] = json!(message.author.to_string());
            // An answer to an interaction is the work of its webhook, any other message the bot's own.
            if message.interaction.is_some() {
                shown["webhook_id"] = json!(message.author.to_string());
            }
        }
        if let Some(reference) = message.reference {
            shown["message_reference"] = json!({
                "type": 0, "message_id": reference.to_string(), "channel_id": message.channel.to_string(),
            });
        }
        if let Some((id, pending)) = message.interaction.and_then(|id| Some((id, self.interactions.get(&id)?))) {
            let owners = json!({ "0": pending.guild.to_string() });
            shown["interaction_metadata"] = json!({
                "id": id.to_string(), "type": pending.kind, "user": self.user_json(pending.user),
                "authorizing_integration_owners": owners,
            });
            if let Some(source) = pending.source {
                shown["interaction_metadata"]["interacted_message_id"] = json!(source.to_string());
            }
        }
        shown
    }

    fn message_type(&self, message: &Message) -> u64 {
        if message.reference.is_some() {
            return REPLY;
        }
        match message.interaction.and_then(|id| self.interactions.get(&id)) {
            Some(pending) if pending.is_context_menu => CONTEXT_MENU_COMMAND,
            Some(_) => CHAT_INPUT_COMMAND,
            None => 0,
        }
    }
}
