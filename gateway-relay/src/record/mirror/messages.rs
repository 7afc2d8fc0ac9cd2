//! Messages: as they are now, every older version, and which of them are deleted.
//!
//! Events may come late, twice or in another order than they happened: a message that is there stays as it is, an edit
//! counts by its own time, and what was deleted stays deleted.

use std::collections::{BTreeMap, BTreeSet};

use guildhall::platform::sealed::{Keys, Words};
use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};
use sqlx::{PgConnection, PgExecutor};

use super::{Snowflake, members::User};
use crate::record::sealing::{Sealer, unusable};

/// Discord's message object, as far as it is searched.
#[derive(Debug, Clone, Deserialize)]
struct Message {
    id: Snowflake,
    channel_id: Snowflake,
    guild_id: Option<Snowflake>,
    author: Option<User>,
    webhook_id: Option<Snowflake>,
    #[serde(default)]
    content: String,
    embeds: Option<Box<RawValue>>,
    attachments: Option<Box<RawValue>>,
    sticker_items: Option<Box<RawValue>>,
    #[serde(default)]
    mentions: Vec<Mentioned>,
    #[serde(default)]
    mention_everyone: bool,
    message_reference: Option<Reference>,
    edited_timestamp: Option<String>,
    /// What it says, once that is sealed; the fields above then hold no more than an outline.
    #[serde(skip)]
    sealed: Option<Vec<u8>>,
}

#[derive(Debug, Clone, Deserialize)]
struct Mentioned {
    id: Snowflake,
}

#[derive(Debug, Clone, Deserialize)]
struct Reference {
    message_id: Option<Snowflake>,
}

#[derive(Deserialize)]
struct Deleted {
    id: Option<Snowflake>,
    #[serde(default)]
    ids: Vec<Snowflake>,
    channel_id: Snowflake,
    guild_id: Option<Snowflake>,
}

/// What a batch says of messages, by id.
#[derive(Debug, Default)]
pub struct Changes {
    /// The new ones, as they were told of first.
    created: BTreeMap<i64, Message>,
    /// Edits, by their time. Each brings the whole message.
    edited: BTreeMap<(i64, String), Message>,
    /// Where the deleted ones were: server and channel.
    deleted: BTreeMap<i64, (i64, i64)>,
    /// How many of the new ones were written ahead of the rest.
    ahead: usize,
}

impl Changes {
    /// Messages of no server are of no interest.
    pub fn created(&mut self, data: &str) -> serde_json::Result<()> {
        let message: Message = serde_json::from_str(data)?;
        if message.guild_id.is_some() {
            self.created.entry(message.id.0).or_insert(message);
        }
        Ok(())
    }

    pub fn updated(&mut self, data: &str) -> serde_json::Result<()> {
        let message: Message = serde_json::from_str(data)?;
        if message.guild_id.is_some() {
            let time = message.edited_timestamp.clone().unwrap_or_default();
            self.edited.insert((message.id.0, time), message);
        }
        Ok(())
    }

    /// One message; several.
    pub fn deleted(&mut self, data: &str) -> serde_json::Result<()> {
        let Deleted { id, ids, channel_id, guild_id } = serde_json::from_str(data)?;
        if let Some(guild) = guild_id {
            self.deleted.extend(ids.into_iter().chain(id).map(|id| (id.0, (guild.0, channel_id.0))));
        }
        Ok(())
    }

    /// Seals what is said in servers whose messages are sealed.
    pub async fn seal(&mut self, db: impl PgExecutor<'_>, application: i64, sealer: &Sealer) -> sqlx::Result<()> {
        let said = || self.created.values().chain(self.edited.values());
        let guilds: BTreeSet<i64> = said().filter_map(|message| Some(message.guild_id?.0)).collect();
        if guilds.is_empty() {
            return Ok(());
        }
        let keys = sealer.keys(db, application, guilds.into_iter().collect()).await?;
        for message in self.created.values_mut().chain(self.edited.values_mut()) {
            if let Some(keys) = message.guild_id.and_then(|guild| keys.get(&guild.0)) {
                message.seal(keys)?;
            }
        }
        Ok(())
    }

    /// The servers in which something was said or deleted.
    pub fn guilds(&self) -> impl Iterator<Item = i64> {
        let said = self.created.values().chain(self.edited.values()).filter_map(|message| Some(message.guild_id?.0));
        said.chain(self.deleted.values().map(|(guild, _)| *guild))
    }

    /// Writes what is new before its batch's turn has come; which messages these are.
    pub async fn write_ahead(&mut self, tx: &mut PgConnection, application: i64) -> sqlx::Result<Vec<i64>> {
        self.ahead = insert(tx, application, &self.created.values().collect::<Vec<_>>()).await?;
        Ok(self.created.keys().copied().collect())
    }

