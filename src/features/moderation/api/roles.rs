//! Roles of members.

use axum::{Json, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{RoleMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use super::{
    outcome::{Outcome, answer},
    read::{member, seconds},
};
use crate::{
    features::moderation::{
        act::{RoleWish, change_role, end_of, read_reason, tools},
        model::{LASTING, RoleChange},
    },
    platform::api::{At, Body, Guild, Query, Refusals, Result, Snowflake, about, rights},
};

#[derive(Debug, Deserialize)]
pub struct Named {
    user: Id<UserMarker>,
    role: Id<RoleMarker>,
}

/// For how long, and why.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RoleTerms {
    /// After how long the opposite happens by itself: a minute to five years. Unless given it is for good.
    #[schema(minimum = 60, maximum = 157_680_000)]
    #[param(minimum = 60, maximum = 157_680_000)]
    duration_seconds: Option<i64>,
    /// Kept in the audit log.
    #[schema(max_length = 1000)]
    #[param(max_length = 1000)]
    reason: Option<String>,
}

/// A member's role.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberRole {
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    #[schema(value_type = Snowflake)]
    role_id: Id<RoleMarker>,
    /// Whether they have it once that is done.
    has_role: bool,
    /// Until when. Null: for good.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    outcome: Outcome,
}

/// Gives a member a role, for good or for a time. 202: it waits for Discord; 409: they have it already.
#[utoipa::path(put, path = "/tenants/{tenant}/guilds/{guild}/members/{user}/roles/{role}", tag = "Moderation", operation_id = "give_role",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("user" = Snowflake, Path), ("role" = Snowflake, Path)),
    request_body = RoleTerms, responses((status = 200, body = MemberRole), (status = 202, body = MemberRole), Refusals))]
pub async fn give(
    room: Guild<rights::Moderate>,
    At(named): At<Named>,
    Body(terms): Body<RoleTerms>,
) -> Result<(StatusCode, Json<MemberRole>)> {
    change(&room, &named, RoleChange::Give, &terms).await
}

/// Takes a role from a member, for good or for a time. 202: it waits for Discord; 409: they do not have it.
#[utoipa::path(delete, path = "/tenants/{tenant}/guilds/{guild}/members/{user}/roles/{role}", tag = "Moderation", operation_id = "take_role",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("user" = Snowflake, Path), ("role" = Snowflake, Path), RoleTerms),
    responses((status = 200, body = MemberRole), (status = 202, body = MemberRole), Refusals))]
pub async fn take(
    room: Guild<rights::Moderate>,
    At(named): At<Named>,
    Query(terms): Query<RoleTerms>,
) -> Result<(StatusCode, Json<MemberRole>)> {
    change(&room, &named, RoleChange::Take, &terms).await
}

async fn change(
    room: &Guild<rights::Moderate>,
    Named { user, role }: &Named,
    change: RoleChange,
    terms: &RoleTerms,
) -> Result<(StatusCode, Json<MemberRole>)> {
    let reason = read_reason(room.ctx.spoken(), terms.reason.as_deref()).map_err(about("reason"))?;
    let lasting = terms.duration_seconds.map(|wanted| seconds("duration_seconds", wanted, LASTING)).transpose()?;
    let until = end_of(&room.ctx, lasting)?;
    let call = room.invocation().await?;
    let (discord, _) = tools(&room.ctx, &call).await?;
    let (target, member) = member(&call, &discord, *user).await?;
    let holds = member.roles.contains(role);
    let wish = RoleWish { change, user: target, role: *role, holds, until, reason };
    let (_, outcome) = change_role(&room.ctx, &call, &wish).await?;
    let (has_role, shown) = (change.leaves_it(), Outcome::of(&outcome));
    answer(&outcome, MemberRole { user_id: *user, role_id: *role, has_role, until, outcome: shown })
}
