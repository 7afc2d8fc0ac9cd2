//! Settings are changed, several fields at once.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Named, show};
use crate::{
    features::settings::{
        commands,
        find::Owner,
        here::{Here, Server},
    },
    platform::{
        api::{self, At, Body, Invalid, Overtaken, Problem, Refusals, Result, Seen, Snowflake, rights},
        locale::Locale,
        settings::{self, Change, Document, Field, Saved, Theirs},
    },
};

/// What is to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// The fields that get another value, by name. Null: the default.
    #[schema(value_type = Object, example = json!({ "log_channel": "175928847299117063", "reason_required": null }))]
    values: Document,
    /// Why: kept with the version.
    #[schema(max_length = 300)]
    reason: Option<String>,
}

/// Changes settings: all the named fields in one version, or none of them.
///
/// `If-Match` names the version that you saw, 0 for the defaults. If somebody else has published another one since, yours goes
/// onto theirs as long as the fields that you change are still what you saw. Those that are not are told with what they are now
/// and whose that is (409, `changed_meanwhile`), and nothing is saved. A version that never was is answered 412. Each field that
/// cannot be taken is named in `errors`.
#[utoipa::path(patch, path = "/tenants/{tenant}/guilds/{guild}/settings/{feature}", tag = "Settings",
    operation_id = "change_settings",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("feature" = String, Path, example = "moderation"),
        ("If-Match" = String, Header, description = "The version that you saw, as its ETag has it.")),
    request_body = SettingsChange,
    responses((status = 200, body = super::show::FeatureSettings, headers(("etag" = String))), Refusals))]
pub async fn change(
    room: api::Guild<rights::Manage>,
    At(named): At<Named>,
    Seen(seen): Seen,
    Body(change): Body<SettingsChange>,
) -> Result<Response> {
    let owner = named.owner(&room.ctx)?;
    let call = room.in_role();
    let fields = read(&room, owner, call.locale, change.values).await?;
    let reason = commands::reason(&call, change.reason.as_deref());
    let reason = reason.map_err(|error| Problem::invalid("reason", error.to_string()))?;
    let change = Change { feature: owner.name, declaration: owner.declaration, fields, seen: Some(seen), reason };
    match settings::change(&room.ctx, &call, &change).await? {
        Saved::Published { .. } | Saved::Unchanged { .. } => show::now(&room, owner).await,
        Saved::Conflict(theirs) => Err(conflict(&theirs)),
        Saved::NoVersion { .. } => {
            Err(Problem::changed("If-Match names no version that ever was: get the settings anew."))
        }
    }
}

/// The fields with the values that they are to have; a problem that names every field that cannot be taken.
async fn read(
    room: &api::Guild<rights::Manage>,
    owner: Owner,
    locale: Locale,
    values: Document,
) -> Result<Vec<(&'static Field, Option<Value>)>> {
    if values.is_empty() {
        return Err(Problem::invalid("values", "Name at least one field."));
    }
    let (mut fields, mut errors) = (Vec::new(), Vec::new());
    for (name, value) in values {
        match accept(owner, locale, &name, &value) {
            Ok(field) => fields.push(field),
            Err(message) => errors.push(invalid(&name, message)),
        }
    }
    let server = Server { application: room.application, guild: room.id };
    let here = Here::look(&room.ctx, &room.scope(), server, &fields).await?;
    let foreign = fields.iter().filter_map(|(field, value)| {
        let message = here.problem(field, value.as_ref()?)?;
        Some(invalid(field.name, message))
    });
    errors.extend(foreign);
    if errors.is_empty() { Ok(fields) } else { Err(Problem::all_invalid(errors)) }
}

fn accept(
    owner: Owner,
    locale: Locale,
    name: &str,
    value: &Value,
) -> std::result::Result<(&'static Field, Option<Value>), String> {
    let field = owner.declaration.field(name);
    let field = field.ok_or_else(|| format!("{} has no such setting.", owner.name))?;
    if value.is_null() {
        return Ok((field, None));
    }
    Ok((field, Some(settings::accept(locale, field, value)?)))
}

fn invalid(name: &str, message: String) -> Invalid {
    let name = crate::discord::limits::shorten(name, 60);
    Invalid { field: format!("values.{name}").into(), message }
}

fn conflict(theirs: &[Theirs]) -> Problem {
    let overtaken = theirs.iter().map(|theirs| Overtaken {
        field: format!("values.{}", theirs.field.name),
        value: theirs.value.clone(),
        version: theirs.version.number,
        changed_by_user_id: theirs.version.author,
        changed_by_name: theirs.version.author_name.clone(),
        changed_at: theirs.version.created_at,
    });
    let words = "Somebody else has changed this meanwhile, so nothing was saved: look at what it is now, and change it again if you still want to.";
    Problem::new(StatusCode::CONFLICT, "changed_meanwhile", words).overtaken(overtaken.collect())
}
