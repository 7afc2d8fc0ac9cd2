//! What the mirror knows of a server's channels and roles. The tenant is the transaction's own.

use std::collections::{HashMap, HashSet};

use twilight_model::{
    channel::ChannelType,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, RoleMarker},
    },
};

use crate::db::{Fields, Result, Row, Tx, params};

/// Those of the channels that are in the guild and not deleted, each with its type.
pub async fn channels(
    tx: &Tx,
    guild: Id<GuildMarker>,
    wanted: Vec<i64>,
) -> Result<HashMap<Id<ChannelMarker>, ChannelType>> {
    let rows = tx
        .rows(
            "select channel_id, type from channels where guild_id = $1 and channel_id = any ($2) and deleted_at is null",
            params![guild, wanted],
        )
        .await?;
    let read = |row: &Row| {
        let kind: i16 = row.field("type")?;
        Ok((row.id("channel_id")?, ChannelType::from(u8::try_from(kind).unwrap_or(u8::MAX))))
    };
    rows.iter().map(read).collect()
}

/// Those of the roles that are in the guild.
pub async fn roles(tx: &Tx, guild: Id<GuildMarker>, wanted: Vec<i64>) -> Result<HashSet<Id<RoleMarker>>> {
    let rows =
        tx.rows("select role_id from roles where guild_id = $1 and role_id = any ($2)", params![guild, wanted]).await?;
    rows.iter().map(|row| row.id("role_id")).collect()
}
