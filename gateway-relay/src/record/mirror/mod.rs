//! What Discord's servers look like now, and what was said in them. Every write is keyed by Discord's ids and may be
//! repeated.

mod channels;
mod guilds;
mod members;
mod messages;
mod roles;

use std::collections::BTreeSet;

use serde::Deserialize;
use sqlx::{PgConnection, PgExecutor};

use super::{presences, sealing::Sealer, shards::ShardKey};
use crate::frame::Frame;
pub use members::Left;

/// Snowflakes come as texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snowflake(pub i64);

impl<'de> Deserialize<'de> for Snowflake {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse::<u64>().map(|id| Self(id.cast_signed())).map_err(serde::de::Error::custom)
    }
}

/// What a batch changes in the mirror, gathered from its events in their order.
#[derive(Debug, Default)]
pub struct Changes {
    guilds: guilds::Changes,
    channels: channels::Changes,
    roles: roles::Changes,
    members: members::Changes,
    messages: messages::Changes,
}

/// What went while nobody told of it.
#[derive(Debug)]
pub struct Gone {
    /// The server of each role.
    pub roles: Vec<i64>,
    /// The server of each channel.
    pub channels: Vec<i64>,
    pub left: Vec<Left>,
    /// Servers of which all members are known now.
    pub whole: Vec<i64>,
}

impl Changes {
    /// Takes in what an event says. An error means that it does not have Discord's shape.
    pub fn add(&mut self, frame: &Frame) -> serde_json::Result<()> {
        let data = frame.data.get();
        match frame.name.as_str() {
            "READY" => self.guilds.ready(data)?,
            "GUILD_CREATE" => {
                if let Some(whole) = self.guilds.created(data)? {
                    let guild = whole.id;
                    self.roles.begin_whole(guild);
                    self.channels.begin_whole(guild);
                    whole.roles.into_iter().for_each(|role| self.roles.set(guild, role));
                    whole.channels.into_iter().chain(whole.threads).for_each(|it| self.channels.set(guild, it));
                    whole.members.into_iter().for_each(|member| self.members.set(guild, member));
                }
            }
            "GUILD_UPDATE" => self.guilds.updated(data)?,
            "GUILD_DELETE" => self.guilds.deleted(data)?,
            "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE" => self.channels.changed(data)?,
            "CHANNEL_DELETE" | "THREAD_DELETE" => self.channels.deleted(data)?,
            "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => self.roles.changed(data)?,
            "GUILD_ROLE_DELETE" => self.roles.deleted(data)?,
            "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" => self.members.changed(data)?,
            "GUILD_MEMBER_REMOVE" => self.members.removed(data)?,
            "GUILD_MEMBERS_CHUNK" => self.members.chunk(data)?,
            "MESSAGE_CREATE" => self.messages.created(data)?,
            "MESSAGE_UPDATE" => self.messages.updated(data)?,
            "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => self.messages.deleted(data)?,
            _ => {}
        }
        Ok(())
    }

    /// Seals what is said where that is wanted, before anything is written.
    pub async fn seal(&mut self, db: impl PgExecutor<'_>, key: ShardKey, sealer: &Sealer) -> sqlx::Result<()> {
        self.messages.seal(db, key.application, sealer).await
    }

    /// Leaves only what was said: how servers look now a newer session has told.
    pub fn forget_states(&mut self) {
        *self = Self { messages: std::mem::take(&mut self.messages), ..Self::default() };
    }

    /// Writes new messages alone, which need not wait for what happened before; which these are. The rest is for
    /// [`Changes::write`].
    pub async fn write_ahead(&mut self, tx: &mut PgConnection, key: ShardKey) -> sqlx::Result<Vec<i64>> {
        take_turns(tx, key.application, self.messages.guilds().collect()).await?;
        self.messages.write_ahead(tx, key.application).await
    }

    /// Writes it all, and tells what is not there any more without Discord having told so.
    pub async fn write(&self, tx: &mut PgConnection, key: ShardKey) -> sqlx::Result<Gone> {
        take_turns(tx, key.application, self.messages.guilds().chain(self.members.guilds()).collect()).await?;
        self.guilds.write(tx, key.application).await?;
        let roles = self.roles.write(tx, key.application).await?;
        let channels = self.channels.write(tx, key.application).await?;
        self.members.write(tx, key.application).await?;
        let left = self.members.write_left(tx, key.application).await?;
        let found = left.iter().map(|left| (left.guild, left.user));
        presences::forget(tx, key.application, self.members.gone().chain(found).collect()).await?;
        self.messages.write(tx, key.application).await?;
        Ok(Gone { roles, channels, left, whole: self.members.whole().collect() })
    }
}

/// Lets one transaction after the other write about servers in which the tenant has several bots, each of which is told the
/// same: in their own order they would wait for each other's rows for ever. Elsewhere nothing is waited for.
async fn take_turns(tx: &mut PgConnection, application: i64, guilds: BTreeSet<i64>) -> sqlx::Result<()> {
    if guilds.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "select pg_advisory_xact_lock(hashtextextended(shared.tenant_id::text, shared.guild_id))
         from (
           select i.tenant_id, i.guild_id from installations i
           where i.application_id = $1 and i.guild_id = any ($2) and exists (
             select from installations other
             where other.tenant_id = i.tenant_id and other.guild_id = i.guild_id
               and other.application_id <> i.application_id and other.left_at is null)
           order by i.tenant_id, i.guild_id) shared",
    )
    .bind(application)
    .bind(guilds.into_iter().collect::<Vec<_>>())
    .execute(tx)
    .await
    .map(drop)
}
