//! Its routes.

use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, InteractionMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use super::store;
use crate::{
    edge::{Routes, routes},
    platform::{
        api::{self, Listing, Page, Query, Refusals, Result, Rows, Snowflake, rights},
        interactions::RunOutcome,
    },
};

pub fn routes() -> Routes {
    Routes::new().routes(routes!(list))
}

/// A command that somebody ran, a button that they clicked or a form that they sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommandRun {
    /// In the order in which they were written down.
    pub id: i64,
    /// Names the interaction, at Discord and in the logs.
    #[schema(value_type = Snowflake)]
    pub interaction_id: Id<InteractionMarker>,
    /// The bot that answered.
    #[schema(value_type = Snowflake)]
    pub application_id: Id<ApplicationMarker>,
    #[schema(value_type = Snowflake)]
    pub user_id: Id<UserMarker>,
    /// The command's full name, or the component's. Never with what was typed.
    #[schema(example = "case show")]
    pub command: String,
    pub outcome: RunOutcome,
    /// Whether Discord showed "thinking…" first, because the answer took longer than it waits.
    pub deferred: bool,
    /// From arrival to answer, in milliseconds.
    pub duration_ms: i32,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl Rows for CommandRun {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "created_at",
        "user_id",
        "command",
        "outcome",
        "deferred",
        "duration_ms",
        "interaction_id",
        "application_id",
    ];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

/// Which command runs.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunFilter {
    /// Only by this person.
    #[param(value_type = Option<Snowflake>)]
    pub user_id: Option<Id<UserMarker>>,
    /// Only of this command, by its full name: `case show`.
    #[param(max_length = 100)]
    pub command: Option<String>,
    /// Only those that ended so.
    pub outcome: Option<RunOutcome>,
}

/// Which commands were run, the newest first. They are kept for 90 days. What needed nothing of ours to be answered, such as /ping,
/// is not written down.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/command-runs", tag = "Command runs",
    operation_id = "command_runs",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), RunFilter, Listing),
    responses((status = 200, body = Page<CommandRun>), Refusals))]
pub async fn list(
    room: api::Guild<rights::Moderate>,
    Query(filter): Query<RunFilter>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    let guild = room.id;
    listing
        .answer((room.scope(), filter), move |(scope, filter), cursor, limit| async move {
            Ok(store::runs(&scope, guild, &filter, cursor, limit).await?)
        })
        .await
}
