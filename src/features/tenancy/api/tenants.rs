//! A tenant itself.

use axum::{Json, http::StatusCode, response::Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};
use utoipa::ToSchema;
use uuid::Uuid;

use super::guilds::{prove, refusal};
use crate::{
    db::Tx,
    features::tenancy::store,
    platform::{
        access::Role,
        api::{self, Body, Person, Problem, Refusals, Result, Seen, Snowflake, line, rights, tagged},
        audit,
    },
};

/// A customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Tenant {
    pub id: Uuid,
    pub name: String,
    /// What it does.
    pub industry: Option<String>,
    /// How pages about it look: `color` (#rrggbb), `logo_url` (https), `tagline`.
    #[schema(value_type = Branding)]
    pub branding: Value,
    /// The tenant that looks after it.
    pub agency_tenant_id: Option<Uuid>,
    pub agency_name: Option<String>,
    pub version: i32,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// How pages about a tenant look.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Branding {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = r"^https://\S*$", max_length = 500)]
    logo_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200, pattern = r"^[^\x00]*$")]
    tagline: Option<String>,
}

/// A tenant to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTenant {
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    name: String,
    /// A server to claim at once. You must own or manage it, and the bot must be there.
    #[schema(value_type = Option<Snowflake>)]
    guild_id: Option<Id<GuildMarker>>,
    /// The bot that serves it.
    #[schema(value_type = Option<Snowflake>)]
    application_id: Option<Id<ApplicationMarker>>,
    /// The tenant that looks after it: one whose admin you are.
    agency_tenant_id: Option<Uuid>,
}

/// What of a tenant is to change. What is absent stays; null takes away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantChange {
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    industry: Option<Option<String>>,
    branding: Option<Branding>,
    /// Whom you let look after you: their people may then work for you, as they do for their own.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    agency_tenant_id: Option<Option<Uuid>>,
}

/// Null is something else than nothing.
fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Makes a tenant of one's own, with a server if one is named.
#[utoipa::path(post, path = "/tenants", tag = "Tenants", operation_id = "found_tenant", request_body = NewTenant,
    responses((status = 201, body = Tenant), Refusals))]
pub async fn found(person: Person, Body(new): Body<NewTenant>) -> Result<(StatusCode, Json<Tenant>)> {
    person.may_manage()?;
    let (ctx, access) = (&person.ctx, &person.access);
    let name = line("name", &new.name, 100)?;
    if let Some(agency) = new.agency_tenant_id {
        let role = store::role_in(&ctx.db, access.credential, agency).await?;
        if role.is_none_or(|role| role < Role::Admin) {
            return Err(Problem::invalid("agency_tenant_id", "You are no admin of such a tenant."));
        }
    }
    let place = match (new.guild_id, new.application_id) {
        (Some(guild), Some(application)) => Some((application, guild)),
        (None, None) => None,
        (Some(_), None) => return Err(Problem::invalid("application_id", "Say which bot serves the server.")),
        (None, Some(_)) => return Err(Problem::invalid("guild_id", "Say which server the bot serves.")),
    };
    if let Some((_, guild)) = place {
        prove(&person, guild).await?;
    }
    let founding = store::Founding {
        person: access.user,
        user_name: &access.user_name,
        name: &name,
        agency: new.agency_tenant_id,
        place,
        request: &ctx.request_id.to_string(),
    };
    match store::found(&ctx.db, founding).await? {
        Ok(id) => {
            let tenant = store::tenant(&person.ctx.scope_in(access, id)).await?;
            let tenant = tenant.ok_or_else(|| Problem::not_found("The tenant is gone already."))?;
            Ok((StatusCode::CREATED, Json(tenant)))
        }
        Err(problem) => Err(refusal(&problem)),
    }
}

/// A tenant.
#[utoipa::path(get, path = "/tenants/{tenant}", tag = "Tenants", operation_id = "tenant", params(("tenant" = Uuid, Path)),
    responses((status = 200, body = Tenant, headers(("etag" = String))), Refusals))]
