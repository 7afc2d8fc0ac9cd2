//! Where one is signed in.

use axum::{Json, http::StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    features::account::store,
    platform::{
        api::{At, Page, Person, Problem, Refusals, Result},
        sign_in,
    },
};

/// A browser that somebody signed in with.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSession {
    pub id: Uuid,
    /// What the browser calls itself.
    pub agent: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// To the minute.
    #[schema(value_type = String, format = DateTime)]
    pub used_at: Timestamp,
    /// When it ends unless it is used before.
    #[schema(value_type = String, format = DateTime)]
    pub ends_at: Timestamp,
    /// Whether it is this browser.
    pub is_this: bool,
}

/// One's sessions, the last used first.
#[utoipa::path(get, path = "/me/sessions", tag = "Account", operation_id = "own_sessions", responses((status = 200, body = Page<OwnSession>), Refusals))]
pub async fn list(person: Person) -> Result<Json<Page<OwnSession>>> {
    person.in_a_browser()?;
    let items = store::own_sessions(&person.ctx.db, person.access.credential).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Ends one of one's sessions. This browser's own is ended by signing out.
#[utoipa::path(delete, path = "/me/sessions/{session}", tag = "Account", operation_id = "end_session",
    params(("session" = Uuid, Path)), responses((status = 204), Refusals))]
pub async fn end(person: Person, At(session): At<Uuid>) -> Result<StatusCode> {
    person.in_a_browser()?;
    match sign_in::end_session(&person.ctx, person.access.credential, Some(session)).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("You have no such session.")),
    }
}
