//! Who one is, and for whom one may work.

use axum::Json;
use serde::Serialize;
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    features::account::store,
    platform::{
        access::Role,
        api::{Page, Person, Refusals, Result, Snowflake},
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
