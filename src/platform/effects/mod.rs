//! Effects: calls to Discord that are rows before they are requests.
//!
//! Each is idempotent, because a lease may run out between Discord's act and our note of it: banning the banned and
//! lifting a ban that is gone both count as done, and a message carries a nonce.

mod act;
mod perform;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};

pub use act::Act;
pub use perform::ManyBanned;

use super::{
    bots,
    ctx::Ctx,
    error::{Error, Result},
    tasks::{self, Due, Ending, Enqueued, Leased, NewTask},
};
use crate::{
    db::{Scope, Tx},
    discord::client::{self, Client},
    edge,
};

/// The kind of a task that is an effect.
pub const KIND: &str = "effect";

/// An effect to be decided.
#[derive(Debug, Clone)]
pub struct NewEffect {
    pub application: Id<ApplicationMarker>,
    pub guild: Id<GuildMarker>,
    pub act: Act,
    /// What the person concerned is told first, in a direct message.
    pub notice: Option<Notice>,
    /// What it is about: `case/12`.
    pub subject: String,
    pub unique_key: String,
    pub requested_by: Option<Id<UserMarker>>,
    /// For Discord's audit log.
    pub reason: Option<String>,
    /// Whether the caller tries it itself after committing.
    pub at_once: bool,
}

/// A direct message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub user: Id<UserMarker>,
    pub content: String,
}

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeState)]
pub enum Told {
    Delivered,
    /// They take no messages from this bot.
    Closed,
    /// Discord failed.
    Failed,
}

/// An effect as its row stores it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Payload {
    #[serde(flatten)]
    act: Act,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<Notice>,
}

/// What an effect that was done has to say; kept as the result of its row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub told: Option<Told>,
    /// [`ManyBanned`] of many bans, `{"message": id}` of a post, else null.
    pub answer: Value,
}

/// What became of an effect, as far as is known now.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Discord confirmed it.
    Done(Report),
    /// It waits: for another effect on the same member, or for Discord to answer again. It will be tried by itself.
    Queued,
    /// Discord refused for good, in its words.
    Refused(String),
}

/// An effect whose row is written.
#[derive(Debug)]
pub struct Decided {
    guild: Id<GuildMarker>,
    payload: Payload,
    reason: Option<String>,
    enqueued: Enqueued,
    /// Whether an effect that would have done the opposite still waited, and does no more.
    pub cancelled_pending: bool,
}

/// Writes the effect, and cancels what waits for the same member and would do the opposite.
pub async fn decide(tx: &Tx, effect: NewEffect) -> Result<Decided> {
    let lane = effect.act.lane(effect.application, effect.guild);
    let mut cancelled_pending = false;
    for opposite in effect.act.opposites() {
        let lane = lane.as_deref().unwrap_or_default();
        cancelled_pending |= tasks::cancel_lane(tx, lane, json!({ "act": opposite })).await? > 0;
    }
    let payload = Payload { act: effect.act, notice: effect.notice };
    let task = NewTask {
        application: effect.application,
        guild: effect.guild,
        kind: KIND,
        subject: effect.subject,
        lane,
        about: payload.act.about(),
        unique_key: effect.unique_key,
        payload: serde_json::to_value(&payload).map_err(|error| Error::Internal(error.to_string()))?,
        requested_by: effect.requested_by,
        reason: effect.reason.clone(),
        due: if effect.at_once { Due::AtOnce } else { Due::At(edge::now()) },
    };
    let enqueued = tasks::enqueue(tx, task).await?;
    Ok(Decided { guild: effect.guild, payload, reason: effect.reason, enqueued, cancelled_pending })
}

/// Tries an effect that was decided with `at_once`, after its transaction has committed.
pub async fn attempt(ctx: &Ctx, discord: &Client, decided: &Decided) -> Outcome {
    let Enqueued::Leased { id, attempt } = decided.enqueued else { return Outcome::Queued };
    let mut told = None;
    let performance = perform::Performance {
        discord,
        guild: decided.guild,
        payload: &decided.payload,
        reason: decided.reason.as_deref(),
        nonce: nonce(id),
    };
    let answer = performance.run(&mut told).await;
    let outcome = match &answer {
        Ok(report) => Outcome::Done(report.clone()),
        Err(error) if error.is_passing() => {
            tracing::warn!(%error, task = id, "an effect will be tried again");
            Outcome::Queued
        }
        Err(error) => Outcome::Refused(refusal(error)),
    };
    tasks::finish(ctx, id, attempt, ending(answer, told, attempt)).await;
    outcome
}

/// Runs an effect that the tick has claimed.
pub async fn run(ctx: &Ctx, task: &Leased) -> Ending {
    let payload: Payload = match serde_json::from_value(task.payload.clone()) {
        Ok(payload) => payload,
        Err(error) => return Ending::Dead { error: format!("effect: {error}"), progress: None },
    };
    let discord = match client_of(ctx, task).await {
        Ok(discord) => discord,
        Err(error) => return tasks::ending(Err(error), task.tries),
    };
    let mut told = task.progress.clone().and_then(|progress| serde_json::from_value::<Report>(progress).ok()?.told);
    let performance = perform::Performance {
        discord: &discord,
        guild: task.guild,
        payload: &payload,
        reason: task.reason.as_deref(),
        nonce: nonce(task.id),
    };
    ending(performance.run(&mut told).await, told, task.tries)
}

/// A failed attempt keeps what it has achieved.
fn ending(answer: std::result::Result<Report, client::Error>, told: Option<Told>, tries: i32) -> Ending {
    let result = answer.map(|report| json!(report)).map_err(Error::from);
    let achieved = told.map(|told| json!(Report { told: Some(told), answer: Value::Null }));
    tasks::ending(result, tries).with_progress(achieved)
}

/// Discord, as the bot that a task is for.
async fn client_of(ctx: &Ctx, task: &Leased) -> Result<Client> {
    bots::reach(ctx, &Scope::task(ctx.db.clone(), task.id, task.attempt), task.application).await
}

/// At most 25 characters.
fn nonce(task: i64) -> String {
    format!("task-{task}")
}

/// Discord's refusal in words for the person.
fn refusal(error: &client::Error) -> String {
    match error {
        client::Error::Refused { message, .. } if !message.is_empty() => message.clone(),
        other => other.to_string(),
    }
}
