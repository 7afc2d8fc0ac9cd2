//! Interactions: made, signed, delivered, answered.

mod deliver;
pub(crate) mod late;
mod payload;
mod response;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

pub(crate) use deliver::validate_endpoint;

use crate::{Sandbox, world::Message};

/// Who acts, where, towards which bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    pub application: u64,
    pub guild: u64,
    pub channel: u64,
    pub user: u64,
}

/// Discord's numbers for kinds of interactions.
pub mod kind {
    pub const PING: u64 = 1;
    pub const COMMAND: u64 = 2;
    pub const COMPONENT: u64 = 3;
    pub const AUTOCOMPLETE: u64 = 4;
    pub const MODAL: u64 = 5;
}

/// An interaction that was sent out and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub application: u64,
    pub user: u64,
    pub channel: u64,
    pub token: String,
    pub kind: u64,
    /// The message that a component sits on.
    pub source: Option<u64>,
    pub made_at_ms: u64,
    /// From when on Discord has the response on record.
    pub settled_at_ms: Option<u64>,
    /// The message that `@original` means.
    pub original: Option<u64>,
    pub failure: Option<String>,
}

/// What came of an interaction at once.
#[derive(Debug, Clone)]
pub struct Reply {
    pub interaction: u64,
    pub elapsed: Duration,
    /// The response's JSON, if Discord took it.
    pub response: Option<Value>,
    /// Why the person reads "The application did not respond".
    pub failure: Option<String>,
}

impl Reply {
    /// Discord's number for the response's type; 0 if it failed.
    pub fn kind(&self) -> u64 {
        self.response.as_ref().and_then(|response| response["type"].as_u64()).unwrap_or(0)
    }

    /// The text of the response.
    pub fn content(&self) -> &str {
        self.response.as_ref().and_then(|response| response["data"]["content"].as_str()).unwrap_or_default()
    }
}

impl Sandbox {
    /// Runs a registered command. `name` is its full name, such as `case show`; `options` maps names to JSON values: a
    /// user, role or channel is named by its id as a string.
    pub async fn command(&self, seat: Seat, name: &str, options: Value) -> Result<Reply> {
        let body = self.world().command_payload(seat, kind::COMMAND, name, &options, None)?;
        self.deliver(body).await
    }

    /// Asks for suggestions while `focused` is being typed.
    pub async fn autocomplete(&self, seat: Seat, name: &str, options: Value, focused: &str) -> Result<Vec<Value>> {
        let body = self.world().command_payload(seat, kind::AUTOCOMPLETE, name, &options, Some(focused))?;
        let reply = self.deliver(body).await?;
        let response = reply.response.with_context(|| reply.failure.unwrap_or_default())?;
        Ok(response["data"]["choices"].as_array().cloned().unwrap_or_default())
    }

    /// Clicks a button of a message.
    pub async fn click(&self, seat: Seat, message: u64, custom_id: &str) -> Result<Reply> {
        self.component(seat, message, json!({ "custom_id": custom_id, "component_type": 2 })).await
    }

    /// Uses any component: `data` is the interaction's data, with `custom_id`, `component_type` and perhaps `values`.
    pub async fn component(&self, seat: Seat, message: u64, data: Value) -> Result<Reply> {
        let body = {
            let mut world = self.world();
            let found = world.messages.get(&message).context("there is no such message")?;
            if found.only_for.is_some_and(|user| user != seat.user) {
                bail!("this message is shown to somebody else only");
            }
            let shown = world.message_json(found);
            world.payload(seat, kind::COMPONENT, data, Some((message, shown)))?
        };
        self.deliver(body).await
    }

    /// Submits a modal; `fields` are its inputs' custom_ids and texts, `message` the one whose component opened it.
    pub async fn submit(
        &self,
        seat: Seat,
        custom_id: &str,
        fields: &[(&str, &str)],
        message: Option<u64>,
    ) -> Result<Reply> {
        let inputs = fields.iter().zip(1..).map(|((id, value), number)| {
            json!({ "type": 18, "id": number * 2, "component": { "type": 4, "id": number * 2 + 1, "custom_id": id, "value": value } })
        });
        let data = json!({ "custom_id": custom_id, "components": inputs.collect::<Vec<_>>(), "resolved": {} });
        let body = {
            let mut world = self.world();
            let source = message.and_then(|id| Some((id, world.message_json(world.messages.get(&id)?))));
            world.payload(seat, kind::MODAL, data, source)?
        };
        self.deliver(body).await
    }

    /// The message that the interaction's `@original` is now.
    pub fn original(&self, interaction: u64) -> Option<Message> {
        let world = self.world();
        let id = world.interactions.get(&interaction)?.original?;
        world.messages.get(&id).cloned()
    }

    /// The messages that the interaction has led to, its original first.
    pub fn messages_of(&self, interaction: u64) -> Vec<Message> {
        self.world().messages.values().filter(|message| message.interaction == Some(interaction)).cloned().collect()
    }

    /// Waits until the original reply is as wanted; an error with its last state when `limit` passes first.
    pub async fn until_original(
        &self,
        interaction: u64,
        limit: Duration,
        wanted: impl Fn(&Message) -> bool,
    ) -> Result<Message> {
        let mut changes = self.0.changed.subscribe();
        let give_up = Instant::now() + limit;
        loop {
            let found = self.original(interaction);
            if let Some(message) = found.as_ref().filter(|message| wanted(message)) {
                return Ok(message.clone());
            }
            let left = give_up.saturating_duration_since(Instant::now());
            if left.is_zero() || tokio::time::timeout(left, changes.changed()).await.is_err() {
                bail!("the reply is not as wanted after {limit:?}: {found:?}");
            }
        }
    }
}
