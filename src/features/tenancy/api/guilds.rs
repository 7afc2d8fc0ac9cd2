//! A tenant's servers: seen, claimed, given back.

use axum::{Json, http::StatusCode, response::Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};
use utoipa::ToSchema;

use crate::{
    db::Tx,
    features::tenancy::store,
    platform::{
        api::{self, Body, Listing, Page, Person, Problem, Query, Refusals, Result, Rows, Snowflake, rights},
        audit, sign_in,
    },
};

/// A server of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnGuild {
    #[schema(value_type = Snowflake)]
    pub guild_id: Id<GuildMarker>,
    /// As Discord last told. Null: it has told nothing yet.
    pub name: Option<String>,
    /// The bot that serves it.
    #[schema(value_type = Snowflake)]
    pub application_id: Id<ApplicationMarker>,
    pub bot_name: String,
    /// When the bot was removed. Null: it is there.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub left_at: Option<Timestamp>,
    /// When somebody of the tenant proved that the server is theirs. Null: it came with the tenant's own bot.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub claimed_at: Option<Timestamp>,
}

impl Rows for OwnGuild {
    const COLUMNS: &'static [&'static str] =
        &["guild_id", "name", "application_id", "bot_name", "left_at", "claimed_at"];
    fn cursor(&self) -> String {
        self.guild_id.to_string()
    }
}

/// A server to be claimed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    #[schema(value_type = Snowflake)]
    guild_id: Id<GuildMarker>,
    /// The bot that serves it.
    #[schema(value_type = Snowflake)]
    application_id: Id<ApplicationMarker>,
}

/// The tenant's servers, by id.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds", tag = "Servers", operation_id = "guilds",
    params(("tenant" = Uuid, Path), Listing), responses((status = 200, body = Page<OwnGuild>), Refusals))]
pub async fn list(room: api::Tenant<rights::Look>, Query(listing): Query<Listing>) -> Result<Response> {
    listing
        .answer(room.scope(), |scope, cursor, limit| async move { Ok(store::guilds(&scope, cursor, limit).await?) })
        .await
}

/// Claims a server that one owns or manages. Discord is asked at this very moment.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds", tag = "Servers", operation_id = "claim_guild",
    params(("tenant" = Uuid, Path)), request_body = Claim, responses((status = 201, body = OwnGuild), Refusals))]
pub async fn claim(room: api::Tenant<rights::Own>, Body(claim): Body<Claim>) -> Result<(StatusCode, Json<OwnGuild>)> {
    let person = Person { ctx: room.ctx.clone(), access: room.access.clone() };
    prove(&person, claim.guild_id).await?;
    let (ctx, access) = (&room.ctx, &room.access);
    let (place, request) = ((claim.application_id, claim.guild_id), ctx.request_id.to_string());
    if let Some(problem) = store::claim(&ctx.db, access, room.id, place, &request).await? {
        return Err(refusal(&problem));
    }
    let guilds = store::guilds(&room.scope(), Some(claim.guild_id.get().saturating_sub(1)), 1).await?;
    let claimed = guilds.into_iter().find(|guild| guild.guild_id == claim.guild_id);
    let claimed = claimed.ok_or_else(|| Problem::not_found("The server is gone already."))?;
    Ok((StatusCode::CREATED, Json(claimed)))
}

/// Gives a server back to whoever owns its bot. What was recorded stays with the tenant.
#[utoipa::path(delete, path = "/tenants/{tenant}/guilds/{guild}", tag = "Servers", operation_id = "release_guild",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path)), responses((status = 204), Refusals))]
pub async fn release(room: api::Guild<rights::Own>) -> Result<StatusCode> {
    let (ctx, actor) = (&room.ctx, &room.access.actor());
    let (application, guild) = (room.application, room.id);
    room.scope()
        .write(async |tx: Tx| {
            if !store::release(&tx, application, guild).await? {
                return Err(Problem::conflict(
                    "own_bot",
                    "Its bot is your own: remove the bot from the server instead.",
                ));
            }
            let before = serde_json::json!({ "application_id": application });
            let entry = audit::Entry {
                guild: Some(guild),
                before: Some(before),
                ..audit::Entry::of("guild.release", format!("bot/{application}"))
            };
            Ok(audit::record(ctx, &tx, actor, entry).await?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuses a server that Discord does not say, now, is managed by this person.
pub async fn prove(person: &Person, guild: Id<GuildMarker>) -> Result<()> {
    let guilds = sign_in::guilds(&person.ctx, person.access.user, true).await?;
    match guilds.iter().find(|own| own.id == guild) {
        Some(own) if own.is_managed() => Ok(()),
        Some(_) => Err(Problem::forbidden("Only who owns that server or has Manage Server there may bring it.")),
        None => Err(Problem::forbidden("Discord does not say that you are in that server.")),
    }
}

/// Why a server cannot be claimed.
pub fn refusal(problem: &str) -> Problem {
    match problem {
        "unknown_bot" => Problem::conflict("unknown_bot", "We have no such bot."),
        "not_installed" => {
            Problem::conflict("not_installed", "The bot is not in that server yet. Add it first, then try again.")
        }
        "claimed" => {
            Problem::conflict("claimed", "That server belongs to another tenant. Ask its owner to give it back first.")
        }
        _ => Problem::conflict("closed", "The owner of that bot does not let others claim servers with it."),
    }
}
