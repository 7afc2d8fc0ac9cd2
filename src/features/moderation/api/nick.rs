//! What a member is called in a server.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;

use super::{
    outcome::{Outcome, answer},
    read::{OfUser, member},
};
use crate::{
    features::moderation::{
        act::{read_reason, tools},
        commands::nick::{read_nick, rename},
    },
    platform::api::{At, Body, Guild, Refusals, Result, Snowflake, about, rights},
};

/// A nickname that a member is to have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNick {
    /// Null takes it away.
    #[schema(min_length = 1, max_length = 32)]
    nick: Option<String>,
    /// Kept in the audit log.
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

/// A member's nickname.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberNick {
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    nick: Option<String>,
    /// What it was until now.
    nick_before: Option<String>,
    outcome: Outcome,
}

/// Gives a member a nickname, or takes it away. 202: it waits for Discord.
#[utoipa::path(put, path = "/tenants/{tenant}/guilds/{guild}/members/{user}/nick", tag = "Moderation", operation_id = "set_nick",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("user" = Snowflake, Path)), request_body = NewNick,
    responses((status = 200, body = MemberNick), (status = 202, body = MemberNick), Refusals))]
pub async fn set(
    room: Guild<rights::Moderate>,
    At(OfUser { user }): At<OfUser>,
    Body(new): Body<NewNick>,
) -> Result<(StatusCode, Json<MemberNick>)> {
    let locale = room.ctx.spoken();
    let nick = read_nick(locale, new.nick.as_deref()).map_err(about("nick"))?;
    let reason = read_reason(locale, new.reason.as_deref()).map_err(about("reason"))?;
    let call = room.invocation().await?;
    let (discord, _) = tools(&room.ctx, &call).await?;
    let target = member(&call, &discord, user).await?;
    let (change, outcome) = rename(&room.ctx, &call, target, nick, reason.as_deref()).await?;
    let (nick, nick_before) = (change.after, change.before);
    answer(&outcome, MemberNick { user_id: user, nick, nick_before, outcome: Outcome::of(&outcome) })
}
