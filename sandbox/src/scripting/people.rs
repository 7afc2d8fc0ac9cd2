//! People and servers, made and changed as a test or a demonstration needs them.

use anyhow::{Context, Result, ensure};
use axum::{Json, extract::Path, http::StatusCode};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::{Body, Open, Refusal, id, refusal};
use crate::{World, rest::is_locale};

#[derive(Deserialize)]
pub(super) struct NewPerson {
    name: String,
    /// The server that they join; without one they are known to Discord alone.
    #[serde(default, deserialize_with = "refusal::maybe_id")]
    guild: Option<u64>,
    /// Ids of the roles that they have there.
    #[serde(default, deserialize_with = "refusal::ids")]
    roles: Vec<u64>,
}

pub(super) async fn add(open: Open, Body(new): Body<NewPerson>) -> Result<Json<Value>, Refusal> {
    let id = {
        let mut world = open.sandbox.world();
        check_name(&new.name)?;
        match new.guild {
            Some(guild) => {
                check_roles(&world, guild, &new.roles)?;
                world.create_member(guild, &new.name, &new.roles)
            }
            None => world.create_user(&new.name),
        }
    };
    open.sandbox.announce();
    Ok(Json(json!({ "id": id.to_string() })))
}

#[derive(Deserialize)]
pub(super) struct Change {
    /// The language of their client, one of Discord's locales.
    locale: Option<String>,
    closed_dms: Option<bool>,
    /// `online`, `idle`, `dnd` or `offline`.
    status: Option<String>,
    /// The server that `nick`, `roles` and `pending` are about.
    #[serde(default, deserialize_with = "refusal::maybe_id")]
    guild: Option<u64>,
    /// What they are called there; null takes a nickname away.
    #[serde(default, deserialize_with = "given")]
    nick: Option<Option<String>>,
    #[serde(default, deserialize_with = "refusal::some_ids")]
    roles: Option<Vec<u64>>,
    /// Whether they have yet to accept its rules.
    pending: Option<bool>,
}

/// Changes what is named and leaves the rest. Nobody's permission is asked.
pub(super) async fn change(
    open: Open,
    Path(user): Path<String>,
    Body(change): Body<Change>,
) -> Result<StatusCode, Refusal> {
    let user = user.parse().ok().context("nobody has this id")?;
    apply(&mut open.sandbox.world(), user, change)?;
    open.sandbox.announce();
    Ok(StatusCode::NO_CONTENT)
}

fn apply(world: &mut World, user: u64, change: Change) -> Result<()> {
    if let (Some(guild), Some(roles)) = (change.guild, &change.roles) {
        check_roles(world, guild, roles)?;
    }
    if let Some(locale) = &change.locale {
        ensure!(is_locale(locale), "“{locale}” is none of Discord's languages");
    }
    if let Some(status) = &change.status {
        let is_known = ["online", "idle", "dnd", "offline"].contains(&status.as_str());
        ensure!(is_known, "“{status}” is none of online, idle, dnd and offline");
    }
    let about_member = change.nick.is_some() || change.roles.is_some() || change.pending.is_some();
    ensure!(!about_member || change.guild.is_some(), "a nickname, roles and rules to accept want a guild");
    if let Some(guild) = change.guild {
        let member = world.member_mut(guild, user).context("they are not a member of this server")?;
        member.nick = change.nick.unwrap_or(member.nick.take());
        member.roles = change.roles.unwrap_or(std::mem::take(&mut member.roles));
        member.pending = change.pending.unwrap_or(member.pending);
    }
    let person = world.users.get_mut(&user).filter(|user| !user.bot).context("nobody has this id")?;
    person.locale = change.locale.unwrap_or(std::mem::take(&mut person.locale));
    person.status = change.status.unwrap_or(std::mem::take(&mut person.status));
    person.closed_dms = change.closed_dms.unwrap_or(person.closed_dms);
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct NewGuild {
    name: String,
    /// A person's id.
    #[serde(deserialize_with = "id")]
    owner: u64,
}

/// A server with the channel `general` and every bot in it, as the demo's is.
pub(super) async fn add_guild(open: Open, Body(new): Body<NewGuild>) -> Result<Json<Value>, Refusal> {
    let (guild, channel) = {
        let mut world = open.sandbox.world();
        check_name(&new.name)?;
        let is_person = world.users.get(&new.owner).is_some_and(|user| !user.bot);
        if !is_person {
            return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "Nobody has the owner's id."));
        }
        let guild = world.create_guild(&new.name, new.owner);
        world.install_all(guild);
        (guild, world.guild(guild)?.channels.keys().next().copied().unwrap_or_default())
    };
    open.sandbox.announce();
    Ok(Json(json!({ "id": guild.to_string(), "channel": channel.to_string() })))
}

#[derive(Deserialize)]
pub(super) struct GuildChange {
    name: Option<String>,
    /// An outage, of which bots hear by the gateway.
    unavailable: Option<bool>,
}

/// Changes what is named and leaves the rest.
pub(super) async fn change_guild(
    open: Open,
    Path(guild): Path<String>,
    Body(change): Body<GuildChange>,
) -> Result<StatusCode, Refusal> {
    {
        let mut world = open.sandbox.world();
        change.name.as_deref().map_or(Ok(()), check_name)?;
        let guild = guild.parse().ok().and_then(|guild| world.guilds.get_mut(&guild));
        let guild = guild.context("there is no such guild")?;
        guild.name = change.name.unwrap_or(std::mem::take(&mut guild.name));
        guild.unavailable = change.unavailable.unwrap_or(guild.unavailable);
    }
    open.sandbox.announce();
    Ok(StatusCode::NO_CONTENT)
}

/// Tells null, which takes away, from nothing, which leaves.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn check_name(name: &str) -> Result<()> {
    let length = name.trim().chars().count();
    ensure!((1..=100).contains(&length), "a name has 1 to 100 characters");
    Ok(())
}

fn check_roles(world: &World, guild: u64, roles: &[u64]) -> Result<()> {
    let guild = world.guild(guild)?;
    for role in roles {
        ensure!(guild.roles.contains_key(role), "there is no role {role} in this server");
    }
    Ok(())
}
