//! The scripting API under `/sandbox`: what the page does, as JSON for any language. Ids are strings, as in Discord's API.
//! A refusal has a status of 4xx and `{"message": "a sentence for the person"}`.

mod acting;
mod components;
mod deeds;
mod direct;
mod entries;
mod gateway;
mod integrations;
mod knobs;
mod membership;
mod menus;
mod names;
mod people;
mod refusal;
mod state;
mod writing;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json, Router,
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    routing::{delete, get, patch, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Reply, Sandbox, Seat, Shared};
use refusal::{Body, Refusal, id};

pub(crate) fn router(shared: Shared) -> Router {
    let desk = Desk { shared, notes: Arc::default() };
    let routes = Router::new()
        .route("/state", get(state::state))
        .route("/changes", get(state::changes))
        .route("/messages", get(entries::messages).post(writing::write))
        .route("/messages/{message}", patch(writing::rewrite).delete(writing::delete))
        .route("/lines", post(acting::run_line))
        .route("/suggestions", post(acting::suggestions))
        .route("/components", post(components::component))
        .route("/modals", post(acting::modal))
        .route("/menus", get(menus::menus).post(menus::run))
        .route("/deeds", post(deeds::act))
        .route("/direct-messages", get(direct::messages))
        .route("/people", post(people::add))
        .route("/people/{user}", patch(people::change))
        .route("/guilds", post(people::add_guild))
        .route("/guilds/{guild}", patch(people::change_guild))
        .route("/guilds/{guild}/members/{user}", put(membership::join).delete(membership::leave))
        .route("/guilds/{guild}/commands/{command}", put(integrations::show))
        .route("/reset", post(knobs::reset))
        .route("/faults", get(knobs::faults).post(knobs::add_fault).delete(knobs::clear_faults))
        .route("/faults/{position}", delete(knobs::remove_fault))
        .route("/clock", post(knobs::advance))
        .route("/requests", get(knobs::requests))
        .route("/gateway", get(gateway::read).patch(gateway::change))
        .route("/gateway/orders", post(gateway::order))
        .route("/gateway/sessions", delete(gateway::forget))
        .route("/load", post(gateway::load))
        .fallback(|| async { Refusal::new(StatusCode::NOT_FOUND, "There is nothing at this address.") })
        .method_not_allowed_fallback(|| async {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "This address takes another method.")
        })
        .with_state(desk);
    Router::new().nest("/sandbox", routes)
}

/// What the handlers share.
#[derive(Clone)]
struct Desk {
    shared: Shared,
    notes: Arc<Mutex<Notes>>,
}

/// What the page shows of an interaction beside its messages, by the interaction's id.
type Notes = HashMap<u64, Note>;

/// How a person did something, and how long the answer took.
#[derive(Debug, Clone)]
struct Note {
    /// After their name: `used /ban user:@mallory`.
    words: String,
    /// The same for everybody else, who see less of it.
    brief: String,
    elapsed_ms: Option<u64>,
}

impl Note {
    /// The same words for everybody.
    fn new(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { brief: words.clone(), words, elapsed_ms: None }
    }
}

/// A running sandbox, for one call.
struct Open {
    sandbox: Sandbox,
    notes: Arc<Mutex<Notes>>,
}

impl Open {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what came of an interaction and tells it.
    fn answer(&self, seat: Seat, reply: &Reply, mut note: Note) -> Json<Value> {
        let elapsed_ms = u64::try_from(reply.elapsed.as_millis()).unwrap_or(u64::MAX);
        note.elapsed_ms = Some(elapsed_ms);
        self.notes().insert(reply.interaction, note);
        self.sandbox.announce();
        let modal = reply.response.as_ref().filter(|response| response["type"] == 9).map(|response| &response["data"]);
        Json(json!({
            "interaction": reply.interaction.to_string(), "application": seat.application.to_string(),
            "type": reply.kind(), "elapsed_ms": elapsed_ms, "failure": reply.failure, "modal": modal,
        }))
    }
}

impl FromRequestParts<Desk> for Open {
    type Rejection = Refusal;

    async fn from_request_parts(_parts: &mut Parts, desk: &Desk) -> Result<Self, Refusal> {
        let inner = desk.shared.upgrade();
        let inner = inner.ok_or_else(|| Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "The sandbox is stopping."))?;
        Ok(Self { sandbox: Sandbox(inner), notes: desk.notes.clone() })
    }
}

/// Who acts, and where.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Place {
    #[serde(deserialize_with = "id")]
    guild: u64,
    #[serde(deserialize_with = "id")]
    channel: u64,
    #[serde(deserialize_with = "id")]
    user: u64,
}

impl Place {
    fn seat(self, application: u64) -> Seat {
        Seat { application, guild: self.guild, channel: self.channel, user: self.user }
    }
}

#[cfg(test)]
mod tests;
