//! One message, and what was written around it.

use axum::Json;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::MessageMarker};
use utoipa::{IntoParams, ToSchema};

use super::{reader, search::FoundMessage};
use crate::{
    db::Tx,
    features::messages::{look, model::Version},
    platform::api::{self, At, Problem, Query, Refusals, Result, Snowflake, rights},
};

/// Messages on each side unless it is said how many, and the most.
const USUAL: u8 = 10;
const MOST: u8 = 50;

/// A message with its past.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageInFull {
    #[serde(flatten)]
    message: FoundMessage,
    /// What it said before it was edited, oldest first. Null: you do not manage messages in its channel.
    versions: Option<Vec<MessageVersion>>,
}

/// What a message said at first, or after an edit.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageVersion {
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    content: String,
    /// Names of its files.
    files: Vec<String>,
}

impl From<Version> for MessageVersion {
    fn from(version: Version) -> Self {
        Self { at: version.at, content: version.content, files: version.files }
    }
}

/// What was written around a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageContext {
    /// The message itself among them, oldest first.
    messages: Vec<FoundMessage>,
}

#[derive(Deserialize)]
pub struct Named {
    message: Id<MessageMarker>,
}

/// How much of it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Reach {
    /// Messages on each side, 10 unless given.
    #[param(minimum = 1, maximum = 50)]
    each_side: Option<u8>,
}

/// One message, if you can read it on Discord.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/messages/{message}", tag = "Messages", operation_id = "message",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("message" = Snowflake, Path)),
    responses((status = 200, body = MessageInFull), Refusals))]
pub async fn show(room: api::Guild<rights::Moderate>, At(Named { message }): At<Named>) -> Result<Json<MessageInFull>> {
    let around = around(&room, message, 0).await?;
    let versions = around.said.map(|said| said.into_iter().map(MessageVersion::from).collect());
    let mut found = around.hits.into_iter().map(|hit| FoundMessage::new(room.id, hit));
    let message = found.find(|found| found.id() == message).ok_or_else(unknown)?;
    Ok(Json(MessageInFull { message, versions }))
}

/// What was written before and after a message in its channel.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/messages/{message}/context", tag = "Messages",
    operation_id = "message_context",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("message" = Snowflake, Path), Reach),
    responses((status = 200, body = MessageContext), Refusals))]
pub async fn context(
    room: api::Guild<rights::Moderate>,
    At(Named { message }): At<Named>,
    Query(Reach { each_side }): Query<Reach>,
) -> Result<Json<MessageContext>> {
    let each_side = each_side.unwrap_or(USUAL);
    if !(1..=MOST).contains(&each_side) {
        return Err(Problem::invalid("each_side", "There are 1 to 50 messages on each side."));
    }
    let around = around(&room, message, each_side.into()).await?;
    let messages = around.hits.into_iter().map(|hit| FoundMessage::new(room.id, hit)).collect();
    Ok(Json(MessageContext { messages }))
}

async fn around(
    room: &api::Guild<rights::Moderate>,
    message: Id<MessageMarker>,
    each_side: i64,
) -> Result<look::Around> {
    let (ctx, call) = (&room.ctx, &reader(room).await?);
    let around = room.scope().read(async |tx: Tx| look::around(ctx, &tx, call, message, each_side).await).await?;
    if around.hits.is_empty() { Err(unknown()) } else { Ok(around) }
}

fn unknown() -> Problem {
    Problem::not_found("There is no such message, or none that you may read.")
}
