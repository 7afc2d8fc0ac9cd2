//! Who deleted a message by hand, found out by whichever is told of later: the deletion, or the audit log's entry.

use async_trait::async_trait;
use futures_util::join;
use jiff::SignedDuration;
use twilight_model::{
    gateway::Intents,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, MessageMarker},
    },
};

use super::{
    model::{self, DeletionEntry, REACH},
    store,
};
use crate::{
    db::Tx,
    discord::audit_log,
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Listener,
        gateway::{self, Event},
    },
};

/// How long after an entry its deletions may be handled: events are told again after a failure.
const LATELY: SignedDuration = SignedDuration::from_mins(10);

/// Writes down who deleted what others wrote.
#[derive(Debug)]
pub struct DeletedByHand;

#[async_trait]
impl Listener for DeletedByHand {
    fn name(&self) -> &'static str {
        "messages.deleted_by_hand"
    }
    fn event(&self) -> &'static str {
        "GUILD_AUDIT_LOG_ENTRY_CREATE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MODERATION
    }

    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        let entry: audit_log::Entry = event.read()?;
        let Some(entry) = DeletionEntry::of(&entry) else { return Ok(()) };
        let scope = event.scope(ctx);
        // Who asked us to delete is known better.
        if scope.read_at_once(async |tx: Tx| gateway::is_own_bot(&tx, entry.by).await.map_err(Error::from)).await? {
            return Ok(());
        }
        // By itself, so that of an entry and a deletion that are handled side by side the later one sees the other. Written
        // again it is the same row.
        scope
            .write_at_once(async |tx: Tx| {
                store::insert_entry(&tx, event.guild, &entry, edge::now()).await.map_err(Error::from)
            })
            .await?;
        scope.write(async |tx: Tx| handle(&tx, event, self.name(), entry.channel).await).await
    }
}

async fn handle(tx: &Tx, event: &Event, listener: &'static str, channel: Id<ChannelMarker>) -> Result<()> {
    gateway::claim(tx, event, listener).await?;
    attribute(tx, event.guild, channel, &[]).await
}

/// Entries that may be about what is deleted in the channel by now.
pub async fn recent_entries(tx: &Tx, guild: Id<GuildMarker>, channel: Id<ChannelMarker>) -> Result<Vec<DeletionEntry>> {
    let since = edge::now().checked_sub(LATELY).unwrap_or_default();
    Ok(store::deletion_entries(tx, guild, channel, since).await?)
}

/// Finds out who has deleted messages of the channel lately. `also` names some that may be older than its newest.
pub async fn attribute(
    tx: &Tx,
    guild: Id<GuildMarker>,
    channel: Id<ChannelMarker>,
    also: &[Id<MessageMarker>],
) -> Result<()> {
    let since = edge::now().checked_sub(LATELY.saturating_add(REACH)).unwrap_or_default();
    let also = also.iter().map(|message| message.get().cast_signed()).collect();
    let (entries, deletions) =
        join!(recent_entries(tx, guild, channel), store::deletions(tx, guild, channel, since, also));
    let sure = model::deleted_by(&entries?, &deletions?);
    if sure.is_empty() {
        return Ok(());
    }
    Ok(store::set_deleted_by(tx, guild, sure).await?)
}
