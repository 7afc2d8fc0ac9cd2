//! What a server sets for a bot's commands under Integrations.

use anyhow::{Result, ensure};
use axum::{extract::Path, http::StatusCode};
use serde::Deserialize;

use super::{Body, Open, Refusal, id};
use crate::World;

#[derive(Deserialize)]
pub(super) struct Setting {
    /// A role or a user.
    #[serde(deserialize_with = "id")]
    id: u64,
    shown: bool,
}

/// A server and a command, by their ids.
type Pair = Path<(String, String)>;

pub(super) async fn show(open: Open, Path(pair): Pair, Body(setting): Body<Setting>) -> Result<StatusCode, Refusal> {
    set(&mut open.sandbox.world(), &pair, &setting)?;
    open.sandbox.announce();
    Ok(StatusCode::NO_CONTENT)
}

fn set(world: &mut World, (guild, command): &(String, String), setting: &Setting) -> Result<()> {
    let guild = world.guild(guild.parse().unwrap_or(0))?;
    let mut bots = world.applications.values();
    let is_known = bots.any(|bot| {
        let own = bot.guild_commands.get(&guild.id).into_iter().flatten();
        own.chain(&bot.commands).any(|one| one["id"] == command.as_str())
    });
    ensure!(is_known, "there is no such command");
    let is_one = guild.roles.contains_key(&setting.id) || guild.members.contains_key(&setting.id);
    ensure!(is_one, "this is neither a role nor a member of this server");
    let guild = guild.id;
    world.show_command(guild, command.parse().unwrap_or(0), setting.id, setting.shown);
    Ok(())
}
