//! What a handler answers, and its JSON. Nobody is mentioned by a reply: allowed_mentions is always empty.
//! Source: Discord docs, "Receiving and Responding", Interaction Response Object.

use serde::Serialize;
use serde_json::{Value, json};
use twilight_model::channel::message::{Component, Embed, MessageFlags};

use super::limits;

/// An answer to an interaction.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A new message in the channel.
    Message(Message),
    /// The message that the component sits on, changed.
    Update(Message),
    /// A form. Not possible after a deferral.
    Modal(Modal),
    /// Suggestions for an option.
    Choices(Vec<Choice>),
}

/// A message's content.
#[derive(Debug, Clone, Default)]
pub struct Message {
    pub content: String,
    pub embeds: Vec<Embed>,
    pub components: Vec<Component>,
    /// Only the person who acted sees it.
    pub ephemeral: bool,
}

/// A form in a window of its own.
#[derive(Debug, Clone)]
pub struct Modal {
    pub custom_id: String,
    pub title: String,
    pub components: Vec<Component>,
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub name: String,
    pub value: Value,
}

impl Choice {
    /// A choice with a text as its value.
    pub fn text(name: &str, value: &str) -> Self {
        Self { name: limits::shorten(name, limits::CHOICE), value: value.into() }
    }

    /// A choice with a number as its value.
    pub fn number(name: &str, value: i64) -> Self {
        Self { name: limits::shorten(name, limits::CHOICE), value: value.into() }
    }
}

impl Message {
    /// A message that everyone in the channel sees.
    pub fn public(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// A message that only the person who acted sees.
    pub fn ephemeral(content: impl Into<String>) -> Self {
        Self { content: content.into(), ephemeral: true, ..Self::default() }
    }

    /// The body of a message in Discord's JSON.
    pub fn json(&self) -> Value {
        let mut body = json!({ "content": self.content, "allowed_mentions": { "parse": [] } });
        if let Value::Object(fields) = &mut body {
            // Set even when empty: an edit must clear what an earlier answer showed.
            fields.insert("embeds".into(), serde_json::to_value(&self.embeds).unwrap_or_default());
            fields.insert("components".into(), serde_json::to_value(&self.components).unwrap_or_default());
            if self.ephemeral {
                fields.insert("flags".into(), MessageFlags::EPHEMERAL.bits().into());
            }
        }
        body
    }
}

impl From<Message> for Reply {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl Reply {
    /// Whether Discord would take it.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Message(message) | Self::Update(message) => limits::check_message(message),
            Self::Modal(modal) => limits::check_modal(modal),
            Self::Choices(choices) if choices.len() > limits::CHOICES => {
                Err(format!("at most {} choices", limits::CHOICES))
            }
            Self::Choices(_) => Ok(()),
        }
    }

    /// The whole response, as the webhook answers it.
    pub fn json(&self) -> String {
        match self {
            Self::Message(message) => json!({ "type": 4, "data": message.json() }),
            Self::Update(message) => json!({ "type": 7, "data": message.json() }),
            Self::Modal(modal) => json!({ "type": 9, "data": {
                "custom_id": modal.custom_id, "title": modal.title, "components": modal.components,
            } }),
            Self::Choices(choices) => json!({ "type": 8, "data": { "choices": choices } }),
        }
        .to_string()
    }
}
