//! What the log of messages hears of Discord: edits and deletions.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use twilight_model::{
    gateway::Intents,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker},
    },
};

use super::{
    attribute,
    log::{self, PostMessageLog},
    model::Told,
};
use crate::{
    db::Tx,
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Listener, Task},
        gateway::{self, Event},
        journal::{self, NewEntry},
        tasks::{self, Enqueued},
    },
};

/// An edit that is told of later than this is no news: Discord tells of a message again, with the time of its last edit,
/// when it is pinned or a thread begins at it.
const NEWS: SignedDuration = SignedDuration::from_hours(24);

/// Notes that a message was deleted.
#[derive(Debug)]
pub struct LogDeletion;

#[async_trait]
impl Listener for LogDeletion {
    fn name(&self) -> &'static str {
        "messages.log_deletion"
    }
    fn event(&self) -> &'static str {
        "MESSAGE_DELETE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MESSAGES
    }
    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        #[derive(Deserialize)]
        struct Deleted {
            id: Id<MessageMarker>,
            channel_id: Id<ChannelMarker>,
        }
        let Deleted { id, channel_id } = event.read()?;
        deleted(ctx, event, self.name(), channel_id, &[id]).await
    }
}

/// Notes that several messages of a channel were deleted at once.
#[derive(Debug)]
pub struct LogDeletions;

#[async_trait]
impl Listener for LogDeletions {
    fn name(&self) -> &'static str {
        "messages.log_deletions"
    }
    fn event(&self) -> &'static str {
        "MESSAGE_DELETE_BULK"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MESSAGES
    }
    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        #[derive(Deserialize)]
        struct Deleted {
            ids: Vec<Id<MessageMarker>>,
            channel_id: Id<ChannelMarker>,
        }
        let Deleted { mut ids, channel_id } = event.read()?;
        ids.sort_unstable();
        deleted(ctx, event, self.name(), channel_id, &ids).await
    }
}

/// Notes that a message says something else.
#[derive(Debug)]
pub struct LogEdit;

#[async_trait]
impl Listener for LogEdit {
    fn name(&self) -> &'static str {
        "messages.log_edit"
    }
    fn event(&self) -> &'static str {
        "MESSAGE_UPDATE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT
    }
    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        #[derive(Deserialize)]
        struct Updated {
            id: Id<MessageMarker>,
            channel_id: Id<ChannelMarker>,
            edited_timestamp: Option<Timestamp>,
        }
        let updated: Updated = event.read()?;
        // Without a time nobody has edited it: Discord has looked at a link.
        let Some(at) = updated.edited_timestamp.filter(|at| edge::now().duration_since(*at) < NEWS) else {
            return Ok(());
        };
        let told = Told::Edit { channel: updated.channel_id, message: updated.id, at };
        note(ctx, event, self.name(), &[told]).await
    }
}

/// Writes down who deleted the messages, as far as that is known by now, and what the log wants to know of it, and posts that.
async fn deleted(
    ctx: &Ctx,
    event: &Event,
    listener: &'static str,
    channel: Id<ChannelMarker>,
    messages: &[Id<MessageMarker>],
) -> Result<()> {
    let scope = event.scope(ctx);
    let told: Vec<Told> = messages.iter().map(|message| Told::Deletion { channel, message: *message }).collect();
    let (explained, entries) = scope
        .read(async |tx: Tx| {
            let explained = attribute::recent_entries(&tx, event.guild, channel).await?;
            Ok::<_, Error>((explained, log::wanted(ctx, &tx, event.guild, &told).await?))
        })
        .await?;
    if explained.is_empty() && entries.is_empty() {
        return Ok(());
    }
    let noted = scope
        .write(async |tx: Tx| {
            let noted = write(&tx, event, listener, entries.clone()).await?;
            if !explained.is_empty() {
                attribute::attribute(&tx, event.guild, channel, messages).await?;
            }
            Ok::<_, Error>(noted)
        })
        .await?;
    tasks::run_later(ctx, noted);
    Ok(())
}

/// Writes down what the log wants to know, and posts it.
async fn note(ctx: &Ctx, event: &Event, listener: &'static str, told: &[Told]) -> Result<()> {
    let scope = event.scope(ctx);
    let entries = scope.read(async |tx: Tx| log::wanted(ctx, &tx, event.guild, told).await).await?;
    if entries.is_empty() {
        return Ok(());
    }
    let noted = scope.write(async |tx: Tx| write(&tx, event, listener, entries.clone()).await).await?;
    tasks::run_later(ctx, noted);
    Ok(())
}

async fn write(tx: &Tx, event: &Event, listener: &'static str, entries: Vec<NewEntry>) -> Result<Enqueued> {
    gateway::claim(tx, event, listener).await?;
    journal::note(tx, (event.application, event.guild), PostMessageLog.kind(), entries).await
}