    pub async fn write(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<()> {
        let created: Vec<&Message> = self.created.values().collect();
        let mut inserted = self.ahead;
        if inserted < created.len() {
            // When the others were written ahead, their server may not have been known.
            inserted = inserted.saturating_add(insert(tx, application, &created).await?);
        }
        if inserted < created.len() {
            // Some were there before, perhaps edited: then this is what they said at first.
            keep_older(tx, application, &created).await?;
        }
        if !self.edited.is_empty() {
            let edited: Vec<&Message> = self.edited.values().collect();
            // Those that nobody knew are known from now on.
            let first: BTreeMap<i64, &Message> = edited.iter().rev().map(|message| (message.id.0, *message)).collect();
            let unknown: Vec<&Message> =
                first.into_values().filter(|it| !self.created.contains_key(&it.id.0)).collect();
            if !unknown.is_empty() {
                insert(tx, application, &unknown).await?;
            }
            let newest: BTreeMap<i64, &Message> = edited.iter().map(|message| (message.id.0, *message)).collect();
            edit(tx, application, &newest.into_values().collect::<Vec<_>>()).await?;
            keep_older(tx, application, &edited).await?;
        }
        if !self.deleted.is_empty() {
            self.delete(tx, application).await?;
        }
        Ok(())
    }

    /// Marks what is deleted, and leaves a tombstone for what nobody knew, in case it is told of later.
    async fn delete(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<()> {
        sqlx::query(
            "insert into messages (tenant_id, guild_id, channel_id, message_id, deleted_at)
             select i.tenant_id, d.guild_id, d.channel_id, d.message_id, now()
             from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as d (guild_id, channel_id, message_id)
             join installations i on i.application_id = $1 and i.guild_id = d.guild_id
             where d.message_id >= (select oldest_kept_message())
             on conflict (tenant_id, message_id) do update set deleted_at = excluded.deleted_at
             where messages.deleted_at is null",
        )
        .bind(application)
        .bind(self.deleted.values().map(|(guild, _)| *guild).collect::<Vec<_>>())
        .bind(self.deleted.values().map(|(_, channel)| *channel).collect::<Vec<_>>())
        .bind(self.deleted.keys().copied().collect::<Vec<_>>())
        .execute(tx)
        .await
        .map(drop)
    }
}

impl Message {
    fn seal(&mut self, keys: &Keys) -> sqlx::Result<()> {
        let words = Words {
            content: std::mem::take(&mut self.content),
            embeds: serde_json::from_str(list(&self.embeds)).map_err(unusable)?,
            attachments: serde_json::from_str(list(&self.attachments)).map_err(unusable)?,
        };
        self.sealed = Some(keys.seal(self.id.0.cast_unsigned(), &words).map_err(unusable)?);
        let outline = words.outline();
        self.content = outline.content;
        self.embeds = Some(to_raw_value(&outline.embeds).map_err(unusable)?);
        self.attachments = Some(to_raw_value(&outline.attachments).map_err(unusable)?);
        Ok(())
    }
}

/// Writes messages that are new, and gives tombstones their words; how many that were.
async fn insert(tx: &mut PgConnection, application: i64, messages: &[&Message]) -> sqlx::Result<usize> {
    let mentioned = |message: &Message| {
        format!("{{{}}}", message.mentions.iter().map(|user| user.id.0.to_string()).collect::<Vec<_>>().join(","))
    };
    let author = |message: &Message| message.author.as_ref().map_or(0, |author| author.id.0);
    let reply = |message: &Message| message.message_reference.as_ref()?.message_id.map(|id| id.0);
    let inserted = sqlx::query(
        "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, is_bot, is_webhook,
                               content, embeds, attachments, stickers, mentioned_user_ids, mentions_everyone, reply_to_id,
                               edited_at, sealed)
         select i.tenant_id, m.guild_id, m.channel_id, m.message_id, m.author, m.author_name, m.is_bot, m.is_webhook,
                m.content, m.embeds::jsonb, m.attachments::jsonb, m.stickers::jsonb, m.mentioned::bigint[], m.everyone,
                m.reply_to_id, m.edited_at::timestamptz, m.sealed
         from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::boolean[], $8::boolean[],
                     $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::boolean[], $15::bigint[],
                     $16::text[], $17::bytea[])
           as m (guild_id, channel_id, message_id, author, author_name, is_bot, is_webhook, content, embeds, attachments,
                 stickers, mentioned, everyone, reply_to_id, edited_at, sealed)
         join installations i on i.application_id = $1 and i.guild_id = m.guild_id
         where m.message_id >= (select oldest_kept_message())
         on conflict (tenant_id, message_id) do update set
           author_user_id = excluded.author_user_id, author_name = excluded.author_name, is_bot = excluded.is_bot,
           is_webhook = excluded.is_webhook, content = excluded.content, embeds = excluded.embeds,
           attachments = excluded.attachments, stickers = excluded.stickers,
           mentioned_user_ids = excluded.mentioned_user_ids, mentions_everyone = excluded.mentions_everyone,
           reply_to_id = excluded.reply_to_id, edited_at = excluded.edited_at, sealed = excluded.sealed
         where messages.author_user_id is null",
    )
    .bind(application)
    .bind(messages.iter().map(|message| message.guild_id.map(|id| id.0)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.channel_id.0).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.id.0).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| author(message)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.author.as_ref().map_or("", User::shown_name)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.author.as_ref().is_some_and(|author| author.bot)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.webhook_id.is_some()).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.content.as_str()).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| list(&message.embeds)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| list(&message.attachments)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| list(&message.sticker_items)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| mentioned(message)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.mention_everyone).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| reply(message)).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.edited_timestamp.as_deref()).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.sealed.as_deref()).collect::<Vec<_>>())
    .execute(tx)
    .await?;
    Ok(usize::try_from(inserted.rows_affected()).unwrap_or(usize::MAX))
}

