//! Who one is, and for whom one may work.

use axum::{Json, http::StatusCode};
use serde::Serialize;
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    features::account::store,
    platform::{
        access::Role,
        api::{Page, Person, Problem, Refusals, Result, Snowflake},
        personal, sign_in,
    },
};

/// Whoever is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    user_name: String,
    /// The session of this browser. Absent: a token was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    session_id: Option<Uuid>,
    /// What the token may do. Absent: a session may all that its person may.
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
}

/// A tenant for which one may work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnTenant {
    pub id: Uuid,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// The tenant that looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_tenant_id: Option<Uuid>,
    pub role: Role,
    /// `member`, `agency` or `support`.
    pub via: String,
}

/// Who is signed in.
#[utoipa::path(get, path = "/me", tag = "Account", operation_id = "me", responses((status = 200, body = Me), Refusals))]
pub async fn show(person: Person) -> Json<Me> {
    let access = &person.access;
    Json(Me {
        user_id: access.user,
        user_name: access.user_name.clone(),
        session_id: access.session,
        scopes: access.scopes.clone(),
    })
}

/// The tenants for which one may work: as a member, for their agency, or as support.
#[utoipa::path(get, path = "/me/tenants", tag = "Account", operation_id = "own_tenants", responses((status = 200, body = Page<OwnTenant>), Refusals))]
pub async fn tenants(person: Person) -> Result<Json<Page<OwnTenant>>> {
    let items = store::own_tenants(&person.ctx.db, person.access.user).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// A copy of one's account: who one is, where one is signed in, one's tokens and for whom one works. What servers keep about
/// one is exported server by server.
#[utoipa::path(get, path = "/me/data", tag = "Account", operation_id = "export_account", responses((status = 200, body = serde_json::Value), Refusals))]
pub async fn export(person: Person) -> Result<Json<serde_json::Value>> {
    person.in_a_browser()?;
    Ok(Json(personal::account(&person.ctx.db, person.access.user).await?))
}

/// Deletes one's account with all sessions, tokens and memberships, and takes back what Discord was asked for. What one did for
/// a tenant stays in its records. Whoever is the last owner of a tenant with people, servers or bots has to hand it on first.
#[utoipa::path(delete, path = "/me", tag = "Account", operation_id = "erase_account", responses((status = 204), Refusals))]
pub async fn erase(person: Person) -> Result<StatusCode> {
    person.in_a_browser()?;
    match sign_in::erase_account(&person.ctx, person.access.user).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(tenants) => Err(Problem::conflict(
            "last_owner",
            format!("You are the last owner of {}. Make somebody else an owner first.", tenants.join(", ")),
        )),
    }
}
