//! Its routes: for those who look after a server's data, and for everybody about themselves.

mod copy;

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};

use super::{erase, settings::PrivacySettings};
use crate::{
    db::{Scope, Tx},
    edge::{Routes, routes},
    platform::{
        api::{At, Guild, Person, Problem, Refusals, Result, Snowflake, rights},
        audit::{self, Entry},
        bots,
        personal::Subject,
        settings,
    },
};

pub fn routes() -> Routes {
    Routes::new().routes(routes!(export, erase)).routes(routes!(export_own, erase_own))
}

#[derive(Debug, Deserialize)]
struct InPath {
    user: Id<UserMarker>,
}

#[derive(Debug, Deserialize)]
struct Bot {
    guild: Id<GuildMarker>,
    application: Id<ApplicationMarker>,
}

/// A copy of everything that is kept about somebody in this server: for each table what it is, why some of it stays after an
/// erasure, and its rows.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/people/{user}/data", tag = "Privacy", operation_id = "export_person",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("user" = Snowflake, Path)),
    responses((status = 200, body = serde_json::Value), Refusals))]
async fn export(room: Guild<rights::DataRights>, At(InPath { user }): At<InPath>) -> Result<Response> {
    let subject = Subject { guild: room.id, user };
    let entry = Entry { guild: Some(room.id), ..Entry::of("person.export", erase::name(user)) };
    let (ctx, actor) = (&room.ctx, room.access.actor());
    room.scope().write_at_once(async |tx: Tx| audit::record(ctx, &tx, &actor, entry.clone()).await).await?;
    copy::answer(&room.ctx, room.scope(), subject).await
}

/// Erases what is kept about somebody in this server, but for what the copy says is kept. It begins at once and goes on until
/// all is gone; the audit log says when, as `person.erased`. Of a member who is still there Discord tells anew.
#[utoipa::path(delete, path = "/tenants/{tenant}/guilds/{guild}/people/{user}/data", tag = "Privacy", operation_id = "erase_person",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("user" = Snowflake, Path)),
    responses((status = 202), Refusals))]
async fn erase(room: Guild<rights::DataRights>, At(InPath { user }): At<InPath>) -> Result<StatusCode> {
    let subject = Subject { guild: room.id, user };
    erase::decide(&room.ctx, &room.scope(), room.application, subject, &room.access.actor()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// A copy of everything that is kept about oneself for a bot in a server.
#[utoipa::path(get, path = "/me/guilds/{guild}/bots/{application}/data", tag = "Privacy", operation_id = "export_own_data",
    params(("guild" = Snowflake, Path), ("application" = Snowflake, Path)),
    responses((status = 200, body = serde_json::Value), Refusals))]
async fn export_own(person: Person, At(bot): At<Bot>) -> Result<Response> {
    person.may_manage()?;
    let scope = own_scope(&person, &bot).await?;
    copy::answer(&person.ctx, scope, Subject { guild: bot.guild, user: person.access.user }).await
}

/// Erases what is kept about oneself for a bot in a server, where the server lets its members do so by themselves.
#[utoipa::path(delete, path = "/me/guilds/{guild}/bots/{application}/data", tag = "Privacy", operation_id = "erase_own_data",
    params(("guild" = Snowflake, Path), ("application" = Snowflake, Path)), responses((status = 202), Refusals))]
async fn erase_own(person: Person, At(bot): At<Bot>) -> Result<StatusCode> {
    person.may_manage()?;
    let scope = own_scope(&person, &bot).await?;
    let allowed: PrivacySettings =
        scope.read_at_once(async |tx: Tx| settings::read::<PrivacySettings>(&tx, bot.guild).await).await?;
    if !allowed.members_erase {
        return Err(Problem::forbidden("This server wants to be asked: its admins can erase what is kept about you."));
    }
    let subject = Subject { guild: bot.guild, user: person.access.user };
    erase::decide(&person.ctx, &scope, bot.application, subject, &person.access.actor()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The rows of whoever owns the server's data, for somebody who asks about nobody but themselves. Only of a bot that is set up
/// there: asking sets none up.
async fn own_scope(person: &Person, bot: &Bot) -> Result<Scope> {
    match bots::is_in(&person.ctx.db, bot.application, bot.guild).await? {
        true => Ok(Scope::guild(person.ctx.db.clone(), bot.application, bot.guild)),
        false => Err(Problem::not_found("That bot is none of ours, or not in that server.")),
    }
}