/// Makes messages what their newest edit says, unless they are newer already, and keeps what they said before. Without a
/// time of its own it is no edit by a person: Discord has looked at a link.
async fn edit(tx: &mut PgConnection, application: i64, edits: &[&Message]) -> sqlx::Result<()> {
    sqlx::query(
        "with edit as materialized (
           select m.tenant_id, m.message_id, e.content, e.embeds::jsonb, e.attachments::jsonb, e.edited_at::timestamptz,
                  e.sealed, coalesce(m.edited_at, said.at) < coalesce(e.edited_at::timestamptz, said.at) as is_newer
           from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])
             as e (guild_id, message_id, content, embeds, attachments, edited_at, sealed)
           join installations i on i.application_id = $1 and i.guild_id = e.guild_id
           join messages m on m.tenant_id = i.tenant_id and m.message_id = e.message_id
           cross join lateral (select to_timestamp(((e.message_id >> 22) + 1420070400000) / 1000.0)) as said (at)
           where coalesce(m.edited_at, said.at) <= coalesce(e.edited_at::timestamptz, said.at)
           for update of m
         ), kept as (
           insert into message_versions (tenant_id, message_id, edited_at, content, embeds, attachments, sealed)
           select m.tenant_id, m.message_id,
                  coalesce(m.edited_at, to_timestamp(((m.message_id >> 22) + 1420070400000) / 1000.0)),
                  m.content, m.embeds, m.attachments, m.sealed
           from messages m join edit using (tenant_id, message_id)
           where edit.is_newer and m.author_user_id is not null
           on conflict do nothing
         )
         update messages m set
           content = edit.content, embeds = edit.embeds, attachments = edit.attachments,
           sealed = edit.sealed, edited_at = coalesce(edit.edited_at, m.edited_at), revision = m.revision + edit.is_newer::integer
         from edit where m.tenant_id = edit.tenant_id and m.message_id = edit.message_id",
    )
    .bind(application)
    .bind(edits.iter().map(|message| message.guild_id.map(|id| id.0)).collect::<Vec<_>>())
    .bind(edits.iter().map(|message| message.id.0).collect::<Vec<_>>())
    .bind(edits.iter().map(|message| message.content.as_str()).collect::<Vec<_>>())
    .bind(edits.iter().map(|message| list(&message.embeds)).collect::<Vec<_>>())
    .bind(edits.iter().map(|message| list(&message.attachments)).collect::<Vec<_>>())
    .bind(edits.iter().map(|message| message.edited_timestamp.as_deref()).collect::<Vec<_>>())
    .bind(edits.iter().map(|message| message.sealed.as_deref()).collect::<Vec<_>>())
    .execute(tx)
    .await
    .map(drop)
}

/// Keeps versions that came after a newer one was written.
async fn keep_older(tx: &mut PgConnection, application: i64, versions: &[&Message]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into message_versions (tenant_id, message_id, edited_at, content, embeds, attachments, sealed)
         select i.tenant_id, v.message_id, coalesce(v.edited_at::timestamptz, said.at), v.content, v.embeds::jsonb,
                v.attachments::jsonb, v.sealed
         from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])
           as v (guild_id, message_id, content, embeds, attachments, edited_at, sealed)
         join installations i on i.application_id = $1 and i.guild_id = v.guild_id
         join messages m on m.tenant_id = i.tenant_id and m.message_id = v.message_id
         cross join lateral (select to_timestamp(((v.message_id >> 22) + 1420070400000) / 1000.0)) as said (at)
         where m.edited_at > coalesce(v.edited_at::timestamptz, said.at)
         on conflict do nothing",
    )
    .bind(application)
    .bind(versions.iter().map(|message| message.guild_id.map(|id| id.0)).collect::<Vec<_>>())
    .bind(versions.iter().map(|message| message.id.0).collect::<Vec<_>>())
    .bind(versions.iter().map(|message| message.content.as_str()).collect::<Vec<_>>())
    .bind(versions.iter().map(|message| list(&message.embeds)).collect::<Vec<_>>())
    .bind(versions.iter().map(|message| list(&message.attachments)).collect::<Vec<_>>())
    .bind(versions.iter().map(|message| message.edited_timestamp.as_deref()).collect::<Vec<_>>())
    .bind(versions.iter().map(|message| message.sealed.as_deref()).collect::<Vec<_>>())
    .execute(tx)
    .await
    .map(drop)
}

/// A list as it came; an empty one where there was none.
fn list(value: &Option<Box<RawValue>>) -> &str {
    value.as_ref().map_or("[]", |value| value.get())
}
