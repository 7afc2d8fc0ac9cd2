//! Interactions: made, signed, delivered, answered.

mod answers;
mod deliver;
pub(crate) mod late;
mod modals;
mod options;
mod payload;
pub(crate) mod response;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

pub use deliver::Answer;
pub(crate) use deliver::validate_endpoint;

use crate::{
    Sandbox, shape,
    world::{Message, World},
};

/// Who acts, where, towards which bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The bot that is meant.
    pub application: u64,
    /// The server.
    pub guild: u64,
    /// The channel in it.
    pub channel: u64,
    /// The person who acts, who is a member.
    pub user: u64,
}

/// Discord's numbers for kinds of interactions.
pub mod kind {
    /// Discord asks whether the endpoint is there.
    pub const PING: u64 = 1;
    /// A command was run.
    pub const COMMAND: u64 = 2;
    /// A button or select of a message was used.
    pub const COMPONENT: u64 = 3;
    /// A person is typing an option.
    pub const AUTOCOMPLETE: u64 = 4;
    /// A form was sent.
    pub const MODAL: u64 = 5;
}

/// An interaction that was sent out and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub application: u64,
    pub guild: u64,
    pub channel: u64,
    pub user: u64,
    pub token: String,
    pub kind: u64,
    /// A user or message command rather than a typed one.
    pub is_context_menu: bool,
    /// The message that a component sits on.
    pub source: Option<u64>,
    pub made_at_ms: u64,
    /// From when on Discord has the response on record. Nothing is, until the application has responded.
    pub settled_at_ms: Option<u64>,
    /// The message that `@original` means.
    pub original: Option<u64>,
    /// The response's type and data, once taken.
    pub response: Option<Value>,
    /// Why Discord gave up on the interaction.
    pub failure: Option<String>,
}

impl Pending {
    /// Who acted, where, towards which bot.
    pub fn seat(&self) -> Seat {
        let Self { application, guild, channel, user, .. } = *self;
        Seat { application, guild, channel, user }
    }
}

/// What came of an interaction at once.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The interaction's id, by which its messages are found.
    pub interaction: u64,
    /// From sending the request to having its whole answer.
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

    /// The modal that the response opens, its components numbered. [`Sandbox::fill_in`] answers it.
    pub fn modal(&self) -> Option<&Value> {
        self.response.as_ref().filter(|response| response["type"] == 9).map(|response| &response["data"])
    }

    /// The text of the response.
    pub fn content(&self) -> &str {
        self.response.as_ref().and_then(|response| response["data"]["content"].as_str()).unwrap_or_default()
    }
}

impl Sandbox {
    /// Runs a registered command. `name` is its full name, such as `case show`; `options` maps names to JSON values: a
    /// user, role or channel is named by its id as a string. Values outside an option's range and choices are sent all the
    /// same, as a changed client could send them.
    pub async fn command(&self, seat: Seat, name: &str, options: Value) -> Result<Reply> {
        let body = self.world().command_payload(seat, kind::COMMAND, name, &options, None)?;
        self.deliver(body).await
    }

    /// Runs a user command on somebody: `target` is a user's id.
    pub async fn user_command(&self, seat: Seat, name: &str, target: u64) -> Result<Reply> {
        let body = self.world().menu_payload(seat, payload::Menu::User, name, target)?;
        self.deliver(body).await
    }

    /// Runs a message command: `target` is a message's id.
    pub async fn message_command(&self, seat: Seat, name: &str, target: u64) -> Result<Reply> {
        let body = self.world().menu_payload(seat, payload::Menu::Message, name, target)?;
        self.deliver(body).await
    }

    /// Asks for suggestions while `focused` is being typed.
    pub async fn autocomplete(&self, seat: Seat, name: &str, options: Value, focused: &str) -> Result<Vec<Value>> {
        let body = self.world().command_payload(seat, kind::AUTOCOMPLETE, name, &options, Some(focused))?;
        let reply = self.deliver(body).await?;
        let response = reply.response.with_context(|| reply.failure.unwrap_or_default())?;
        Ok(response["data"]["choices"].as_array().cloned().unwrap_or_default())
    }

