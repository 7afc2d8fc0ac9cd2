//! Rows of versions. The tenant is the transaction's own.

use serde_json::Value;
use twilight_model::id::{Id, marker::GuildMarker};

use super::Version;
use crate::db::{Fields, Result, Row, Tx, params};

/// The version that counts. None: the defaults do.
pub async fn newest(tx: &Tx, guild: Id<GuildMarker>, feature: &str) -> Result<Option<Version>> {
    let row = tx
        .row(
            "select version, value, author_user_id, author_name, reason, restored_version, created_at
             from settings_versions where guild_id = $1 and feature = $2 order by version desc limit 1",
            params![guild, feature],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// One version.
pub async fn version(tx: &Tx, guild: Id<GuildMarker>, feature: &str, number: i32) -> Result<Option<Version>> {
    let row = tx
        .row(
            "select version, value, author_user_id, author_name, reason, restored_version, created_at
             from settings_versions where guild_id = $1 and feature = $2 and version = $3",
            params![guild, feature, number],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The version that made a field what it is now.
pub async fn last_change(tx: &Tx, guild: Id<GuildMarker>, feature: &str, field: &str) -> Result<Option<Version>> {
    let row = tx
        .row(
            "select version, value, author_user_id, author_name, reason, restored_version, created_at
             from settings_versions v
             where guild_id = $1 and feature = $2 and value -> $3 is distinct from (
               select before.value -> $3 from settings_versions before
               where before.guild_id = v.guild_id and before.feature = v.feature and before.version = v.version - 1)
             order by version desc limit 1",
            params![guild, feature, field],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The versions before `before`, newest first, at most `limit`.
pub async fn history(tx: &Tx, guild: Id<GuildMarker>, feature: &str, before: i32, limit: i64) -> Result<Vec<Version>> {
    let rows = tx
        .rows(
            "select version, value, author_user_id, author_name, reason, restored_version, created_at
             from settings_versions where guild_id = $1 and feature = $2 and version < $3 order by version desc limit $4",
            params![guild, feature, before, limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Publishes a version; whether nobody else has taken its number. Of two at once the second waits for the first.
pub async fn publish(tx: &Tx, guild: Id<GuildMarker>, feature: &str, version: &Version) -> Result<bool> {
    let changed = tx
        .execute(
            "insert into settings_versions (guild_id, feature, version, value, author_user_id, author_name, reason, restored_version)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
            params![
                guild,
                feature,
                version.number,
                Value::Object(version.value.clone()),
                version.author,
                version.author_name.as_str(),
                version.reason.as_deref(),
                version.restored,
            ],
        )
        .await?;
    Ok(changed == 1)
}

fn read(row: &Row) -> Result<Version> {
    let value: Value = row.field("value")?;
    Ok(Version {
        number: row.field("version")?,
        value: value.as_object().cloned().unwrap_or_default(),
        author: row.id("author_user_id")?,
        author_name: row.field("author_name")?,
        reason: row.field("reason")?,
        restored: row.field("restored_version")?,
        created_at: row.field("created_at")?,
    })
}
