//! Submitted modals in Discord's JSON. Source: Discord docs, "Receiving and Responding", Modal Submit Data Structure.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::{Seat, answers, kind, options};
use crate::{
    shape::{self, component_type::*},
    world::World,
};

impl World {
    /// A modal's submission: each input inside a label, as modals have been since 2025.
    pub(super) fn modal_payload(
        &mut self,
        seat: Seat,
        custom_id: &str,
        inputs: Vec<Value>,
        message: Option<u64>,
    ) -> Result<Value> {
        let labels = inputs.into_iter().map(|input| json!({ "type": LABEL, "component": input })).collect();
        self.submission(seat, custom_id, labels, message)
    }

    /// The submission of the modal that an interaction was answered with.
    pub(super) fn filled_in_payload(&mut self, interaction: u64, answers: &Value) -> Result<Value> {
        let pending = self.interactions.get(&interaction).context("there is no such interaction")?.clone();
        let response = pending.response.as_ref().filter(|response| response["type"] == 9);
        let modal = &response.context("the interaction was not answered with a modal")?["data"];
        for name in answers.as_object().into_iter().flatten().map(|(name, _)| name) {
            shape::find(&modal["components"], name).with_context(|| format!("the modal has no field {name}"))?;
        }
        let seat = pending.seat();
        let answer = |input: &Value| {
            answers::answer(self, seat, input, input["custom_id"].as_str().and_then(|name| answers.get(name)))
        };
        let mut parts = Vec::new();
        for part in modal["components"].as_array().into_iter().flatten() {
            let mut sent = json!({ "type": part["type"], "id": part["id"] });
            match part["type"].as_u64() {
                Some(LABEL) => sent["component"] = answer(&part["component"])?,
                Some(ACTION_ROW) => sent["components"] = json!([answer(&part["components"][0])?]),
                _ => {}
            }
            parts.push(sent);
        }
        let custom_id = modal["custom_id"].as_str().unwrap_or_default().to_owned();
        self.submission(seat, &custom_id, parts, pending.source)
    }

    fn submission(&mut self, seat: Seat, custom_id: &str, parts: Vec<Value>, message: Option<u64>) -> Result<Value> {
        let parts = shape::numbered(Value::Array(parts));
        let mut resolved = Map::new();
        for part in parts.as_array().into_iter().flatten() {
            let input = &part["component"];
            let number = options::of_select(input["type"].as_u64().unwrap_or(0));
            for value in input["values"].as_array().into_iter().flatten() {
                self.resolve(seat, number, value, &mut resolved)?;
            }
        }
        let mut data = json!({ "custom_id": custom_id, "components": parts });
        self.with_resolved(&mut data, resolved);
        let source = message.and_then(|id| Some((id, self.message_json(self.messages.get(&id)?))));
        self.payload(seat, kind::MODAL, data, source)
    }
}
