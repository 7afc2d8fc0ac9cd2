//! Links that make whoever opens them a member.

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
        access::{self, LowerRole, Role, Secret},
        api::{self, At, Body, Listing, Page, Person, Problem, Query, Refusals, Result, Rows, Snowflake, rights},
        audit,
        error::Error,
    },
};

/// How an invitation's secret begins.
const PREFIX: &str = "ghi_";

/// An invitation, without its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Invitation {
    pub id: Uuid,
    pub role: Role,
    /// How many days the membership lasts from then on. Null: for good.
    pub member_days: Option<i32>,
    #[schema(value_type = Snowflake)]
    pub created_by_user_id: Id<UserMarker>,
    pub created_by_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
    #[schema(value_type = Option<Snowflake>)]
    pub accepted_by_user_id: Option<Id<UserMarker>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Timestamp>,
}

impl Rows for Invitation {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "role",
        "member_days",
        "created_by_user_id",
        "created_by_name",
        "created_at",
        "expires_at",
        "revoked_at",
        "accepted_by_user_id",
        "accepted_at",
    ];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

/// An invitation to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Below one's own.
    role: LowerRole,
    /// In how many hours the link expires; 72 unless given.
    #[schema(minimum = 1, maximum = 720)]
    hours: Option<u16>,
    /// How many days the membership lasts from then on; for good unless given.
    #[schema(minimum = 1, maximum = 366)]
    member_days: Option<u16>,
}

/// An invitation that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeInvitation {
    #[serde(flatten)]
    invitation: Invitation,
    /// Takes the invitation. This is the only time that it is shown.
    token: String,
    /// The page that takes it.
    url: String,
}

/// What takes an invitation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepting {
    #[schema(max_length = 100)]
    token: String,
}

/// Where one is a member now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Joined {
    pub tenant_id: Uuid,
    pub tenant_name: String,
    pub role: Role,
}

/// The tenant's invitations, the newest first.
#[utoipa::path(get, path = "/tenants/{tenant}/invitations", tag = "People", operation_id = "invitations",
    params(("tenant" = Uuid, Path), Listing), responses((status = 200, body = Page<Invitation>), Refusals))]
pub async fn list(room: api::Tenant<rights::Invite>, Query(listing): Query<Listing>) -> Result<Response> {
    listing
        .answer(
            room.scope(),
            |scope, cursor, limit| async move { Ok(store::invitations(&scope, cursor, limit).await?) },
        )
        .await
}

/// Makes an invitation.
#[utoipa::path(post, path = "/tenants/{tenant}/invitations", tag = "People", operation_id = "invite",
    params(("tenant" = Uuid, Path)), request_body = NewInvitation, responses((status = 201, body = MadeInvitation), Refusals))]
pub async fn create(
    room: api::Tenant<rights::Invite>,
    Body(new): Body<NewInvitation>,
) -> Result<(StatusCode, Json<MadeInvitation>)> {
    let hours = new.hours.unwrap_or(72);
    if !(1..=720).contains(&hours) {
        return Err(Problem::invalid("hours", "A link lasts 1 to 720 hours."));
    }
    if new.member_days.is_some_and(|days| !(1..=366).contains(&days)) {
        return Err(Problem::invalid("member_days", "A membership by invitation lasts 1 to 366 days, or for good."));
    }
    let role = Role::from(new.role);
    if role >= room.role {
        return Err(Problem::forbidden("You can invite to roles below your own only."));
    }
    let secret = Secret::new(PREFIX).ok_or_else(|| Error::Internal("no randomness".to_owned()))?;
    let lasts = SignedDuration::from_hours(i64::from(hours));
    let expires_at = room.ctx.arrived_at.saturating_add(lasts).map_err(|error| Error::Internal(error.to_string()))?;
    let (ctx, actor, secret_of) = (&room.ctx, &room.access.actor(), &secret);
    let invitation = room
        .scope()
        .write(async |tx: Tx| {
            let days = new.member_days.map(i32::from);
            let made = store::invite(&tx, actor, role, days, secret_of.credential(), expires_at).await?;
            let made = made
                .ok_or_else(|| Problem::conflict("too_many", "There are 100 open invitations already. Revoke some."))?;
            let after = json!({ "role": made.role, "member_days": made.member_days, "expires_at": made.expires_at });
            let entry = audit::Entry {
                after: Some(after),
                ..audit::Entry::of("invitation.create", format!("invitation/{}", made.id))
            };
            audit::record(ctx, &tx, actor, entry).await?;
            Ok::<_, Problem>(made)
        })
        .await?;
    let token = secret.expose().to_owned();
    // After the hash, so that no server on the way writes it down.
    let url = format!("{}/join#{token}", room.ctx.config.public_url);
    Ok((StatusCode::CREATED, Json(MadeInvitation { invitation, token, url })))
}

#[derive(Deserialize)]
pub struct Named {
    invitation: Uuid,
}

/// Revokes an invitation that nobody has taken.
#[utoipa::path(delete, path = "/tenants/{tenant}/invitations/{invitation}", tag = "People", operation_id = "revoke_invitation",
    params(("tenant" = Uuid, Path), ("invitation" = Uuid, Path)), responses((status = 204), Refusals))]
pub async fn revoke(room: api::Tenant<rights::Invite>, At(Named { invitation }): At<Named>) -> Result<StatusCode> {
    let (ctx, actor) = (&room.ctx, &room.access.actor());
    room.scope()
        .write(async |tx: Tx| {
            if !store::revoke_invitation(&tx, invitation).await? {
                return Err(Problem::not_found("There is no such open invitation."));
            }
            let entry = audit::Entry::of("invitation.revoke", format!("invitation/{invitation}"));
            Ok(audit::record(ctx, &tx, actor, entry).await?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an invitation: makes one a member.
#[utoipa::path(post, path = "/invitations/accept", tag = "People", operation_id = "accept_invitation", request_body = Accepting,
    responses((status = 200, body = Joined), Refusals))]
pub async fn accept(person: Person, Body(accepting): Body<Accepting>) -> Result<Json<Joined>> {
    person.may_manage()?;
    let (ctx, access) = (&person.ctx, &person.access);
    let credential = access::hash(accepting.token.trim());
    let taken = store::accept(&ctx.db, access, credential, &ctx.request_id.to_string()).await?;
    taken.map(Json).map_err(|problem| match problem.as_str() {
        "used" => Problem::conflict("used", "This invitation was taken already. Ask for another one."),
        "revoked" => Problem::conflict("revoked", "This invitation was taken back. Ask whoever sent it."),
        "expired" => Problem::conflict("expired", "This invitation has expired. Ask for another one."),
        "member" => Problem::conflict("member", "You have this role or a higher one already."),
        _ => Problem::not_found("There is no such invitation."),
    })
}
