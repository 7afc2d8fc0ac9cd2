//! Letting the platform's operators in, for a time.

use axum::{Json, http::StatusCode, response::Response};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    db::Tx,
    features::tenancy::store,
    platform::{
        access::{LowerRole, Role},
        api::{self, At, Body, Listing, Page, Problem, Query, Refusals, Result, Rows, Snowflake, line, rights},
        audit,
        error::Error,
    },
};

/// The platform's operators may come in until it ends.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupportGrant {
    pub id: Uuid,
    pub role: Role,
    pub reason: String,
    #[schema(value_type = Snowflake)]
    pub created_by_user_id: Id<UserMarker>,
    pub created_by_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

impl Rows for SupportGrant {
    const COLUMNS: &'static [&'static str] =
        &["id", "role", "reason", "created_by_user_id", "created_by_name", "created_at", "expires_at", "revoked_at"];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

/// How far and how long they are let in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSupportGrant {
    role: LowerRole,
    #[schema(minimum = 1, maximum = 168)]
    hours: u16,
    /// What they are to look at.
    #[schema(
        min_length = 1,
        max_length = 500,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    reason: String,
}

/// When and why the platform's operators were let in, the newest first. What they did is in the audit log.
#[utoipa::path(get, path = "/tenants/{tenant}/support", tag = "People", operation_id = "support_grants",
    params(("tenant" = Uuid, Path), Listing), responses((status = 200, body = Page<SupportGrant>), Refusals))]
pub async fn list(room: api::Tenant<rights::Look>, Query(listing): Query<Listing>) -> Result<Response> {
    listing
        .answer(
            room.scope(),
            |scope, cursor, limit| async move { Ok(store::support_grants(&scope, cursor, limit).await?) },
        )
        .await
}

/// Lets the platform's operators in.
#[utoipa::path(post, path = "/tenants/{tenant}/support", tag = "People", operation_id = "grant_support",
    params(("tenant" = Uuid, Path)), request_body = NewSupportGrant, responses((status = 201, body = SupportGrant), Refusals))]
pub async fn create(
    room: api::Tenant<rights::Own>,
    Body(new): Body<NewSupportGrant>,
) -> Result<(StatusCode, Json<SupportGrant>)> {
    if !(1..=168).contains(&new.hours) {
        return Err(Problem::invalid("hours", "Support is let in for 1 to 168 hours."));
    }
    let reason = &line("reason", &new.reason, 500)?;
    let lasts = SignedDuration::from_hours(i64::from(new.hours));
    let expires_at = room.ctx.arrived_at.saturating_add(lasts).map_err(|error| Error::Internal(error.to_string()))?;
    let (ctx, actor) = (&room.ctx, &room.access.actor());
    let granted = room
        .scope()
        .write(async |tx: Tx| {
            let granted = store::grant_support(&tx, actor, new.role.into(), reason, expires_at).await?;
            let after = json!({ "role": granted.role, "expires_at": granted.expires_at });
            let entry = audit::Entry {
                after: Some(after),
                reason: Some(reason.clone()),
                ..audit::Entry::of("support.grant", format!("support/{}", granted.id))
            };
            audit::record(ctx, &tx, actor, entry).await?;
            Ok::<_, Problem>(granted)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(granted)))
}

#[derive(Deserialize)]
pub struct Named {
    grant: Uuid,
}

/// Shows the platform's operators out, at once.
#[utoipa::path(delete, path = "/tenants/{tenant}/support/{grant}", tag = "People", operation_id = "revoke_support",
    params(("tenant" = Uuid, Path), ("grant" = Uuid, Path)), responses((status = 204), Refusals))]
pub async fn revoke(room: api::Tenant<rights::Own>, At(Named { grant }): At<Named>) -> Result<StatusCode> {
    let (ctx, actor) = (&room.ctx, &room.access.actor());
    room.scope()
        .write(async |tx: Tx| {
            if !store::revoke_support(&tx, grant).await? {
                return Err(Problem::not_found("Nobody is let in by that."));
            }
            let entry = audit::Entry::of("support.revoke", format!("support/{grant}"));
            Ok(audit::record(ctx, &tx, actor, entry).await?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
