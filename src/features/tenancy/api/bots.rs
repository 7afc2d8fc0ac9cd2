//! The bots that one may bring to a server.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::json;
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ApplicationMarker, GuildMarker},
    },
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    db::Tx,
    features::tenancy::store,
    platform::{
        api::{self, At, Body, Page, Person, Problem, Query, Refusals, Result, Snowflake, rights},
        audit,
        bots::{self, Claims},
        feature::Features,
    },
};

/// For what a bot is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// The tenant that is to use it.
    tenant_id: Option<Uuid>,
    /// The server that it is to join.
    #[param(value_type = Option<Snowflake>)]
    guild_id: Option<Id<GuildMarker>>,
}

#[derive(Deserialize)]
pub struct Named {
    application: Id<ApplicationMarker>,
}

/// Whose tenants may claim servers with a bot.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimsChange {
    claims: Claims,
}

/// A bot with the link that brings it to a server.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitableBot {
    #[schema(value_type = Snowflake)]
    pub application_id: Id<ApplicationMarker>,
    pub name: String,
    /// Discord's page that adds it, asking for what the features need and no more.
    pub install_url: String,
}

/// The bots that one may bring to a server, each with its link.
#[utoipa::path(get, path = "/bots", tag = "Servers", operation_id = "invitable_bots", params(Wanted),
    responses((status = 200, body = Page<InvitableBot>), Refusals))]
pub async fn list(person: Person, Query(wanted): Query<Wanted>) -> Result<Json<Page<InvitableBot>>> {
    let ctx = &person.ctx;
    let tenant = match wanted.tenant_id {
        Some(tenant) => store::role_in(&ctx.db, person.access.credential, tenant).await?.map(|_| tenant),
        None => None,
    };
    let page = format!("{}/oauth2/authorize", ctx.config.discord_pages());
    let permissions = needed(ctx.features);
    let link = |application: Id<ApplicationMarker>| {
        let place = wanted.guild_id.map(|guild| format!("&guild_id={guild}&disable_guild_select=true"));
        format!(
            "{page}?client_id={application}&scope=bot+applications.commands&permissions={}{}",
            permissions.bits(),
            place.unwrap_or_default()
        )
    };
    let bots = store::claimable_bots(&ctx.db, tenant).await?;
    let items = bots.into_iter().map(|(application_id, name)| InvitableBot {
        application_id,
        name,
        install_url: link(application_id),
    });
    Ok(Json(Page { items: items.collect(), next_cursor: None }))
}

/// Whose tenants may claim servers with one of the tenant's own bots.
#[utoipa::path(put, path = "/tenants/{tenant}/bots/{application}/claims", tag = "Servers", operation_id = "open_claims",
    params(("tenant" = Uuid, Path), ("application" = Snowflake, Path)), request_body = ClaimsChange,
    responses((status = 200, body = ClaimsChange), Refusals))]
pub async fn open_claims(
    room: api::Tenant<rights::Own>,
    At(Named { application }): At<Named>,
    Body(change): Body<ClaimsChange>,
) -> Result<Json<ClaimsChange>> {
    let (ctx, actor) = (&room.ctx, &room.access.actor());
    if !bots::open_claims(&ctx.db, application, room.id, change.claims).await? {
        return Err(Problem::not_found("This tenant has no such bot."));
    }
    let after = Some(json!({ "claims": change.claims }));
    let entry = audit::Entry { after, ..audit::Entry::of("bot.open_claims", format!("bot/{application}")) };
    let entry = &entry;
    room.scope().write(async |tx: Tx| audit::record(ctx, &tx, actor, entry.clone()).await).await?;
    Ok(Json(change))
}

/// What the bot must be allowed for all that the features do.
fn needed(features: Features) -> Permissions {
    let to_speak = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
    let commands = features.iter().flat_map(|feature| feature.commands).map(|command| command.bot_needs());
    commands.fold(to_speak | Permissions::READ_MESSAGE_HISTORY | Permissions::VIEW_AUDIT_LOG, |all, needs| all | needs)
}
