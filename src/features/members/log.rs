//! The log of joins and leaves, and of roles that can't be given.

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker},
};

use super::{model::Told, present, settings::MembersSettings};
use crate::{
    db::Tx,
    discord::reply::Message,
    features::moderation::{self, Leaver, Removal},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        journal::{self, Entry, Log, NewEntry},
        settings,
        tasks::Leased,
    },
};

/// Something that the log tells of.
#[derive(Debug)]
pub struct Item {
    pub told: Told,
    /// Of who was made to leave.
    pub removal: Option<Removal>,
}

/// Posts what has gathered.
#[derive(Debug)]
pub struct PostMemberLog;

#[async_trait]
impl Task for PostMemberLog {
    fn kind(&self) -> &'static str {
        "members.post_log"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        journal::post(ctx, task, self).await
    }
}

#[async_trait]
impl Log for PostMemberLog {
    async fn compose(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        guild: Id<GuildMarker>,
        entries: &[Entry],
    ) -> Result<Option<(Id<ChannelMarker>, Message)>> {
        let settings = settings::read::<MembersSettings>(tx, guild).await?;
        let told: Vec<Told> = entries.iter().filter_map(|entry| Told::deserialize(&entry.about).ok()).collect();
        let Some(channel) = settings.log_channel.filter(|_| !told.is_empty()) else { return Ok(None) };
        let items = with_removals(tx, guild, told).await?;
        Ok(Some((channel, present::log(ctx.locale(settings.language()), &items))))
    }
}

/// Looks up who was made to leave. By now it is known, whichever of the two was told of first: entries lie for a moment.
async fn with_removals(tx: &Tx, guild: Id<GuildMarker>, told: Vec<Told>) -> Result<Vec<Item>> {
    let leavers: Vec<Leaver> = told.iter().filter_map(Told::leaver).collect();
    let mut removals = match leavers.is_empty() {
        true => Vec::new(),
        false => moderation::removals(tx, guild, &leavers).await?,
    }
    .into_iter();
    let item = |told: Told| {
        let removal = told.leaver().and_then(|_| removals.next().flatten());
        Item { told, removal }
    };
    Ok(told.into_iter().map(item).collect())
}

/// The entry that tells of it.
pub fn entry(told: &Told) -> Result<NewEntry> {
    let about = serde_json::to_value(told).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(NewEntry { key: told.key(), about })
}
