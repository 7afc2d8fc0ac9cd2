//! What the log of messages needs to know.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
};

use crate::{
    db::{Error, Fields, Json, Result, Row, Tx, params},
    features::messages::model::{Holds, Known, Version},
    platform::{effects::Act, sealed::Keys},
};

/// A channel with what it is in: of a thread its channel, of that its category.
pub async fn place(tx: &Tx, guild: Id<GuildMarker>, channel: Id<ChannelMarker>) -> Result<Vec<Id<ChannelMarker>>> {
    let rows = tx
        .rows(
            "with recursive place as (
               select $2 as channel_id, 1 as depth
               union all
               select c.parent_id, place.depth + 1 from channels c join place using (channel_id)
               where c.guild_id = $1 and c.parent_id is not null and place.depth < 3)
             select channel_id from place",
            params![guild, channel],
        )
        .await?;
    rows.iter().map(|row| row.id("channel_id")).collect()
}

/// Those of the messages that are mirrored with their words, which these keys open where they are sealed.
pub async fn known(tx: &Tx, guild: Id<GuildMarker>, messages: Vec<i64>, keys: &Keys) -> Result<Vec<Known>> {
    let rows = tx
        .rows(
            "select m.message_id, m.author_user_id, m.author_name, m.is_bot or m.is_webhook as is_bot, m.holds, m.deleted_by_user_id,
                    coalesce(author.role_ids, '{}') as role_ids, version.at, version.content, version.sealed,
                    array(select jsonb_path_query(version.attachments, '$[*].filename') #>> '{}') as files
             from messages m
             left join members author on author.guild_id = m.guild_id and author.user_id = m.author_user_id
             cross join lateral (
               select coalesce(m.edited_at, to_timestamp(((m.message_id >> 22) + 1420070400000) / 1000.0)) as at,
                      m.content, m.attachments, m.sealed
               union all
               select v.edited_at, v.content, v.attachments, v.sealed from message_versions v where v.message_id = m.message_id
             ) version
             where m.guild_id = $1 and m.message_id = any ($2) and m.author_user_id is not null
             order by m.message_id, version.at",
            params![guild, messages],
        )
        .await?;
    let mut all: BTreeMap<Id<MessageMarker>, Known> = BTreeMap::new();
    for row in &rows {
        let message = row.id("message_id")?;
        let version = read_version(row, message, keys)?;
        match all.get_mut(&message) {
            Some(known) => known.versions.push(version),
            None => drop(all.insert(message, read_known(row, message, version)?)),
        }
    }
    Ok(all.into_values().collect())
}

fn read_known(row: &Row, message: Id<MessageMarker>, first: Version) -> Result<Known> {
    let (roles, holds): (Vec<i64>, Vec<&str>) = (row.field("role_ids")?, row.field("holds")?);
    Ok(Known {
        message,
        author: row.id("author_user_id")?,
        author_name: row.field("author_name")?,
        is_bot: row.field("is_bot")?,
        roles: roles.into_iter().filter_map(|role| Id::new_checked(role.cast_unsigned())).collect(),
        holds: holds.into_iter().filter_map(Holds::from_column).collect(),
        deleted_by: row.maybe_id("deleted_by_user_id")?,
        versions: vec![first],
    })
}

fn read_version(row: &Row, message: Id<MessageMarker>, keys: &Keys) -> Result<Version> {
    let at = row.field("at")?;
    let Some(record) = row.field::<Option<&[u8]>>("sealed")? else {
        return Ok(Version { at, content: row.field("content")?, files: row.field("files")? });
    };
    let words = keys.open(message.get(), record).map_err(|error| Error::Statement(error.to_string()))?;
    let file = |attachment: &Value| Some(attachment.get("filename")?.as_str()?.to_owned());
    Ok(Version { at, files: words.attachments.iter().filter_map(file).collect(), content: words.content })
}

/// The acts of ours since then that delete messages, newest first, each with who asked for it.
pub async fn acts_that_delete(
    tx: &Tx,
    guild: Id<GuildMarker>,
    since: Timestamp,
) -> Result<Vec<(Option<Id<UserMarker>>, Act)>> {
    let rows = tx
        .rows(
            "select requested_by_user_id, payload from tasks
             where guild_id = $1 and kind = 'effect' and created_at > $2
               and payload ->> 'act' in ('delete_messages', 'ban', 'soft_ban', 'ban_many')
             order by created_at desc limit 200",
            params![guild, since],
        )
        .await?;
    let read = |row: &Row| Ok((row.maybe_id("requested_by_user_id")?, row.field::<Json<Act>>("payload")?.0));
    rows.iter().map(read).collect()
}
