//! Messages. Source: Discord docs, "Message Resource".

use serde_json::{Value, json};

use super::{World, iso};

/// A message in a channel, by a person or a bot.
#[derive(Debug, Clone)]
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
    /// Bits; [`EPHEMERAL`] and [`LOADING`] among them.
    pub flags: u64,
    /// Ephemeral messages: the only person who sees it.
    pub only_for: Option<u64>,
    /// The interaction that it answers.
    pub interaction: Option<u64>,
    /// The message that it replies to.
    pub reference: Option<u64>,
    /// Whether its text was changed after people could read it. Filling in a deferred answer is no edit.
    pub edited: bool,
    /// When it last changed, in milliseconds since 1970.
    pub changed_at_ms: u64,
}

/// The flag of a message that only one person sees.
pub const EPHEMERAL: u64 = 1 << 6;
/// The flag of a deferred answer, shown as “… is thinking”.
pub const LOADING: u64 = 1 << 7;
/// The flag of a message made of components alone.
pub const IS_COMPONENTS_V2: u64 = 1 << 15;

const CHAT_INPUT_COMMAND: u64 = 20;
const CONTEXT_MENU_COMMAND: u64 = 23;
const REPLY: u64 = 19;

impl World {
    /// Lets a member write something, for message commands to act on. Returns the message's id.
    pub fn create_message(&mut self, channel: u64, author: u64, content: &str) -> u64 {
        let id = self.snowflake();
        let message = Message {
            id,
            channel,
            author,
            content: content.to_owned(),
            embeds: json!([]),
            components: json!([]),
            flags: 0,
            only_for: None,
            interaction: None,
            reference: None,
            edited: false,
            changed_at_ms: self.now_ms(),
        };
        self.messages.insert(id, message);
        id
    }

    /// Discord's message object.
    pub fn message_json(&self, message: &Message) -> Value {
        let mut shown = json!({
            "id": message.id.to_string(), "type": self.message_type(message), "channel_id": message.channel.to_string(),
            "author": self.user_json(message.author), "content": message.content, "embeds": message.embeds,
            "components": message.components, "flags": message.flags, "attachments": [], "mentions": [],
            "mention_roles": [], "mention_everyone": false, "pinned": false, "tts": false,
            "timestamp": iso(World::time_of(message.id)),
            "edited_timestamp": message.edited.then(|| iso(message.changed_at_ms)),
        });
        if self.applications.contains_key(&message.author) {
            shown["application_id"] = json!(message.author.to_string());
            shown["webhook_id"] = json!(message.author.to_string());
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
