//! People who join a server and leave it.

use anyhow::{Context, Result, ensure};
use axum::{extract::Path, http::StatusCode};
use serde::Deserialize;

use super::{Body, Open, Refusal};
use crate::World;

#[derive(Deserialize)]
pub(super) struct Joining {
    /// Whether they have yet to accept the server's rules.
    #[serde(default)]
    pending: bool,
}

/// A server and a user, by their ids.
type Pair = Path<(String, String)>;

pub(super) async fn join(open: Open, Path(pair): Pair, Body(joining): Body<Joining>) -> Result<StatusCode, Refusal> {
    enter(&mut open.sandbox.world(), &pair, &joining)?;
    open.sandbox.announce();
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn leave(open: Open, Path(pair): Pair) -> Result<StatusCode, Refusal> {
    exit(&mut open.sandbox.world(), &pair)?;
    open.sandbox.announce();
    Ok(StatusCode::NO_CONTENT)
}

fn enter(world: &mut World, pair: &(String, String), joining: &Joining) -> Result<()> {
    let (guild, user) = known(world, pair)?;
    let found = world.guild(guild)?;
    ensure!(!found.members.contains_key(&user), "they are a member already");
    ensure!(!found.bans.contains_key(&user), "they are banned from this server");
    world.join(guild, user, &[]);
    if let Some(member) = world.member_mut(guild, user) {
        member.pending = joining.pending;
    }
    Ok(())
}

fn exit(world: &mut World, pair: &(String, String)) -> Result<()> {
    let (guild, user) = known(world, pair)?;
    let found = world.guild(guild)?;
    ensure!(found.members.contains_key(&user), "they are not a member of this server");
    ensure!(found.owner != user, "an owner cannot leave their own server");
    world.remove_member(guild, user);
    Ok(())
}

fn known(world: &World, (guild, user): &(String, String)) -> Result<(u64, u64)> {
    let guild = world.guild(guild.parse().unwrap_or(0))?.id;
    let user = user.parse().ok().filter(|user| world.users.contains_key(user)).context("nobody has this id")?;
    Ok((guild, user))
}
