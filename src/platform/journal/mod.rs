//! Logs of what happens in a server, posted in a channel for its staff: an entry is a row, written in the transaction that
//! handles the event, and what has gathered by the time of posting is one message.
//!
//! Entries lie for a moment before they are posted: what explains them, an entry of Discord's audit log, may be told of after
//! them. So a hundred deletions are few posts, an event that is told twice is one entry, and a repeated attempt posts the same
//! entries under the same nonce.

mod store;

use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, ChannelMarker, GuildMarker},
};

use super::{
    bots,
    ctx::Ctx,
    error::{Error, Result},
    feature::Task,
    tasks::{self, Due, Enqueued, Leased, NewTask},
};
use crate::{
    db::{Scope, Tx},
    discord::{
        client::{self, Client},
        reply::Message,
        rest::{Call, code},
    },
    edge,
};

/// Entries of one message at most.
const BATCH: i64 = 100;
/// How long one run goes on taking batches. A call to Discord takes at most twelve seconds, and a task has 25.
const GOES_ON: SignedDuration = SignedDuration::from_secs(12);
/// How long entries are kept: those that are posted so that they are not posted again, the others until somebody gives
/// the bot its channel back.
const KEPT: SignedDuration = SignedDuration::from_hours(48);

/// Something that happened.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Tells it from everything else in its log: `deleted/1234`. At most 100 characters.
    pub key: String,
    /// What the feature needs to tell of it, an object.
    pub about: Value,
}

/// An entry that is to be posted.
#[derive(Debug, Clone)]
pub struct Entry {
    pub about: Value,
    /// When it was written down.
    pub at: Timestamp,
}

/// A log: the task that posts it, and its words.
#[async_trait]
pub trait Log: Task {
    /// The message that tells of these entries, and where. None: nobody wants to know.
    async fn compose(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        guild: Id<GuildMarker>,
        entries: &[Entry],
    ) -> Result<Option<(Id<ChannelMarker>, Message)>>;
}

/// Writes entries down, and decides the task that posts them. Those that are known change nothing.
pub async fn note(
    tx: &Tx,
    (application, guild): (Id<ApplicationMarker>, Id<GuildMarker>),
    log: &'static str,
    entries: Vec<NewEntry>,
) -> Result<Enqueued> {
    let Some(first) = store::insert(tx, guild, log, entries).await? else { return Ok(Enqueued::Known) };
    let lane = lane(guild, log);
    // One that waits posts these as well, so there is never more than one waiting.
    if tasks::joins_waiting(tx, &lane).await? {
        return Ok(Enqueued::Waiting);
    }
    let task = NewTask {
        application,
        guild,
        kind: log,
        subject: log.to_owned(),
        lane: Some(lane),
        about: None,
        unique_key: format!("{guild}/{log}/{first}"),
        payload: json!({}),
        requested_by: None,
        reason: None,
        due: Due::AtOnce,
    };
    Ok(tasks::enqueue(tx, task).await?)
}

/// What is posted next.
enum Next {
    Nothing,
    /// The oldest entry may be posted in so long.
    Wait(Duration),
    /// Nobody wants to know of the batch.
    Unwanted,
    Post {
        nonce: String,
        channel: Id<ChannelMarker>,
        message: Message,
        discord: Client,
    },
}

/// Runs a log's task: posts what has gathered, and what gathers meanwhile.
pub async fn post(ctx: &Ctx, task: &Leased, log: &dyn Log) -> Result<Value> {
    let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
    let until = edge::now().checked_add(GOES_ON).unwrap_or_default();
    let mut posted = 0_usize;
    while edge::now() < until {
        match scope.write(async |tx: Tx| next(ctx, &tx, task, log).await).await? {
            Next::Nothing => return Ok(json!({ "messages": posted })),
            Next::Wait(left) => edge::sleep(left).await,
            Next::Unwanted => {}
            Next::Post { nonce, channel, message, discord } => {
                let sent = discord.send(Call::post(channel, message.json(), &nonce)).await;
                if sent.as_ref().err().is_none_or(|error| !may_be_mended(error)) {
                    finish(&scope, task, log, &nonce).await?;
                }
                sent?;
                posted = posted.saturating_add(1);
            }
        }
    }
    let lane = Some(lane(task.guild, log.kind()));
    let again = NewTask { lane, ..task.again(log.kind(), edge::now()) };
    scope.write(async |tx: Tx| tasks::enqueue(&tx, again.clone()).await.map_err(Error::from)).await?;
    Ok(json!({ "messages": posted, "more": true }))
}

/// Takes the next batch and finds its words.
async fn next(ctx: &Ctx, tx: &Tx, task: &Leased, log: &dyn Log) -> Result<Next> {
    let too_old = edge::now().checked_sub(KEPT).unwrap_or_default();
    store::forget(tx, task.guild, too_old).await?;
    let delay = ctx.config.log_delay;
    let Some((nonce, entries)) = store::take(tx, task.guild, log.kind(), delay, BATCH).await? else {
        let left = store::ripe_in(tx, task.guild, log.kind(), delay).await?;
        return Ok(left.map_or(Next::Nothing, Next::Wait));
    };
    match log.compose(ctx, tx, task.guild, &entries).await? {
        Some((channel, message)) => {
            let discord = bots::client(ctx, tx, task.application).await?;
            Ok(Next::Post { nonce, channel, message, discord })
        }
        None => {
            store::set_posted(tx, task.guild, log.kind(), &nonce).await?;
            Ok(Next::Unwanted)
        }
    }
}

async fn finish(scope: &Scope, task: &Leased, log: &dyn Log, nonce: &str) -> Result<()> {
    let (guild, kind) = (task.guild, log.kind());
    Ok(scope.write_at_once(async |tx: Tx| store::set_posted(&tx, guild, kind, nonce).await).await?)
}

/// Whether the same message may be taken later: Discord is away, or the bot may not write in the channel, which its server
/// can mend. The entries wait; anything else would be refused for ever.
fn may_be_mended(error: &client::Error) -> bool {
    let of_the_channel = [code::UNKNOWN_CHANNEL, code::MISSING_ACCESS, code::MISSING_PERMISSIONS];
    error.is_passing() || of_the_channel.into_iter().any(|code| error.has_code(code))
}

/// A log's messages are posted one after the other.
fn lane(guild: Id<GuildMarker>, log: &str) -> String {
    format!("{guild}/{log}")
}
