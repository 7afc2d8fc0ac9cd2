//! The versions of settings, and bringing one back.

use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;

use super::{Named, show};
use crate::{
    db::Tx,
    features::settings::{commands, find::Owner},
    platform::{
        api::{self, At, Body, Listing, Page, Problem, Query, Refusals, Result, Rows, Snowflake, rights},
        settings::{self, Document, Saved, Version, differences},
    },
};

/// A version of a feature's settings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SettingsVersion {
    version: i32,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Snowflake)]
    author_user_id: Id<UserMarker>,
    author_name: String,
    reason: Option<String>,
    /// The version that this one brought back.
    restored_version: Option<i32>,
    /// What it changed of the one before it.
    changes: Vec<SettingsDifference>,
    /// Every field.
    #[schema(value_type = Object)]
    values: Document,
}

/// A field that a version changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SettingsDifference {
    #[schema(value_type = String)]
    field: &'static str,
    before: Value,
    after: Value,
}

impl SettingsVersion {
    fn new(owner: Owner, version: Version, before: &Document) -> Self {
        let values = owner.declaration.complete(version.value);
        let changes = differences(owner.declaration, before, &values).into_iter().map(|(field, before, after)| {
            SettingsDifference { field: field.name, before: before.clone(), after: after.clone() }
        });
        Self {
            version: version.number,
            created_at: version.created_at,
            author_user_id: version.author,
            author_name: version.author_name,
            reason: version.reason,
            restored_version: version.restored,
            changes: changes.collect(),
            values,
        }
    }
}

impl Rows for SettingsVersion {
    const COLUMNS: &'static [&'static str] =
        &["version", "created_at", "author_user_id", "author_name", "reason", "restored_version", "changes"];
    fn cursor(&self) -> String {
        self.version.to_string()
    }
}

/// A version to be brought back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rollback {
    /// Which; 0 is the defaults.
    #[schema(minimum = 0)]
    version: i32,
    /// Why: kept with the version that is made.
    #[schema(max_length = 300)]
    reason: Option<String>,
}

/// The versions of a feature's settings, the newest first, each with what it changed.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/settings/{feature}/versions", tag = "Settings",
    operation_id = "settings_versions",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("feature" = String, Path, example = "moderation"), Listing),
    responses((status = 200, body = Page<SettingsVersion>), Refusals))]
pub async fn list(
    room: api::Guild<rights::Look>,
    At(named): At<Named>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    let (owner, guild) = (named.owner(&room.ctx)?, room.id);
    listing
        .answer(room.scope(), move |scope, cursor: Option<i32>, limit| async move {
            // One more: what the oldest of them changed shows only against the one before it.
            let (before, wanted) = (cursor.unwrap_or(i32::MAX), limit.saturating_add(1));
            let history =
                scope.read_at_once(async |tx: Tx| settings::history(&tx, guild, owner.name, before, wanted).await);
            Ok(compared(owner, history.await?, limit))
        })
        .await
}

/// The first of the versions, each compared with the one after it; the very first of all with the defaults.
fn compared(owner: Owner, history: Vec<Version>, limit: i64) -> Vec<SettingsVersion> {
    let complete = |version: &Version| owner.declaration.complete(version.value.clone());
    let before = history.iter().skip(1).map(complete).chain([owner.declaration.defaults()]);
    let before: Vec<Document> = before.collect();
    let shown = history.into_iter().zip(before).take(usize::try_from(limit).unwrap_or_default());
    shown.map(|(version, before)| SettingsVersion::new(owner, version, &before)).collect()
}

/// Brings an older version back, as a new one: nothing is lost.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/settings/{feature}/rollback", tag = "Settings",
    operation_id = "roll_settings_back",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("feature" = String, Path, example = "moderation")),
    request_body = Rollback,
    responses((status = 200, body = super::show::FeatureSettings, headers(("etag" = String))), Refusals))]
pub async fn roll_back(
    room: api::Guild<rights::Manage>,
    At(named): At<Named>,
    Body(rollback): Body<Rollback>,
) -> Result<Response> {
    let owner = named.owner(&room.ctx)?;
    let call = room.in_role();
    let reason = commands::reason(&call, rollback.reason.as_deref());
    let reason = reason.map_err(|error| Problem::invalid("reason", error.to_string()))?;
    let of = (owner.name, owner.declaration);
    match settings::roll_back(&room.ctx, &call, of, rollback.version, reason.as_deref()).await? {
        Saved::NoVersion { number } => Err(Problem::invalid("version", format!("There is no version {number}."))),
        _ => show::now(&room, owner).await,
    }
}
