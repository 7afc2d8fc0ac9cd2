//! Channels and threads.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use sqlx::PgConnection;

use super::Snowflake;

/// Discord's channel object.
#[derive(Debug, Deserialize)]
pub struct Channel {
    id: Snowflake,
    guild_id: Option<Snowflake>,
    parent_id: Option<Snowflake>,
    #[serde(rename = "type")]
    kind: i16,
    name: Option<String>,
    position: Option<i32>,
    permission_overwrites: Option<Box<RawValue>>,
    #[serde(default)]
    nsfw: bool,
    last_message_id: Option<Snowflake>,
}

#[derive(Deserialize)]
struct Deleted {
    id: Snowflake,
    guild_id: Option<Snowflake>,
}

/// What a batch says of channels.
#[derive(Debug, Default)]
pub struct Changes {
    /// The last that it says of each, by server and channel. None: it is deleted.
    last: BTreeMap<(i64, i64), Option<Channel>>,
    /// Servers all of whose channels it names, and of their threads those that are not archived.
    whole: BTreeSet<i64>,
}

impl Changes {
    /// All channels and the active threads of a server follow.
    pub fn begin_whole(&mut self, guild: Snowflake) {
        self.last.retain(|(of, _), _| *of != guild.0);
        self.whole.insert(guild.0);
    }

    pub fn set(&mut self, guild: Snowflake, channel: Channel) {
        self.last.insert((guild.0, channel.id.0), Some(channel));
    }

    /// Channels of no server are of no interest.
    pub fn changed(&mut self, data: &str) -> serde_json::Result<()> {
        let channel: Channel = serde_json::from_str(data)?;
        if let Some(guild) = channel.guild_id {
            self.set(guild, channel);
        }
        Ok(())
    }

    pub fn deleted(&mut self, data: &str) -> serde_json::Result<()> {
        let Deleted { id, guild_id } = serde_json::from_str(data)?;
        if let Some(guild) = guild_id {
            self.last.insert((guild.0, id.0), None);
        }
        Ok(())
    }

    /// Writes it. The servers of channels that went without being told of, once for each channel.
    pub async fn write(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<Vec<i64>> {
        let set = || self.last.iter().filter_map(|((guild, _), channel)| Some((*guild, channel.as_ref()?)));
        let overwrites = |channel: &Channel| {
            channel.permission_overwrites.as_ref().map_or("[]", |overwrites| overwrites.get()).to_owned()
        };
        if set().next().is_some() {
            sqlx::query(
                "insert into channels (tenant_id, guild_id, channel_id, parent_id, type, name, position, overwrites, is_nsfw,
                                       last_message_id)
                 select i.tenant_id, c.guild_id, c.channel_id, c.parent_id, c.type, c.name, c.position, c.overwrites::jsonb,
                        c.is_nsfw, c.last_message_id
                 from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::text[], $7::integer[], $8::text[],
                             $9::boolean[], $10::bigint[])
                   as c (guild_id, channel_id, parent_id, type, name, position, overwrites, is_nsfw, last_message_id)
                 join installations i on i.application_id = $1 and i.guild_id = c.guild_id
                 on conflict (tenant_id, channel_id) do update set
                   parent_id = excluded.parent_id, type = excluded.type, name = excluded.name, position = excluded.position,
                   overwrites = excluded.overwrites, is_nsfw = excluded.is_nsfw,
                   last_message_id = greatest(channels.last_message_id, excluded.last_message_id), deleted_at = null",
            )
            .bind(application)
            .bind(set().map(|(guild, _)| guild).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| channel.id.0).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| channel.parent_id.map(|id| id.0)).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| channel.kind).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| channel.name.clone().unwrap_or_default()).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| channel.position.unwrap_or_default()).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| overwrites(channel)).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| channel.nsfw).collect::<Vec<_>>())
            .bind(set().map(|(_, channel)| channel.last_message_id.map(|id| id.0)).collect::<Vec<_>>())
            .execute(&mut *tx)
            .await?;
        }
        let gone: Vec<_> = self.last.iter().filter(|(_, channel)| channel.is_none()).map(|(key, _)| *key).collect();
        if !gone.is_empty() {
            sqlx::query(
                "update channels c set deleted_at = coalesce(c.deleted_at, now())
                 from installations i, unnest($2::bigint[], $3::bigint[]) as gone (guild_id, channel_id)
                 where i.application_id = $1 and i.guild_id = gone.guild_id
                   and c.tenant_id = i.tenant_id and c.channel_id = gone.channel_id",
            )
            .bind(application)
            .bind(gone.iter().map(|(guild, _)| *guild).collect::<Vec<_>>())
            .bind(gone.iter().map(|(_, channel)| *channel).collect::<Vec<_>>())
            .execute(&mut *tx)
            .await?;
        }
        if self.whole.is_empty() {
            return Ok(Vec::new());
        }
        sqlx::query_scalar(
            "update channels c set deleted_at = now()
             from installations i
             where i.application_id = $1 and i.guild_id = any($2) and c.tenant_id = i.tenant_id and c.guild_id = i.guild_id
               and c.deleted_at is null
               and case when c.type in (10, 11, 12) then c.parent_id else c.channel_id end <> all($3)
             returning c.guild_id",
        )
        .bind(application)
        .bind(self.whole.iter().copied().collect::<Vec<_>>())
        .bind(set().map(|(_, channel)| channel.id.0).collect::<Vec<_>>())
        .fetch_all(&mut *tx)
        .await
    }
}
