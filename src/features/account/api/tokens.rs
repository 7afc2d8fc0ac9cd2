//! Tokens that programs use in one's name.

use axum::{Json, http::StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    features::account::store,
    platform::{
        access::Secret,
        api::{At, Body, Page, Person, Problem, Refusals, Result, TOKEN_PREFIX, line},
        error::Error,
    },
};

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TokenScope {
    /// Look at everything that its owner may look at.
    Read,
    /// Act on members and messages.
    Moderate,
    /// Change settings, people and records.
    Manage,
}

impl TokenScope {
    fn column(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Moderate => "moderate",
            Self::Manage => "manage",
        }
    }
}

/// A token, without what it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnToken {
    pub id: Uuid,
    pub name: String,
    pub scopes: Vec<String>,
    /// The only tenant that it works for. Absent: all of its owner's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<Uuid>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// To the minute. Absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$",
        example = "nightly export"
    )]
    name: String,
    #[schema(min_items = 1, max_items = 3)]
    scopes: Vec<TokenScope>,
    /// The only tenant that it is to work for.
    tenant_id: Option<Uuid>,
    /// In how many days it expires; 90 unless given.
    #[schema(minimum = 1, maximum = 366)]
    days: Option<u16>,
}

/// A token that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeToken {
    id: Uuid,
    /// The token itself: this is the only time that it is shown.
    token: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// One's tokens, the newest first.
#[utoipa::path(get, path = "/me/tokens", tag = "Account", operation_id = "own_tokens", responses((status = 200, body = Page<OwnToken>), Refusals))]
pub async fn list(person: Person) -> Result<Json<Page<OwnToken>>> {
    person.in_a_browser()?;
    let items = store::own_tokens(&person.ctx.db, person.access.user).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Makes a token. Only a browser may: no token makes others.
#[utoipa::path(post, path = "/me/tokens", tag = "Account", operation_id = "create_token", request_body = NewToken, responses((status = 201, body = MadeToken), Refusals))]
pub async fn create(person: Person, Body(new): Body<NewToken>) -> Result<(StatusCode, Json<MadeToken>)> {
    person.in_a_browser()?;
    let name = line("name", &new.name, 100)?;
    let days = new.days.unwrap_or(90);
    if !(1..=366).contains(&days) {
        return Err(Problem::invalid("days", "A token lasts 1 to 366 days."));
    }
    let mut scopes: Vec<_> = new.scopes.clone();
    scopes.sort();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(Problem::invalid("scopes", "Name at least one: read, moderate or manage."));
    }
    if let Some(tenant) = new.tenant_id {
        let known = store::own_tenants(&person.ctx.db, person.access.user).await?;
        if !known.iter().any(|own| own.id == tenant) {
            return Err(Problem::invalid("tenant_id", "You are no member of such a tenant."));
        }
    }
    let secret = Secret::new(TOKEN_PREFIX).ok_or_else(|| Error::Internal("no randomness".to_owned()))?;
    let lasts = SignedDuration::from_hours(i64::from(days).saturating_mul(24));
    let expires_at = person.ctx.arrived_at.saturating_add(lasts).map_err(|error| Error::Internal(error.to_string()))?;
    let scopes = scopes.into_iter().map(|scope| scope.column().to_owned()).collect();
    let made =
        store::NewToken { name: &name, credential: secret.credential(), scopes, tenant: new.tenant_id, expires_at };
    let id = store::create_token(&person.ctx.db, person.access.user, made).await?;
    let id = id.ok_or_else(|| Problem::conflict("too_many", "You have 50 tokens already. Revoke one first."))?;
    Ok((StatusCode::CREATED, Json(MadeToken { id, token: secret.expose().to_owned(), expires_at })))
}

/// Revokes a token, at once.
#[utoipa::path(delete, path = "/me/tokens/{token}", tag = "Account", operation_id = "revoke_token",
    params(("token" = Uuid, Path)), responses((status = 204), Refusals))]
pub async fn revoke(person: Person, At(token): At<Uuid>) -> Result<StatusCode> {
    person.in_a_browser()?;
    match store::revoke_token(&person.ctx.db, person.access.user, token).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("You have no such token.")),
    }
}
