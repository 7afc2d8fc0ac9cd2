//! The server as it is mirrored, as far as it tells who may read what.

use std::collections::HashMap;

use serde_json::Value;
use twilight_model::{
    channel::ChannelType,
    guild::Permissions,
    id::{
        Id,
        marker::{GuildMarker, RoleMarker},
    },
};

use crate::{
    db::{Fields, Result, Row, Tx, params},
    discord::bits,
    features::messages::model::Channel,
};

/// What these roles grant in the whole server.
pub async fn roles(
    tx: &Tx,
    guild: Id<GuildMarker>,
    wanted: &[Id<RoleMarker>],
) -> Result<HashMap<Id<RoleMarker>, Permissions>> {
    let wanted: Vec<i64> = wanted.iter().map(|role| role.get().cast_signed()).collect();
    let rows = tx
        .rows(
            "select role_id, permissions from roles where guild_id = $1 and role_id = any ($2)",
            params![guild, wanted],
        )
        .await?;
    let read = |row: &Row| {
        let permissions = Permissions::from_bits_retain(row.field::<i64>("permissions")?.cast_unsigned());
        Ok((row.id("role_id")?, permissions))
    };
    rows.iter().map(read).collect()
}

/// The channels and threads that are not deleted.
pub async fn channels(tx: &Tx, guild: Id<GuildMarker>) -> Result<Vec<Channel>> {
    let rows = tx
        .rows(
            "select channel_id, parent_id, type, overwrites from channels where guild_id = $1 and deleted_at is null",
            params![guild],
        )
        .await?;
    let channels: Result<Vec<Option<Channel>>> = rows.iter().map(read_channel).collect();
    Ok(channels?.into_iter().flatten().collect())
}

/// None: its overwrites can't be read, so nobody can tell who may see it.
fn read_channel(row: &Row) -> Result<Option<Channel>> {
    let kind: i16 = row.field("type")?;
    let parent: Option<i64> = row.field("parent_id")?;
    let Ok(overwrites) = bits::overwrites(row.field::<Value>("overwrites")?) else {
        tracing::warn!(channel = row.field::<i64>("channel_id")?, "a channel's overwrites can't be read");
        return Ok(None);
    };
    Ok(Some(Channel {
        id: row.id("channel_id")?,
        kind: ChannelType::from(u8::try_from(kind).unwrap_or(u8::MAX)),
        parent: parent.and_then(|parent| Id::new_checked(parent.cast_unsigned())),
        overwrites,
    }))
}
