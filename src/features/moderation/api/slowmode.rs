//! How long people wait between two messages in a channel.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::ChannelMarker};
use utoipa::ToSchema;

use super::{
    outcome::{Outcome, answer},
    read::{InChannel, seconds},
};
use crate::{
    features::moderation::{
        act::{Place, read_reason},
        commands::slowmode::{BOUNDS, slow_down},
    },
    platform::api::{At, Body, Guild, Problem, Refusals, Result, Snowflake, about, rights},
};

/// A slowmode that a channel is to have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSlowmode {
    /// Between two messages of one person; 0 ends it.
    #[schema(minimum = 0, maximum = 21_600)]
    seconds: i64,
    /// Kept in the audit log.
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

/// A channel's slowmode.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelSlowmode {
    #[schema(value_type = Snowflake)]
    channel_id: Id<ChannelMarker>,
    seconds: u32,
    /// What it was until now.
    seconds_before: u32,
    outcome: Outcome,
}

/// Sets how long people wait between two messages in a channel or thread. 202: it waits for Discord.
#[utoipa::path(put, path = "/tenants/{tenant}/guilds/{guild}/channels/{channel}/slowmode", tag = "Moderation", operation_id = "set_slowmode",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("channel" = Snowflake, Path)), request_body = NewSlowmode,
    responses((status = 200, body = ChannelSlowmode), (status = 202, body = ChannelSlowmode), Refusals))]
pub async fn set(
    room: Guild<rights::Moderate>,
    At(InChannel { channel }): At<InChannel>,
    Body(new): Body<NewSlowmode>,
) -> Result<(StatusCode, Json<ChannelSlowmode>)> {
    let reason = read_reason(room.ctx.spoken(), new.reason.as_deref()).map_err(about("reason"))?;
    let wanted = seconds("seconds", new.seconds, BOUNDS)?.as_secs();
    let wanted = u32::try_from(wanted).map_err(|_| Problem::invalid("seconds", "It is no such number."))?;
    let call = room.invocation().await?;
    let place = Place::named(&call, channel);
    let (change, outcome) = slow_down(&room.ctx, &call, &place, wanted, reason.as_deref()).await?;
    let (seconds, seconds_before) = (change.after, change.before);
    answer(&outcome, ChannelSlowmode { channel_id: channel, seconds, seconds_before, outcome: Outcome::of(&outcome) })
}
