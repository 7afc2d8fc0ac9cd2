//! The moderation log: one message for each case, written anew when the case changes.

use async_trait::async_trait;
use futures_util::join;
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, ChannelMarker, GuildMarker},
};

use super::{SOON, case_of, later};
use crate::{
    db::{Scope, Tx},
    discord::{
        client::Client,
        rest::{Call, Made, code},
    },
    edge,
    features::moderation::{
        present::{self, Shown},
        settings::ModerationSettings,
        store::{self, EndedCase, NewCase},
    },
    platform::{
        bots,
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        settings,
        tasks::{self, Due, Enqueued, Leased, NewTask},
    },
};

/// Brings a case's message in the log up to date: posts it, or edits the one that is there.
#[derive(Debug)]
pub struct LogCase;

#[async_trait]
impl Task for LogCase {
    fn kind(&self) -> &'static str {
        "moderation.log_case"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let number = case_of(task)?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let (found, settings, discord) = scope
            .read_at_once(async |tx: Tx| {
                let (found, settings, discord) = join!(
                    store::case_with_effect(&tx, task.guild, number),
                    settings::read::<ModerationSettings>(&tx, task.guild),
                    bots::client(ctx, &tx, task.application)
                );
                Ok::<_, Error>((found?, settings?, discord?))
            })
            .await?;
        let Some((case, effect)) = found else { return Ok(json!({ "nothing to log": "there is no such case" })) };
        // While the act itself still waits, the message says so, and is brought up to date later.
        let is_unfinished = case.ended.is_none()
            && effect.as_ref().is_some_and(|effect| matches!(effect.state.as_str(), "pending" | "running"));
        let (stands, revision) = (case.log, case.revision);
        let locale = ctx.locale(settings.language());
        let entry = present::entry(locale, Shown { case, effect, notes: Vec::new() }, edge::now()).json();
        if let Some((channel, message)) = stands
            && edit(&discord, channel, Call::edit(channel, message, entry.clone())).await?
        {
            if is_unfinished {
                scope.write(async |tx: Tx| enqueue_again(&tx, task, number).await).await?;
            }
            return Ok(json!({ "edited": message, "revision": revision }));
        }
        let Some(channel) = settings.log_channel else { return Ok(json!({ "nothing to log": "no channel is set" })) };
        let nonce = format!("log-{}", task.id);
        let body = discord.send(Call::post(channel, entry, &nonce)).await?;
        let made: Made = serde_json::from_slice(&body).map_err(|error| Error::Internal(error.to_string()))?;
        scope
            .write(async |tx: Tx| {
                store::set_log_message(&tx, task.guild, number, channel, made.id).await?;
                if is_unfinished { enqueue_again(&tx, task, number).await } else { Ok::<_, Error>(()) }
            })
            .await?;
        Ok(json!({ "posted": made.id, "revision": revision }))
    }
}

/// Edits the message; whether it was still there.
async fn edit(discord: &Client, channel: Id<ChannelMarker>, call: Call) -> Result<bool> {
    match discord.send(call).await {
        Ok(_) => Ok(true),
        Err(error) if error.has_code(code::UNKNOWN_MESSAGE) || error.has_code(code::UNKNOWN_CHANNEL) => {
            tracing::info!(%channel, "a log message is gone and is posted anew");
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Decides that a case's message is to be brought up to date by whoever writes this, once for each `cause`.
pub async fn enqueue(
    tx: &Tx,
    (application, guild): (Id<ApplicationMarker>, Id<GuildMarker>),
    number: i32,
    cause: &str,
) -> Result<Enqueued> {
    Ok(tasks::enqueue(tx, new(application, guild, number, cause, Due::AtOnce)).await?)
}

/// The same for a new case and for those that it ended. What has ended may have a message from when there was a log,
/// even if there is none now.
pub async fn enqueue_all(
    tx: &Tx,
    case: &NewCase,
    number: i32,
    ended: &[EndedCase],
    has_log: bool,
    cause: &str,
) -> Result<Vec<Enqueued>> {
    let changed = ended.iter().filter(|case| has_log || case.is_logged).map(|case| case.number);
    let mut logs = Vec::new();
    for changed in changed.chain(has_log.then_some(number)) {
        logs.push(enqueue(tx, (case.application, case.guild), changed, cause).await?);
    }
    Ok(logs)
}

/// The same from a task, for the tick.
pub async fn enqueue_for_task(tx: &Tx, task: &Leased, number: i32) -> Result<()> {
    let cause = format!("task-{}", task.id);
    tasks::enqueue(tx, new(task.application, task.guild, number, &cause, Due::At(edge::now()))).await?;
    Ok(())
}

async fn enqueue_again(tx: &Tx, task: &Leased, number: i32) -> Result<()> {
    let again = NewTask { lane: Some(lane(task.guild, number)), ..task.again(LogCase.kind(), later(SOON)?) };
    tasks::enqueue(tx, again).await?;
    Ok(())
}

/// Writes log messages after the reply; what is not written then is by the tick.
pub fn write_later(ctx: &Ctx, logs: Vec<Enqueued>) {
    if logs.is_empty() {
        return;
    }
    let writer = ctx.clone();
    ctx.later.spawn(async move {
        for log in logs {
            tasks::run_at_once(&writer, log).await;
        }
    });
}

/// Changes of one message are written in order.
fn lane(guild: Id<GuildMarker>, number: i32) -> String {
    format!("log/{guild}/{number}")
}

fn new(application: Id<ApplicationMarker>, guild: Id<GuildMarker>, number: i32, cause: &str, due: Due) -> NewTask {
    NewTask {
        application,
        guild,
        kind: LogCase.kind(),
        subject: format!("log/case/{number}"),
        lane: Some(lane(guild, number)),
        about: None,
        unique_key: format!("{guild}/case/{number}/log/{cause}"),
        payload: json!({ "case": number }),
        requested_by: None,
        reason: None,
        due,
    }
}
