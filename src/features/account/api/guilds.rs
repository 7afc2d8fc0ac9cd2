//! The servers that one may bring.

use axum::Json;
use serde::Serialize;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};
use utoipa::ToSchema;

use crate::{
    features::account::store,
    platform::{
        api::{Page, Person, Refusals, Result, Snowflake},
        sign_in,
    },
};

/// A server on Discord that somebody owns or manages.
#[derive(Debug, Serialize, ToSchema)]
pub struct ManagedGuild {
    #[schema(value_type = Snowflake)]
    pub id: Id<GuildMarker>,
    pub name: String,
    /// Discord's hash of its picture.
    pub icon: Option<String>,
    pub is_owner: bool,
    /// Our bots that are there.
    pub bots: Vec<PresentBot>,
}

/// A bot of ours in a server.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PresentBot {
    #[schema(value_type = Snowflake)]
    pub application_id: Id<ApplicationMarker>,
    pub name: String,
    /// Whether the server belongs to a tenant already, rather than waiting to be claimed.
    pub is_claimed: bool,
}

/// The servers that one owns or manages, as Discord told within the last minute, and which of our bots are there.
#[utoipa::path(get, path = "/me/guilds", tag = "Account", operation_id = "own_guilds", responses((status = 200, body = Page<ManagedGuild>), Refusals))]
pub async fn list(person: Person) -> Result<Json<Page<ManagedGuild>>> {
    let guilds = sign_in::guilds(&person.ctx, person.access.user, false).await?;
    let managed: Vec<_> = guilds.into_iter().filter(|guild| guild.is_managed()).collect();
    let ids: Vec<_> = managed.iter().map(|guild| guild.id).collect();
    let mut bots = store::bots_in(&person.ctx.db, &ids).await?;
    let items = managed.into_iter().map(|guild| ManagedGuild {
        bots: bots.remove(&guild.id).unwrap_or_default(),
        id: guild.id,
        name: guild.name,
        icon: guild.icon,
        is_owner: guild.owner,
    });
    Ok(Json(Page { items: items.collect(), next_cursor: None }))
}
