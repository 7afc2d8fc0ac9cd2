//! Messages are searched.

use std::sync::Arc;

use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use super::reader;
use crate::{
    db::Tx,
    discord::snowflake,
    features::messages::{
        ask::{self, Asked},
        look,
        model::{self, Cursor, Holds},
        store::Hit,
    },
    platform::api::{self, Listing, Page, Query, Refusals, Result, Rows, Snowflake, rights},
};

/// A message that was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FoundMessage {
    #[schema(value_type = Snowflake)]
    id: Id<MessageMarker>,
    #[schema(value_type = Snowflake)]
    channel_id: Id<ChannelMarker>,
    #[schema(value_type = Snowflake)]
    author_user_id: Id<UserMarker>,
    /// As they were shown then.
    author_name: String,
    /// What it says; the words of embeds and the names of files below, a line each.
    text: String,
    /// Where in the text that is what was looked for.
    found: Vec<FoundPart>,
    /// What it has beside its text.
    holds: Vec<Holds>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    edited_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    deleted_at: Option<Timestamp>,
    /// Who deleted it by hand, if Discord's audit log told.
    #[schema(value_type = Option<Snowflake>)]
    deleted_by_user_id: Option<Id<UserMarker>>,
    /// Leads to it on Discord.
    url: String,
}

/// A part of a text, counted in characters.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct FoundPart {
    from: usize,
    /// The first character after it.
    to: usize,
}

impl FoundMessage {
    pub fn new(guild: Id<GuildMarker>, hit: Hit) -> Self {
        let (text, found) = model::unmarked(&hit.shown);
        Self {
            url: format!("https://discord.com/channels/{guild}/{}/{}", hit.channel, hit.id),
            id: hit.id,
            channel_id: hit.channel,
            author_user_id: hit.author,
            author_name: hit.author_name,
            text,
            found: found.into_iter().map(|(from, to)| FoundPart { from, to }).collect(),
            holds: hit.holds,
            created_at: snowflake::made_at(hit.id.get()),
            edited_at: hit.edited_at,
            deleted_at: hit.deleted_at,
            deleted_by_user_id: hit.deleted_by,
        }
    }

    pub fn id(&self) -> Id<MessageMarker> {
        self.id
    }
}

impl Rows for FoundMessage {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "created_at",
        "channel_id",
        "author_user_id",
        "author_name",
        "text",
        "edited_at",
        "deleted_at",
        "deleted_by_user_id",
        "url",
    ];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

/// What to look for. At least one of these beside `deleted`.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MessageFilter {
    /// Words in any of their forms; "as written", `or`, `-not`. Not where messages are stored encrypted.
    #[param(max_length = 200)]
    query: Option<String>,
    /// Letters anywhere, also within words: at least three in a row. Not where messages are stored encrypted.
    #[param(max_length = 100)]
    contains: Option<String>,
    /// Only by this person.
    #[param(value_type = Option<Snowflake>)]
    from: Option<Id<UserMarker>>,
    /// Only in this channel and its threads.
    #[serde(rename = "in")]
    #[param(value_type = Option<Snowflake>)]
    channel: Option<Id<ChannelMarker>>,
    /// Only from this day or time on: `2026-11-20`, RFC 3339, or how long ago: `7d`.
    #[param(max_length = 40)]
    after: Option<String>,
    /// Only from before this day or time.
    #[param(max_length = 40)]
    before: Option<String>,
    /// Only with this.
    has: Option<Holds>,
    /// Only those that mention this person.
    #[param(value_type = Option<Snowflake>)]
    mentions: Option<Id<UserMarker>>,
    /// Whether deleted messages are found as well, in channels whose messages you manage.
    #[serde(default)]
    deleted: bool,
}

/// Messages in the channels that you can read on Discord, the newest first.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/messages", tag = "Messages", operation_id = "messages",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), MessageFilter, Listing),
    responses((status = 200, body = Page<FoundMessage>), Refusals))]
pub async fn list(
    room: api::Guild<rights::Moderate>,
    Query(filter): Query<MessageFilter>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    let asked = Asked {
        query: filter.query.as_deref(),
        contains: filter.contains.as_deref(),
        from: filter.from,
        mentions: filter.mentions,
        channel: filter.channel,
        has: filter.has,
        after: filter.after.as_deref(),
        before: filter.before.as_deref(),
        deleted: filter.deleted,
    };
    let filter = Arc::new(ask::filter(room.ctx.spoken(), &asked, room.ctx.arrived_at)?);
    let call = Arc::new(reader(&room).await?);
    let (guild, known) = (room.id, (room.ctx.clone(), room.scope(), call, filter));
    listing
        .answer(known, move |(ctx, scope, call, filter), cursor: Option<_>, limit| async move {
            let cursor = cursor.map_or(Cursor::Newest, Cursor::OlderThan);
            let place = (cursor, i32::try_from(limit).unwrap_or(i32::MAX));
            let hits = scope.read(async |tx: Tx| look::find(&ctx, &tx, &call, &filter, place).await).await?;
            Ok(hits.into_iter().map(|hit| FoundMessage::new(guild, hit)).collect())
        })
        .await
}
