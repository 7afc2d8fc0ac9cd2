//! The tenants that an agency looks after.

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    features::tenancy::store,
    platform::api::{self, Listing, Page, Query, Refusals, Result, Rows, rights},
};

/// A tenant that names this one as its agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Client {
    pub id: Uuid,
    pub name: String,
    pub industry: Option<String>,
    #[schema(value_type = super::tenants::Branding)]
    pub branding: Value,
    /// Servers that it has, and bots that serve them.
    pub guilds: i64,
    pub bots: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl Rows for Client {
    const COLUMNS: &'static [&'static str] = &["id", "name", "industry", "guilds", "bots", "created_at"];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

/// The tenants that name this one as their agency.
#[utoipa::path(get, path = "/tenants/{tenant}/clients", tag = "Tenants", operation_id = "clients",
    params(("tenant" = Uuid, Path), Listing), responses((status = 200, body = Page<Client>), Refusals))]
pub async fn list(room: api::Tenant<rights::Look>, Query(listing): Query<Listing>) -> Result<Response> {
    listing
        .answer(room.scope(), |scope, cursor, limit| async move { Ok(store::clients(&scope, cursor, limit).await?) })
        .await
}
