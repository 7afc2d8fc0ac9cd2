//! Messages that people write.

use anyhow::{Context, Result, ensure};
use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Open, Place, Refusal};
use crate::{Permissions, World};

/// As many characters as Discord lets a person write.
const LONGEST: usize = 2_000;

#[derive(Deserialize)]
pub(super) struct Draft {
    #[serde(flatten)]
    place: Place,
    content: String,
}

pub(super) async fn write(open: Open, Body(draft): Body<Draft>) -> Result<Json<Value>, Refusal> {
    let content = draft.content.trim();
    let id = {
        let mut world = open.sandbox.world();
        check(&world, draft.place, content)?;
        world.create_message(draft.place.channel, draft.place.user, content)
    };
    open.sandbox.announce();
    Ok(Json(json!({ "id": id.to_string() })))
}

/// What Discord's client would not let a person send.
fn check(world: &World, place: Place, content: &str) -> Result<()> {
    let guild = world.guild(place.guild)?;
    let channel = guild.channels.get(&place.channel).context("there is no such channel here")?;
    let who = world.users.get(&place.user).map_or("nobody", |user| &user.username);
    let member = guild.members.get(&place.user).with_context(|| format!("{who} is no longer a member here"))?;
    let is_timed_out = member.communication_disabled_until_ms.is_some_and(|until| until > world.now_ms());
    ensure!(!is_timed_out, "{who} is timed out and cannot write until that is over");
    let held = world.permissions_in(guild, place.user, place.channel);
    let wanted = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    ensure!(held & wanted == wanted, "{who} may not write in #{}", channel.name);
    let length = content.chars().count();
    ensure!(length > 0, "there is nothing to send yet");
    ensure!(length <= LONGEST, "a message has up to {LONGEST} characters, and this one has {length}");
    Ok(())
}
