//! Effects: calls to Discord that are rows before they are requests.
//!
//! Each is idempotent, because a lease may run out between Discord's act and our note of it: banning the banned and
//! lifting a ban that is gone both count as done.

mod act;

use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};

pub use act::Act;

use super::{
    bots,
    ctx::Ctx,
    error::{Error, Result},
    tasks::{self, Due, Enqueued, Leased, NewTask},
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
    /// What it is about: `case/12`.
    pub subject: String,
    pub unique_key: String,
    pub requested_by: Option<Id<UserMarker>>,
    /// For Discord's audit log.
    pub reason: Option<String>,
    /// Whether the caller tries it itself after committing.
    pub at_once: bool,
}

/// What became of an effect, as far as is known now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Discord confirmed it.
    Done,
    /// It waits: for another effect on the same member, or for Discord to answer again. It will be tried by itself.
    Queued,
    /// Discord refused for good, in its words.
    Refused(String),
}

/// An effect whose row is written.
#[derive(Debug)]
pub struct Decided {
    effect: NewEffect,
    enqueued: Enqueued,
    /// Whether an effect that would have done the opposite still waited, and does no more.
    pub cancelled_pending: bool,
}

/// Writes the effect, and cancels what waits for the same member and would do the opposite.
pub async fn decide(tx: &Tx, effect: NewEffect) -> Result<Decided> {
    let lane = effect.act.lane(effect.application, effect.guild);
    let mut cancelled_pending = false;
    for opposite in effect.act.opposites() {
        cancelled_pending |= tasks::cancel_lane(tx, &lane, json!({ "act": opposite })).await? > 0;
    }
    let payload = serde_json::to_value(&effect.act).map_err(|error| Error::Internal(error.to_string()))?;
    let due = if effect.at_once { Due::AtOnce } else { Due::At(edge::now()) };
    let task = NewTask {
        application: effect.application,
        guild: effect.guild,
        kind: KIND,
        subject: effect.subject.clone(),
        lane: Some(lane),
        unique_key: effect.unique_key.clone(),
        payload,
        requested_by: effect.requested_by,
        reason: effect.reason.clone(),
        due,
    };
    let enqueued = tasks::enqueue(tx, task).await?;
    Ok(Decided { effect, enqueued, cancelled_pending })
}

/// Tries an effect that was decided with `at_once`, after its transaction has committed.
pub async fn attempt(ctx: &Ctx, discord: &Client, decided: &Decided) -> Outcome {
    let Decided { effect, enqueued, .. } = decided;
    let Enqueued::Leased { id, attempt } = *enqueued else { return Outcome::Queued };
    let answer = perform(discord, effect.guild, &effect.act, effect.reason.as_deref()).await;
    let outcome = match &answer {
        Ok(_) => Outcome::Done,
        Err(error) if error.is_passing() => {
            tracing::warn!(%error, task = id, "an effect will be tried again");
            Outcome::Queued
        }
        Err(error) => Outcome::Refused(refusal(error)),
    };
    tasks::finish(ctx, id, attempt, tasks::ending(answer.map_err(Error::from), attempt)).await;
    outcome
}

/// Runs an effect that the tick has claimed.
pub async fn run(ctx: &Ctx, task: &Leased) -> Result<Value> {
    let act: Act =
        serde_json::from_value(task.payload.clone()).map_err(|error| Error::Internal(format!("effect: {error}")))?;
    let discord = client_of(ctx, task).await?;
    Ok(perform(&discord, task.guild, &act, task.reason.as_deref()).await?)
}

/// Discord, as the bot that a task is for.
async fn client_of(ctx: &Ctx, task: &Leased) -> Result<Client> {
    Scope::task(ctx.db.clone(), task.id, task.attempt)
        .read_at_once(async |tx: Tx| bots::client(ctx, &tx, task.application).await)
        .await
}

async fn perform(
    discord: &Client,
    guild: Id<GuildMarker>,
    act: &Act,
    reason: Option<&str>,
) -> std::result::Result<Value, client::Error> {
    for call in act.calls(guild) {
        match discord.send(call.because(reason)).await {
            Ok(_) => {}
            Err(error) if act.is_done_already(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(json!({ "discord": "done" }))
}

/// Discord's refusal in words for the person.
fn refusal(error: &client::Error) -> String {
    match error {
        client::Error::Refused { message, .. } if !message.is_empty() => message.clone(),
        other => other.to_string(),
    }
}
