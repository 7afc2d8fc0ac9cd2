//! The log of edited and deleted messages. Entries hold no words: what a message said is looked up when it is posted.

use std::collections::HashMap;

use async_trait::async_trait;
use futures_util::join;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, MessageMarker},
};

use super::{
    model::{self, Cause, Known, Told},
    present,
    settings::MessagesSettings,
    store,
};
use crate::{
    db::Tx,
    discord::reply::Message,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        journal::{self, Entry, Log},
        sealed, settings,
        tasks::Leased,
    },
};

/// How long before a deletion was noted the act of ours may lie that caused it.
const CAUSE: SignedDuration = SignedDuration::from_mins(10);

/// Posts what has gathered.
#[derive(Debug)]
pub struct PostMessageLog;

#[async_trait]
impl Task for PostMessageLog {
    fn kind(&self) -> &'static str {
        "messages.post_log"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        journal::post(ctx, task, self).await
    }
}

/// Something that happened to a message, with what is known of it.
#[derive(Debug)]
pub struct Item {
    pub told: Told,
    pub known: Option<Known>,
    pub cause: Option<Cause>,
}

#[async_trait]
impl Log for PostMessageLog {
    async fn compose(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        guild: Id<GuildMarker>,
        entries: &[Entry],
    ) -> Result<Option<(Id<ChannelMarker>, Message)>> {
        let told: Vec<Told> = entries.iter().filter_map(|entry| Told::deserialize(&entry.about).ok()).collect();
        let first = entries.iter().map(|entry| entry.at).min().unwrap_or_default();
        let since = first.checked_sub(CAUSE).unwrap_or_default();
        let keys = sealed::keys(ctx, tx).await?;
        let (settings, known, acts) = join!(
            settings::read::<MessagesSettings>(tx, guild),
            store::known(tx, guild, told.iter().map(|told| told.message().get().cast_signed()).collect(), &keys),
            store::acts_that_delete(tx, guild, since)
        );
        let (settings, acts) = (settings?, acts?);
        let Some(channel) = settings.log_channel.filter(|_| !told.is_empty()) else { return Ok(None) };
        let known: HashMap<Id<MessageMarker>, Known> = known?.into_iter().map(|known| (known.message, known)).collect();
        let items = told.into_iter().map(|told| {
            // An edit and the deletion of one message may be told together.
            let known = known.get(&told.message()).cloned();
            let cause = match told {
                Told::Edit { .. } => None,
                Told::Deletion { message, .. } => {
                    let ours = model::cause(&acts, message, known.as_ref().map(|one| one.author));
                    ours.or_else(|| known.as_ref()?.deleted_by.map(Cause::DeletedByHand))
                }
            };
            Item { told, known, cause }
        });
        let message = present::log(ctx.locale(settings.language()), guild, &items.collect::<Vec<_>>());
        Ok(Some((channel, message)))
    }
}

/// What of this the server's log wants, as entries.
pub async fn wanted(ctx: &Ctx, tx: &Tx, guild: Id<GuildMarker>, told: &[Told]) -> Result<Vec<journal::NewEntry>> {
    let settings = settings::read::<MessagesSettings>(tx, guild).await?;
    let (Some(_), Some(first)) = (settings.log_channel, told.first()) else { return Ok(Vec::new()) };
    let messages = told.iter().map(|told| told.message().get().cast_signed()).collect();
    let keys = sealed::keys(ctx, tx).await?;
    let (place, known) = join!(store::place(tx, guild, first.channel()), store::known(tx, guild, messages, &keys));
    let (place, known) = (place?, known?);
    let is_wanted = |told: &&Told| {
        let known = known.iter().find(|known| known.message == told.message());
        model::is_wanted(&settings, **told, &place, known)
    };
    let entry = |told: &Told| {
        let about = serde_json::to_value(told).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(journal::NewEntry { key: told.key(), about })
    };
    told.iter().filter(is_wanted).map(entry).collect()
}
