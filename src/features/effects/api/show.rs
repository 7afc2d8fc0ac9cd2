//! What was done on Discord and what is to be.

use axum::{Json, response::Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use super::{Named, unknown};
use crate::{
    db::Tx,
    features::effects::store,
    platform::{
        api::{self, At, Listing, Page, Query, Refusals, Result, Rows, Snowflake, rights},
        tasks::State,
    },
};

/// A call to Discord: a row before it is a request. What it said to anybody is not in here.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Effect {
    /// In the order in which they were decided.
    pub id: i64,
    /// The bot that does it.
    #[schema(value_type = Snowflake)]
    pub application_id: Id<ApplicationMarker>,
    /// What is done.
    #[schema(example = "ban")]
    pub act: String,
    /// What it belongs to: a case, most of the time.
    #[schema(example = "case/12")]
    pub subject: Option<String>,
    /// To whom. Null: to nobody, or to many at once.
    #[schema(value_type = Option<Snowflake>)]
    pub about_user_id: Option<Id<UserMarker>>,
    pub state: State,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last try failed, in Discord's words or ours.
    pub last_error: Option<String>,
    /// When it is tried next, or was to be.
    #[schema(value_type = String, format = DateTime)]
    pub run_at: Timestamp,
    /// What became of the direct message that went with it: `delivered`, `closed` (they take none from the bot) or `failed`. Null:
    /// there was none, or not yet.
    #[schema(example = "delivered")]
    pub notice: Option<String>,
    /// Null: the platform by itself.
    #[schema(value_type = Option<Snowflake>)]
    pub requested_by_user_id: Option<Id<UserMarker>>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
}

impl Rows for Effect {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "created_at",
        "act",
        "subject",
        "about_user_id",
        "state",
        "attempts",
        "last_error",
        "run_at",
        "notice",
        "requested_by_user_id",
        "finished_at",
        "application_id",
    ];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

/// Which effects.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EffectFilter {
    /// Only in this state.
    pub state: Option<State>,
    /// Only of this: `case/12`.
    #[param(max_length = 100)]
    pub subject: Option<String>,
    /// Only about this person.
    #[param(value_type = Option<Snowflake>)]
    pub user_id: Option<Id<UserMarker>>,
}

/// What was done on Discord and what is to be, the newest first.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/effects", tag = "Effects", operation_id = "effects",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), EffectFilter, Listing),
    responses((status = 200, body = Page<Effect>), Refusals))]
pub async fn list(
    room: api::Guild<rights::Look>,
    Query(filter): Query<EffectFilter>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    let guild = room.id;
    listing
        .answer((room.scope(), filter), move |(scope, filter), cursor, limit| async move {
            Ok(store::effects(&scope, guild, &filter, cursor, limit).await?)
        })
        .await
}

/// One effect.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/effects/{effect}", tag = "Effects", operation_id = "effect",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("effect" = i64, Path)),
    responses((status = 200, body = Effect), Refusals))]
pub async fn show(room: api::Guild<rights::Look>, At(Named { effect }): At<Named>) -> Result<Json<Effect>> {
    let guild = room.id;
    let found = room.scope().read_at_once(async |tx: Tx| store::effect(&tx, guild, effect).await).await?;
    found.map(Json).ok_or_else(unknown)
}
