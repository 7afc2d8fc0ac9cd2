//! Channels where nobody writes for a while.

use axum::{Json, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, RoleMarker},
};
use utoipa::ToSchema;

use super::{
    outcome::{Outcome, answer},
    read::{InChannel, Why, seconds},
};
use crate::{
    features::moderation::{
        act::{Place, end_of, read_reason},
        commands::{
            lock::{self, Locked},
            unlock,
        },
        model::LASTING,
    },
    platform::api::{At, Body, Guild, Query, Refusals, Result, Snowflake, about, rights},
};

/// A lock to be put on a channel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLock {
    /// After how long it ends by itself: a minute to five years. Unless given somebody has to unlock it.
    #[schema(minimum = 60, maximum = 157_680_000)]
    duration_seconds: Option<i64>,
    /// Kept in the audit log.
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

/// A locked channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelLock {
    #[schema(value_type = Snowflake)]
    channel_id: Id<ChannelMarker>,
    /// When it is unlocked by itself. Null: by hand.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    /// The roles whom the channel itself lets write all the same.
    #[schema(value_type = Vec<Snowflake>)]
    still_write_role_ids: Vec<Id<RoleMarker>>,
    outcome: Outcome,
}

/// A channel that is unlocked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unlocked {
    #[schema(value_type = Snowflake)]
    channel_id: Id<ChannelMarker>,
    outcome: Outcome,
}

/// Takes writing in a channel from @everyone. 202: it waits for Discord; 409: the channel is locked already.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/channels/{channel}/lock", tag = "Moderation", operation_id = "lock_channel",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("channel" = Snowflake, Path)), request_body = NewLock,
    responses((status = 200, body = ChannelLock), (status = 202, body = ChannelLock), Refusals))]
pub async fn lock(
    room: Guild<rights::Moderate>,
    At(InChannel { channel }): At<InChannel>,
    Body(new): Body<NewLock>,
) -> Result<(StatusCode, Json<ChannelLock>)> {
    let reason = read_reason(room.ctx.spoken(), new.reason.as_deref()).map_err(about("reason"))?;
    let lasting = new.duration_seconds.map(|wanted| seconds("duration_seconds", wanted, LASTING)).transpose()?;
    let ends_at = end_of(&room.ctx, lasting)?;
    let call = room.invocation().await?;
    let place = Place::named(&call, channel);
    let Locked { still_write, outcome, .. } = lock::lock(&room.ctx, &call, &place, ends_at, reason).await?;
    let shown = Outcome::of(&outcome);
    answer(&outcome, ChannelLock { channel_id: channel, ends_at, still_write_role_ids: still_write, outcome: shown })
}

/// Gives back what the lock of a channel took, and nothing else. 202: it waits for Discord; 404: we have not locked the channel.
#[utoipa::path(delete, path = "/tenants/{tenant}/guilds/{guild}/channels/{channel}/lock", tag = "Moderation", operation_id = "unlock_channel",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("channel" = Snowflake, Path), Why),
    responses((status = 200, body = Unlocked), (status = 202, body = Unlocked), Refusals))]
pub async fn unlock(
    room: Guild<rights::Moderate>,
    At(InChannel { channel }): At<InChannel>,
    Query(why): Query<Why>,
) -> Result<(StatusCode, Json<Unlocked>)> {
    let reason = read_reason(room.ctx.spoken(), why.reason.as_deref()).map_err(about("reason"))?;
    let call = room.invocation().await?;
    let place = Place::named(&call, channel);
    let outcome = unlock::unlock(&room.ctx, &call, &place, reason.as_deref()).await?;
    answer(&outcome, Unlocked { channel_id: channel, outcome: Outcome::of(&outcome) })
}