pub async fn show(room: api::Tenant<rights::Look>) -> Result<Response> {
    let tenant = store::tenant(&room.scope()).await?;
    let tenant = tenant.ok_or_else(|| Problem::not_found("There is no such tenant."))?;
    Ok(tagged(tenant.version, tenant))
}

/// Changes a tenant.
#[utoipa::path(patch, path = "/tenants/{tenant}", tag = "Tenants", operation_id = "change_tenant",
    params(("tenant" = Uuid, Path), ("If-Match" = String, Header, description = "The ETag of what you saw.")),
    request_body = TenantChange, responses((status = 200, body = Tenant, headers(("etag" = String))), Refusals))]
pub async fn change(
    room: api::Tenant<rights::Own>,
    Seen(seen): Seen,
    Body(change): Body<TenantChange>,
) -> Result<Response> {
    if let Some(Some(agency)) = change.agency_tenant_id {
        let is_known = agency != room.id && store::tenant_name(&room.ctx.db, agency).await?.is_some();
        if !is_known {
            return Err(Problem::invalid("agency_tenant_id", "There is no such other tenant."));
        }
    }
    let change = &checked(change)?;
    let (ctx, actor) = (&room.ctx, &room.access.actor());
    let tenant = room
        .scope()
        .write(async |tx: Tx| {
            let before = store::tenant_in(&tx).await?;
            let before = before.ok_or_else(|| Problem::not_found("There is no such tenant."))?;
            let after = applied(&before, change);
            if before.version != seen || !store::change(&tx, seen, &after).await? {
                return Err(Problem::changed("Somebody has changed the tenant since you saw it. Look at it again."));
            }
            let entry = audit::Entry {
                before: Some(shown(&before)),
                after: Some(shown(&after)),
                ..audit::Entry::of("tenant.change", "tenant")
            };
            audit::record(ctx, &tx, actor, entry).await?;
            Ok(after)
        })
        .await?;
    Ok(tagged(tenant.version, tenant))
}

fn checked(change: TenantChange) -> Result<TenantChange> {
    let name = change.name.map(|name| line("name", &name, 100)).transpose()?;
    let industry = match change.industry {
        Some(Some(industry)) => Some(Some(line("industry", &industry, 50)?)),
        other => other,
    };
    if let Some(branding) = &change.branding {
        let is_color = |color: &String| {
            color
                .strip_prefix('#')
                .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        if !branding.color.as_ref().is_none_or(is_color) {
            return Err(Problem::invalid("branding.color", "Write it as # and six hex digits."));
        }
        let is_picture = |url: &String| {
            url.starts_with("https://") && url.chars().count() <= 500 && !url.contains(char::is_whitespace)
        };
        if !branding.logo_url.as_ref().is_none_or(is_picture) {
            return Err(Problem::invalid("branding.logo_url", "Give an https:// address of at most 500 characters."));
        }
        if branding.tagline.as_ref().is_some_and(|tagline| tagline.chars().count() > 200 || tagline.contains('\0')) {
            return Err(Problem::invalid("branding.tagline", "Keep it within 200 characters."));
        }
    }
    Ok(TenantChange { name, industry, ..change })
}

fn applied(before: &Tenant, change: &TenantChange) -> Tenant {
    let mut after = before.clone();
    after.version = before.version.saturating_add(1);
    if let Some(name) = &change.name {
        after.name.clone_from(name);
    }
    if let Some(industry) = &change.industry {
        after.industry.clone_from(industry);
    }
    if let Some(branding) = &change.branding {
        after.branding = serde_json::to_value(branding).unwrap_or(Value::Object(Map::new()));
    }
    if let Some(agency) = change.agency_tenant_id {
        after.agency_tenant_id = agency;
        after.agency_name = None;
    }
    after
}

fn shown(tenant: &Tenant) -> Value {
    json!({ "name": tenant.name, "industry": tenant.industry, "branding": tenant.branding, "agency_tenant_id": tenant.agency_tenant_id })
}
