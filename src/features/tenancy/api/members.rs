//! Who works for a tenant.

use axum::{http::StatusCode, response::Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;

use crate::{
    db::Tx,
    features::tenancy::store,
    platform::{
        access::Role,
        api::{self, At, Body, Listing, Page, Problem, Query, Refusals, Result, Rows, Seen, Snowflake, rights, tagged},
        audit,
    },
};

/// Somebody who works for a tenant.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Member {
    #[schema(value_type = Snowflake)]
    pub user_id: Id<UserMarker>,
    pub user_name: String,
    pub role: Role,
    #[schema(value_type = Option<Snowflake>)]
    pub invited_by_user_id: Option<Id<UserMarker>>,
    /// When it ends by itself. Null: never.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    pub version: i32,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl Rows for Member {
    const COLUMNS: &'static [&'static str] =
        &["user_id", "user_name", "role", "invited_by_user_id", "expires_at", "created_at"];
    fn cursor(&self) -> String {
        self.user_id.to_string()
    }
}

/// What of a membership is to change. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberChange {
    role: Option<Role>,
    /// In how many days it ends, from now. 0: never.
    #[schema(minimum = 0, maximum = 366)]
    days: Option<u16>,
}

#[derive(Deserialize)]
pub struct Named {
    user: Id<UserMarker>,
}

/// Who works for the tenant, by id.
#[utoipa::path(get, path = "/tenants/{tenant}/members", tag = "People", operation_id = "members",
    params(("tenant" = Uuid, Path), Listing), responses((status = 200, body = Page<Member>), Refusals))]
pub async fn list(room: api::Tenant<rights::Look>, Query(listing): Query<Listing>) -> Result<Response> {
    listing
        .answer(room.scope(), |scope, cursor, limit| async move { Ok(store::members(&scope, cursor, limit).await?) })
        .await
}

/// Changes somebody's role or when it ends. Owners change anybody; admins those below themselves, to below themselves.
#[utoipa::path(patch, path = "/tenants/{tenant}/members/{user}", tag = "People", operation_id = "change_member",
    params(("tenant" = Uuid, Path), ("user" = Snowflake, Path), ("If-Match" = String, Header, description = "The version of what you saw.")),
    request_body = MemberChange, responses((status = 200, body = Member, headers(("etag" = String))), Refusals))]
pub async fn change(
    room: api::Tenant<rights::Invite>,
    At(Named { user }): At<Named>,
    Seen(seen): Seen,
    Body(change): Body<MemberChange>,
) -> Result<Response> {
    if change.days.is_some_and(|days| days > 366) {
        return Err(Problem::invalid("days", "A membership lasts at most 366 days, or with 0 for good."));
    }
    let (ctx, actor, own, change) = (&room.ctx, &room.access.actor(), room.role, &change);
    let member = room
        .scope()
        .write(async |tx: Tx| {
            let before = found(&tx, user).await?;
            let role = change.role.unwrap_or(before.role);
            below(own, before.role)?;
            below(own, role)?;
            if before.version != seen {
                return Err(Problem::changed("Somebody has changed this membership since you saw it."));
            }
            if role == Role::Owner && change.days.is_some_and(|days| days > 0) {
                return Err(Problem::invalid("days", "An owner's membership does not end by itself."));
            }
            let days = if role == Role::Owner { Some(0) } else { change.days.map(i32::from) };
            let after = store::change_member(&tx, user, seen, role, days).await?;
            let after = after.ok_or_else(last_owner)?;
            record(ctx, &tx, actor, "membership.change", user, Some(shown(&before)), Some(shown(&after))).await?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(tagged(member.version, member))
}

/// Ends a membership: one's own, or of somebody below oneself.
#[utoipa::path(delete, path = "/tenants/{tenant}/members/{user}", tag = "People", operation_id = "end_member",
    params(("tenant" = Uuid, Path), ("user" = Snowflake, Path)), responses((status = 204), Refusals))]
pub async fn end(room: api::Tenant<rights::Look>, At(Named { user }): At<Named>) -> Result<StatusCode> {
    let (ctx, actor, own) = (&room.ctx, &room.access.actor(), room.role);
    let is_own = user == room.access.user;
    if is_own {
        room.may_manage()?
    } else {
        room.also::<rights::Invite>()?
    }
    room.scope()
        .write(async |tx: Tx| {
            let before = found(&tx, user).await?;
            if !is_own {
                below(own, before.role)?;
            }
            if !store::end_member(&tx, user).await? {
                return Err(last_owner());
            }
            record(ctx, &tx, actor, "membership.end", user, Some(shown(&before)), None).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn found(tx: &Tx, user: Id<UserMarker>) -> Result<Member> {
    store::member(tx, user).await?.ok_or_else(|| Problem::not_found("They are no member of this tenant."))
}

/// Admins have no say over admins and owners, and make none.
fn below(own: Role, other: Role) -> Result<()> {
    if own == Role::Owner || other < own {
        return Ok(());
    }
    Err(Problem::forbidden(format!("As {} you have a say over lower roles only.", own.column())))
}

fn last_owner() -> Problem {
    Problem::conflict("last_owner", "A tenant keeps at least one owner. Make somebody else an owner first.")
}

fn shown(member: &Member) -> Value {
    json!({ "role": member.role, "expires_at": member.expires_at })
}

async fn record(
    ctx: &crate::platform::ctx::Ctx,
    tx: &Tx,
    actor: &crate::discord::interaction::User,
    action: &'static str,
    user: Id<UserMarker>,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<()> {
    let subject = format!("member/{user}");
    let entry = audit::Entry { before, after, ..audit::Entry::of(action, subject) };
    Ok(audit::record(ctx, tx, actor, entry).await?)
}
