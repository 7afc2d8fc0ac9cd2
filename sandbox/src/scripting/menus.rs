//! Context menus: the commands that bots have for people and for messages.

use anyhow::Context;
use axum::{Json, extract::Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Note, Open, Place, Refusal, id};
use crate::World;

/// Discord's numbers for the types of these commands.
const USER: u64 = 2;
const MESSAGE: u64 = 3;

/// The commands that a person is offered here, for people and for messages.
pub(super) async fn menus(open: Open, Query(place): Query<Place>) -> Json<Value> {
    let world = open.sandbox.world();
    Json(json!({ "user": offered(&world, place, USER), "message": offered(&world, place, MESSAGE) }))
}

fn offered(world: &World, place: Place, kind: u64) -> Vec<Value> {
    let Some(guild) = world.guilds.get(&place.guild) else { return Vec::new() };
    let bots = world.applications.values().filter(|application| guild.members.contains_key(&application.id));
    let commands =
        bots.flat_map(|bot| world.offered(place.seat(bot.id)).into_iter().map(move |command| (bot, command)));
    commands
        .filter(|(_, command)| command["type"] == kind)
        .map(|(bot, command)| json!({ "application": bot.id.to_string(), "bot": bot.name, "name": command["name"] }))
        .collect()
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(flatten)]
    place: Place,
    #[serde(deserialize_with = "id")]
    application: u64,
    name: String,
    kind: Kind,
    /// A user's or a message's id.
    #[serde(deserialize_with = "id")]
    target: u64,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    User,
    Message,
}

pub(super) async fn run(open: Open, Body(call): Body<Choice>) -> Result<Json<Value>, Refusal> {
    let seat = call.place.seat(call.application);
    let target = target_in_words(&open.sandbox.world(), &call)?;
    let task = tokio::spawn(async move {
        let reply = match call.kind {
            Kind::User => open.sandbox.user_command(seat, &call.name, call.target).await?,
            Kind::Message => open.sandbox.message_command(seat, &call.name, call.target).await?,
        };
        Ok(open.answer(seat, &reply, Note::new(format!("used {} on {target}", call.name))))
    });
    task.await.map_err(anyhow::Error::from)?
}

fn target_in_words(world: &World, call: &Choice) -> anyhow::Result<String> {
    let name = |user: u64| world.users.get(&user).map(|user| user.username.clone());
    match call.kind {
        Kind::User => name(call.target).context("nobody has this id"),
        Kind::Message => {
            let message = world.messages.get(&call.target).context("this message is gone")?;
            Ok(format!("a message of {}", name(message.author).unwrap_or_default()))
        }
    }
}
