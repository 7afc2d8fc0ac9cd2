//! The scripting API under `/sandbox`: what the page does, as JSON for any language. Ids are strings, as in Discord's API.
//! A refusal has a status of 4xx and `{"message": "a sentence for the person"}`.

mod view;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{FromRequest, FromRequestParts, Query, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::{Value, json};

use crate::{Fault, Reply, Sandbox, Seat, Shared, line};

/// How long a poll for changes stays open.
const POLL: Duration = Duration::from_secs(25);

pub(crate) fn router(shared: Shared) -> Router {
    let desk = Desk { shared, notes: Arc::default() };
    let routes = Router::new()
        .route("/state", get(state))
        .route("/changes", get(changes))
        .route("/messages", get(messages))
        .route("/lines", post(run_line))
        .route("/suggestions", post(suggestions))
        .route("/components", post(component))
        .route("/modals", post(modal))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/clock", post(advance))
        .route("/requests", get(requests))
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

/// A running sandbox, for one call.
struct Open {
    sandbox: Sandbox,
    notes: Arc<Mutex<Notes>>,
}

impl Open {
    fn note(&self, interaction: u64, note: Note) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).insert(interaction, note);
    }

    /// Notes what came of an interaction and tells it.
    fn answer(&self, seat: Seat, reply: &Reply, mut note: Note) -> Json<Value> {
        let elapsed_ms = u64::try_from(reply.elapsed.as_millis()).unwrap_or(u64::MAX);
        note.elapsed_ms = Some(elapsed_ms);
        self.note(reply.interaction, note);
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

async fn state(open: Open) -> Json<Value> {
    let version = *open.sandbox.0.changed.borrow();
    Json(view::state(&open.sandbox, version))
}

#[derive(Deserialize)]
struct After {
    after: Option<u64>,
}

/// Answers as soon as the version differs from `after`, or after 25 seconds.
async fn changes(open: Open, Query(After { after }): Query<After>) -> Json<Value> {
    let mut changed = open.sandbox.0.changed.subscribe();
    // A poll that waits must not keep a stopped sandbox alive.
    drop(open);
    let wait = changed.wait_for(|version| Some(*version) != after);
    let _ = tokio::time::timeout(POLL, wait).await;
    let version = *changed.borrow();
    Json(json!({ "version": version }))
}

#[derive(Deserialize)]
struct Reader {
    #[serde(deserialize_with = "id")]
    channel: u64,
    #[serde(deserialize_with = "id")]
    user: u64,
}

async fn messages(open: Open, Query(reader): Query<Reader>) -> Json<Value> {
    let notes = open.notes.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Json(view::entries(&open.sandbox.world(), &notes, reader.channel, reader.user))
}

#[derive(Deserialize)]
struct Line {
    #[serde(flatten)]
    place: Place,
    line: String,
}

async fn run_line(open: Open, Body(Line { place, line }): Body<Line>) -> Result<Json<Value>, Refusal> {
    let (typed, body) = line::line_payload(&mut open.sandbox.world(), place.seat(0), &line)?;
    let note =
        Note { words: format!("used {}", line.trim()), brief: format!("used /{}", typed.name), elapsed_ms: None };
    let interaction = body["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    open.note(interaction, note.clone());
    open.sandbox.announce();
    // In a task of its own: a page that is closed meanwhile does not stop the delivery.
    let task = tokio::spawn(async move {
        let reply = open.sandbox.deliver(body).await;
        if let Err(problem) = &reply
            && let Some(pending) = open.sandbox.world().interactions.get_mut(&interaction)
        {
            pending.failure = Some(format!("{problem:#}"));
        }
        Ok(open.answer(place.seat(typed.application), &reply?, note))
    });
    task.await.map_err(anyhow::Error::from)?
}

async fn suggestions(open: Open, Body(Line { place, line }): Body<Line>) -> Json<Value> {
    let mut suggestions = line::suggest(&open.sandbox.world(), place.seat(0), &line);
    if let Some(ask) = suggestions.ask.take() {
        let seat = place.seat(ask.application);
        match open.sandbox.autocomplete(seat, &ask.name, ask.options.clone(), &ask.focused).await {
            Ok(choices) => suggestions.list = ask.answered(&choices),
            Err(problem) => suggestions.hint = format!("The bot suggests nothing: {problem:#}."),
        }
    }
    Json(json!(suggestions))
}

#[derive(Deserialize)]
struct Component {
    #[serde(flatten)]
    place: Place,
    #[serde(deserialize_with = "id")]
    message: u64,
    custom_id: String,
    /// Of a select: what is chosen.
    values: Option<Vec<String>>,
}

async fn component(open: Open, Body(call): Body<Component>) -> Result<Json<Value>, Refusal> {
    let found = view::part(&open.sandbox.world(), call.message, &call.custom_id)?;
    let mut data = json!({ "custom_id": call.custom_id, "component_type": found.kind });
    if let Some(values) = call.values {
        data["values"] = json!(values);
    }
    let words = format!("pressed “{}”", found.label);
    let seat = call.place.seat(found.application);
    let task = tokio::spawn(async move {
        let reply = open.sandbox.component(seat, call.message, data).await?;
        Ok(open.answer(seat, &reply, Note { brief: words.clone(), words, elapsed_ms: None }))
    });
    task.await.map_err(anyhow::Error::from)?
}

#[derive(Deserialize)]
struct Modal {
    #[serde(flatten)]
    place: Place,
    #[serde(deserialize_with = "id")]
    application: u64,
    custom_id: String,
    /// Texts by the custom_ids of their inputs.
    fields: HashMap<String, String>,
    /// The message whose component opened the modal.
    #[serde(default, deserialize_with = "maybe_id")]
    message: Option<u64>,
}

async fn modal(open: Open, Body(call): Body<Modal>) -> Result<Json<Value>, Refusal> {
    let seat = call.place.seat(call.application);
    let task = tokio::spawn(async move {
        let fields: Vec<(&str, &str)> = call.fields.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let reply = open.sandbox.submit(seat, &call.custom_id, &fields, call.message).await?;
        let words = "sent a form".to_owned();
        Ok(open.answer(seat, &reply, Note { brief: words.clone(), words, elapsed_ms: None }))
    });
    task.await.map_err(anyhow::Error::from)?
}

async fn faults(open: Open) -> Json<Value> {
    Json(json!(open.sandbox.world().faults))
}

async fn add_fault(open: Open, Body(fault): Body<Fault>) -> StatusCode {
    open.sandbox.world().faults.push(fault);
    open.sandbox.announce();
    StatusCode::NO_CONTENT
}

async fn clear_faults(open: Open) -> StatusCode {
    open.sandbox.world().faults.clear();
    open.sandbox.announce();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Advance {
    seconds: u64,
}

/// Moves Discord's clock, and only that: an endpoint that checks the age of signatures then refuses them.
async fn advance(open: Open, Body(Advance { seconds }): Body<Advance>) -> Json<Value> {
    open.sandbox.advance(Duration::from_secs(seconds));
    open.sandbox.announce();
    Json(json!({ "now_ms": open.sandbox.world().now_ms() }))
}

async fn requests(open: Open) -> Json<Value> {
    Json(view::requests(&open.sandbox.world()))
}

/// A JSON body; what is wrong with another is said in a refusal.
struct Body<T>(T);

impl<T: serde::de::DeserializeOwned> FromRequest<Desk> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: axum::extract::Request, desk: &Desk) -> Result<Self, Refusal> {
        match Json::from_request(request, desk).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(problem) => {
                let problem: JsonRejection = problem;
                Err(Refusal::new(problem.status(), &problem.body_text()))
            }
        }
    }
}

/// Why something cannot be done, for the person.
struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, message: &str) -> Self {
        Self { status, message: message.to_owned() }
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(problem: anyhow::Error) -> Self {
        let words = format!("{problem:#}");
        let mut letters = words.chars();
        let first = letters.next().map(char::to_uppercase);
        let mut message: String = first.into_iter().flatten().chain(letters).collect();
        if !message.ends_with('.') {
            message.push('.');
        }
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, message }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "message": self.message }))).into_response()
    }
}

/// An id, which JSON holds as a string.
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom(format!("“{text}” is no id")))
}

fn maybe_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(|_| D::Error::custom(format!("“{text}” is no id")))).transpose()
}

#[cfg(test)]
mod tests;
