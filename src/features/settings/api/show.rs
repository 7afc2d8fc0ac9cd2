//! Settings as they are.

use axum::response::Response;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;

use super::Named;
use crate::{
    db::Tx,
    features::settings::find::{self, Owner},
    platform::{
        api::{self, At, Listing, Needs, Page, Query, Refusals, Result, Rows, Snowflake, rights, tagged},
        error::Error,
        settings::{self, Document, Version},
    },
};

/// What a server has set of a feature.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeatureSettings {
    #[schema(value_type = String, example = "moderation")]
    feature: &'static str,
    /// What the feature is for.
    #[schema(value_type = String)]
    summary: &'static str,
    /// The newest version, for If-Match. 0: nobody has changed anything.
    version: i32,
    /// Every field with its value; those that nobody set have their defaults.
    #[schema(value_type = Object)]
    values: Document,
    /// The fields as a JSON Schema, draft 2020-12. `x-kind` tells what a text stands for, `x-order` in which order people read
    /// the fields.
    #[schema(value_type = Object)]
    schema: Value,
    /// Who made the newest version. Null: there is none.
    #[schema(value_type = Option<Snowflake>)]
    changed_by_user_id: Option<Id<UserMarker>>,
    changed_by_name: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    changed_at: Option<Timestamp>,
}

impl FeatureSettings {
    fn new(owner: Owner, newest: Option<Version>) -> Self {
        let declaration = owner.declaration;
        let values =
            newest.as_ref().map_or_else(|| declaration.defaults(), |now| declaration.complete(now.value.clone()));
        Self {
            feature: owner.name,
            summary: owner.summary,
            version: newest.as_ref().map_or(0, |newest| newest.number),
            values,
            schema: settings::schema(owner.name, declaration),
            changed_by_user_id: newest.as_ref().map(|newest| newest.author),
            changed_by_name: newest.as_ref().map(|newest| newest.author_name.clone()),
            changed_at: newest.map(|newest| newest.created_at),
        }
    }
}

impl Rows for FeatureSettings {
    const COLUMNS: &'static [&'static str] =
        &["feature", "version", "values", "changed_by_user_id", "changed_by_name", "changed_at"];
    fn cursor(&self) -> String {
        self.feature.to_owned()
    }
}

/// What a server has set, feature by feature.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/settings", tag = "Settings", operation_id = "settings",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), Listing),
    responses((status = 200, body = Page<FeatureSettings>), Refusals))]
pub async fn list(room: api::Guild<rights::Look>, Query(listing): Query<Listing>) -> Result<Response> {
    let guild = room.id;
    listing
        .answer((room.scope(), room.ctx.clone()), move |(scope, ctx), cursor: Option<String>, limit| async move {
            let owners = after(find::owners(&ctx).collect(), cursor.as_deref(), limit)?;
            let newest = scope.read_at_once(async |tx: Tx| {
                let (tx, owners) = (&tx, &owners);
                try_join_all(owners.iter().map(|owner| settings::newest(tx, guild, owner.name))).await
            });
            let newest = newest.await.map_err(Error::from)?;
            Ok(owners.into_iter().zip(newest).map(|(owner, newest)| FeatureSettings::new(owner, newest)).collect())
        })
        .await
}

/// Those after the cursor.
fn after(owners: Vec<Owner>, cursor: Option<&str>, limit: i64) -> Result<Vec<Owner>> {
    let place = |name: &str| owners.iter().position(|owner| owner.name == name);
    let skipped = match cursor {
        None => 0,
        Some(name) => match place(name) {
            Some(place) => place.saturating_add(1),
            None => return Err(api::no_cursor()),
        },
    };
    Ok(owners.into_iter().skip(skipped).take(usize::try_from(limit).unwrap_or_default()).collect())
}

/// What a server has set of one feature.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/settings/{feature}", tag = "Settings",
    operation_id = "feature_settings",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("feature" = String, Path, example = "moderation")),
    responses((status = 200, body = FeatureSettings, headers(("etag" = String))), Refusals))]
pub async fn show(room: api::Guild<rights::Look>, At(named): At<Named>) -> Result<Response> {
    let owner = named.owner(&room.ctx)?;
    now(&room, owner).await
}

/// The feature's settings as they are by now.
pub async fn now<R: Needs>(room: &api::Guild<R>, owner: Owner) -> Result<Response> {
    let guild = room.id;
    let newest = room.scope().read_at_once(async |tx: Tx| settings::newest(&tx, guild, owner.name).await).await?;
    let settings = FeatureSettings::new(owner, newest);
    Ok(tagged(settings.version, settings))
}
