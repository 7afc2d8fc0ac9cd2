//! Who changed what.

use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    features::tenancy::store,
    platform::api::{self, Listing, Page, Problem, Query, Refusals, Result, Rows, Snowflake, rights},
};

/// A change that somebody made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEntry {
    /// In the order in which they were written.
    pub id: i64,
    #[schema(value_type = Option<Snowflake>)]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The noun and the verb.
    #[schema(example = "settings.publish")]
    pub action: String,
    #[schema(example = "moderation")]
    pub subject: String,
    /// What was there before. Null: nothing.
    pub before: Option<Value>,
    /// What is there since. Null: nothing.
    pub after: Option<Value>,
    /// Null: the platform by itself.
    #[schema(value_type = Option<Snowflake>)]
    pub actor_user_id: Option<Id<UserMarker>>,
    pub actor_name: Option<String>,
    /// `discord`, `dashboard`, `token`, `support` or `platform`.
    pub via: String,
    pub reason: Option<String>,
    /// The request that did it.
    pub request: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl Rows for AuditEntry {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "created_at",
        "guild_id",
        "action",
        "subject",
        "before",
        "after",
        "actor_user_id",
        "actor_name",
        "via",
        "reason",
        "request",
    ];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

/// Which changes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditFilter {
    /// Only in this server.
    #[param(value_type = Option<Snowflake>)]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Only by this person.
    #[param(value_type = Option<Snowflake>)]
    pub actor_user_id: Option<Id<UserMarker>>,
    /// Only of this kind: `settings.publish`.
    #[param(max_length = 64)]
    pub action: Option<String>,
    /// Only of this: `case/12`.
    #[param(max_length = 200)]
    pub subject: Option<String>,
}

/// Who changed what, the newest first.
#[utoipa::path(get, path = "/tenants/{tenant}/audit", tag = "People", operation_id = "audit",
    params(("tenant" = Uuid, Path), AuditFilter, Listing), responses((status = 200, body = Page<AuditEntry>), Refusals))]
pub async fn list(
    room: api::Tenant<rights::Audit>,
    Query(filter): Query<AuditFilter>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    for (name, given, most) in [("action", &filter.action, 64), ("subject", &filter.subject, 200)] {
        if given.as_ref().is_some_and(|given| given.chars().count() > most) {
            return Err(Problem::invalid(name, format!("It has at most {most} characters.")));
        }
    }
    listing
        .answer((room.scope(), filter), move |(scope, filter), cursor, limit| async move {
            Ok(store::audit(&scope, &filter, cursor, limit).await?)
        })
        .await
}
