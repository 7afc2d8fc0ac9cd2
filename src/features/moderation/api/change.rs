//! Cases are changed, noted on, and deleted.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    cases::{WholeCase, whole},
    read::Numbered,
};
use crate::{
    db::Tx,
    features::moderation::{
        act::{self, read_because},
        commands::{
            case_note::{self, read_note},
            case_reason::read_new_reason,
        },
        store,
    },
    platform::api::{At, Body, Guild, Problem, Query, Refusals, Result, Seen, Snowflake, about, rights, tagged},
};

/// What of a case is to change. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseChange {
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
    /// Whether lists leave it out.
    is_hidden: Option<bool>,
}

/// A note to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    #[schema(min_length = 1, max_length = 1000)]
    body: String,
}

/// Why a case is deleted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Because {
    /// All that stays of the case beside its number, its kind and its people.
    #[param(min_length = 1, max_length = 1000)]
    reason: String,
}

/// Changes a case. Its message in the moderation log changes with it.
#[utoipa::path(patch, path = "/tenants/{tenant}/guilds/{guild}/cases/{number}", tag = "Moderation", operation_id = "change_case",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("number" = i32, Path),
        ("If-Match" = String, Header, description = "The ETag of what you saw.")),
    request_body = CaseChange, responses((status = 200, body = WholeCase, headers(("etag" = String))), Refusals))]
pub async fn change(
    room: Guild<rights::Moderate>,
    At(Numbered { number }): At<Numbered>,
    Seen(seen): Seen,
    Body(change): Body<CaseChange>,
) -> Result<Response> {
    let locale = room.ctx.spoken();
    let reason = change.reason.as_deref().map(|reason| read_new_reason(locale, Some(reason))).transpose();
    let (reason, is_hidden) = (reason.map_err(about("reason"))?, change.is_hidden);
    let action = match (&reason, is_hidden) {
        (Some(_), _) => "case.reason",
        (None, Some(_)) => "case.hide",
        (None, None) => return Err(Problem::invalid("body", "Say what is to change: reason or is_hidden.")),
    };
    let call = room.invocation().await?;
    let (guild, by, reason) = (call.guild, call.actor.id, reason.as_deref());
    let changed = async |tx: Tx| {
        let reworded = match reason {
            Some(reason) => store::set_reason(&tx, guild, number, reason).await?,
            None => None,
        };
        match is_hidden {
            Some(is_hidden) if reason.is_none() || reworded.is_some() => {
                store::hide_case(&tx, guild, number, by, is_hidden).await
            }
            _ => Ok(reworded),
        }
    };
    act::change(&room.ctx, &call, number, action, Some(seen), changed).await?;
    let case = whole(&room.scope(), room.id, number).await?;
    Ok(tagged(case.version(), case))
}

/// Adds a note to a case, for staff alone.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/cases/{number}/notes", tag = "Moderation", operation_id = "add_note",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("number" = i32, Path)),
    request_body = NewNote, responses((status = 201, body = WholeCase), Refusals))]
pub async fn add_note(
    room: Guild<rights::Moderate>,
    At(Numbered { number }): At<Numbered>,
    Body(note): Body<NewNote>,
) -> Result<Response> {
    let body = read_note(room.ctx.spoken(), Some(&note.body)).map_err(about("body"))?;
    let call = room.invocation().await?;
    case_note::add_note(&room.ctx, &call, number, body).await?;
    let case = whole(&room.scope(), room.id, number).await?;
    Ok((StatusCode::CREATED, Json(case)).into_response())
}

/// Deletes what a case says, for good: its reason, notes and evidence. Its number stays.
#[utoipa::path(delete, path = "/tenants/{tenant}/guilds/{guild}/cases/{number}", tag = "Moderation", operation_id = "delete_case",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("number" = i32, Path), Because),
    responses((status = 204), Refusals))]
pub async fn delete(
    room: Guild<rights::DeleteCases>,
    At(Numbered { number }): At<Numbered>,
    Query(because): Query<Because>,
) -> Result<StatusCode> {
    let because = read_because(room.ctx.spoken(), Some(&because.reason)).map_err(about("reason"))?;
    let call = room.invocation().await?;
    act::delete(&room.ctx, &call, number, &because).await?;
    Ok(StatusCode::NO_CONTENT)
}