    /// Clicks a button of a message. One that is switched off cannot be clicked; one that is not there can, so that
    /// stale ids can be tried.
    pub async fn click(&self, seat: Seat, message: u64, custom_id: &str) -> Result<Reply> {
        {
            let world = self.world();
            let found = world.messages.get(&message).context("there is no such message")?;
            let button = shape::find(&found.components, custom_id);
            ensure!(button.is_none_or(|button| button["disabled"] != true), "{custom_id} is switched off");
        }
        self.component(seat, message, json!({ "custom_id": custom_id, "component_type": 2 })).await
    }

    /// Chooses in a select of a message, of whatever kind: texts of a string select, else ids. An error says what
    /// Discord's client would not let a person choose; [`Sandbox::component`] sends it all the same.
    pub async fn select(&self, seat: Seat, message: u64, custom_id: &str, values: &[&str]) -> Result<Reply> {
        let kind = {
            let world = self.world();
            let found = world.messages.get(&message).context("there is no such message")?;
            let part = shape::find(&found.components, custom_id).context("the message has no such select")?;
            ensure!(part["disabled"] != true, "{custom_id} is switched off");
            answers::check_values(&world, seat, part, values, false)?;
            part["type"].clone()
        };
        self.component(seat, message, json!({ "custom_id": custom_id, "component_type": kind, "values": values })).await
    }

    /// Uses any component of a message: `data` is the interaction's data, with `custom_id`, `component_type` and, for
    /// selects, `values`. It need not be on the message, so that stale and forged ids can be tried.
    pub async fn component(&self, seat: Seat, message: u64, data: Value) -> Result<Reply> {
        let body = self.world().component_payload(seat, message, data)?;
        self.deliver(body).await
    }

    /// Fills in the modal that an interaction was answered with, as the same person, and submits it. `answers` maps
    /// custom_ids to texts, lists of values, or a boolean for a checkbox; what is left out stays as the modal has it.
    /// An error says what Discord's client would not let a person submit.
    pub async fn fill_in(&self, interaction: u64, answers: Value) -> Result<Reply> {
        let body = self.world().filled_in_payload(interaction, &answers)?;
        self.deliver(body).await
    }

    /// Submits a modal, whether or not one was opened; `fields` are its inputs' custom_ids and texts, `message` the one whose component opened it.
    pub async fn submit(
        &self,
        seat: Seat,
        custom_id: &str,
        fields: &[(&str, &str)],
        message: Option<u64>,
    ) -> Result<Reply> {
        let inputs = fields.iter().map(|(id, value)| json!({ "type": 4, "custom_id": id, "value": value }));
        self.submit_inputs(seat, custom_id, inputs.collect(), message).await
    }

    /// Submits a modal with inputs of any kind, each as in the interaction: `type`, `custom_id`, `value` or `values`.
    pub async fn submit_inputs(
        &self,
        seat: Seat,
        custom_id: &str,
        inputs: Vec<Value>,
        message: Option<u64>,
    ) -> Result<Reply> {
        let body = self.world().modal_payload(seat, custom_id, inputs, message)?;
        self.deliver(body).await
    }

    /// The response to an interaction that Discord took: its type and data.
    pub fn response(&self, interaction: u64) -> Option<Value> {
        self.world().interactions.get(&interaction)?.response.clone()
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
        let found = |world: &World| world.messages.get(&world.interactions.get(&interaction)?.original?).cloned();
        let reply = self.until(limit, |world| found(world).filter(&wanted)).await;
        reply.with_context(|| format!("the reply is not as wanted: {:?}", found(&self.world())))
    }

    /// Waits until there is what `wanted` looks for; an error when `limit` passes first.
    pub async fn until<T>(&self, limit: Duration, wanted: impl Fn(&World) -> Option<T>) -> Result<T> {
        let mut changes = self.0.changed.subscribe();
        let give_up = Instant::now() + limit;
        loop {
            if let Some(found) = wanted(&self.world()) {
                return Ok(found);
            }
            let left = give_up.saturating_duration_since(Instant::now());
            if left.is_zero() || tokio::time::timeout(left, changes.changed()).await.is_err() {
                bail!("nothing of the kind after {limit:?}");
            }
        }
    }
}

/// The id that an interaction's body carries.
fn id_of(body: &Value) -> Result<u64> {
    body["id"].as_str().and_then(|id| id.parse().ok()).context("an interaction has an id")
}
