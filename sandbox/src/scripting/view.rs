//! What the page shows, as JSON.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Notes;
use crate::{Guild, Sandbox, World, kind};

/// As many lines of a channel or a log as are shown.
const NEWEST: usize = 100;

/// Guilds with everything in them, users, bots.
pub(super) fn state(sandbox: &Sandbox, version: u64) -> Value {
    let world = sandbox.world();
    let users: BTreeMap<String, Value> = world
        .users
        .values()
        .map(|user| (user.id.to_string(), json!({ "name": user.username, "bot": user.bot })))
        .collect();
    let applications = world.applications.values().map(|application| {
        json!({
            "id": application.id.to_string(), "name": application.name, "public_key": application.public_key,
            "interactions_endpoint_url": application.interactions_endpoint_url, "commands": application.commands,
        })
    });
    json!({
        "version": version, "now_ms": world.now_ms(), "api": sandbox.api(), "users": users,
        "guilds": world.guilds.values().map(|guild| self::guild(&world, guild)).collect::<Vec<_>>(),
        "applications": applications.collect::<Vec<_>>(),
    })
}

fn guild(world: &World, guild: &Guild) -> Value {
    let name = |user: &u64| world.users.get(user).map_or("unknown", |user| &user.username);
    let channels = guild.channels.values().map(|channel| json!({ "id": channel.id.to_string(), "name": channel.name }));
    let members = guild.members.iter().map(|(id, member)| {
        let roles = member.roles.iter().filter_map(|role| guild.roles.get(role)).map(|role| &role.name);
        json!({
            "id": id.to_string(), "name": name(id), "nick": member.nick, "roles": roles.collect::<Vec<_>>(),
            "bot": world.users.get(id).is_some_and(|user| user.bot), "owner": *id == guild.owner,
        })
    });
    let bans =
        guild.bans.iter().map(|(id, ban)| json!({ "id": id.to_string(), "name": name(id), "reason": ban.reason }));
    let roles = guild.roles.values().map(|role| {
        json!({ "id": role.id.to_string(), "name": role.name, "position": role.position, "permissions": role.permissions.to_string() })
    });
    let audit_log = guild.audit_log.iter().rev().take(NEWEST).map(|entry| {
        json!({
            "id": entry.id.to_string(), "action_type": entry.action, "user": name(&entry.by), "target": name(&entry.target),
            "reason": entry.reason,
        })
    });
    json!({
        "id": guild.id.to_string(), "name": guild.name, "owner_id": guild.owner.to_string(),
        "channels": channels.collect::<Vec<_>>(), "members": members.collect::<Vec<_>>(),
        "bans": bans.collect::<Vec<_>>(), "roles": roles.collect::<Vec<_>>(),
        "audit_log": audit_log.collect::<Vec<_>>(),
    })
}

/// A channel as one person sees it, oldest first: what was done, what became of it, the messages that came of it.
pub(super) fn entries(world: &World, notes: &Notes, channel: u64, reader: u64) -> Value {
    let mut messages: BTreeMap<Option<u64>, Vec<(u64, Value)>> = BTreeMap::new();
    for message in world.messages.values().filter(|message| message.channel == channel) {
        if message.only_for.is_none_or(|user| user == reader) {
            let shown = (message.id, world.message_json(message));
            messages.entry(message.interaction).or_default().push(shown);
        }
    }
    let mut entries = BTreeMap::new();
    for (id, message) in messages.remove(&None).unwrap_or_default() {
        entries.insert(id, json!({ "id": id.to_string(), "state": "answered", "messages": [message] }));
    }
    for (id, pending) in world.interactions.iter().filter(|(_, pending)| pending.channel == channel) {
        let shown: Vec<Value> =
            messages.remove(&Some(*id)).unwrap_or_default().into_iter().map(|(_, message)| message).collect();
        let state = match (&pending.failure, pending.settled_at_ms) {
            (Some(_), _) => "failed",
            (None, None) => "sending",
            (None, Some(_)) => "answered",
        };
        let is_own = pending.user == reader;
        let is_told = match pending.kind {
            kind::COMMAND => state != "answered",
            kind::COMPONENT | kind::MODAL => state == "failed",
            _ => false,
        };
        if shown.is_empty() && !(is_own && is_told) {
            continue;
        }
        let note = notes.get(id);
        let words = match pending.kind {
            kind::COMPONENT => "used a component",
            kind::MODAL => "sent a form",
            _ => "used a command",
        };
        let words = note.map_or(words, |note| if is_own { &note.words } else { &note.brief });
        entries.insert(
            *id,
            json!({
                "id": id.to_string(), "user": pending.user.to_string(), "application": pending.application.to_string(),
                "words": words, "state": state, "failure": pending.failure, "messages": shown,
                "elapsed_ms": note.and_then(|note| note.elapsed_ms),
            }),
        );
    }
    let skipped = entries.len().saturating_sub(NEWEST);
    entries.into_values().skip(skipped).collect()
}

/// The newest REST calls of bots, newest first.
pub(super) fn requests(world: &World) -> Value {
    let seen = world.requests.iter().rev().take(NEWEST).map(|seen| {
        json!({
            "route": seen.route, "path": seen.path, "status": seen.status, "reason": seen.reason,
            "application": seen.application.map(|id| id.to_string()),
        })
    });
    seen.collect()
}

/// A component of a message.
#[derive(Debug)]
pub(super) struct Part {
    /// The bot that sent the message.
    pub application: u64,
    /// Discord's number for the component's type.
    pub kind: u64,
    pub label: String,
}

/// Finds the component that a person sees on a message.
pub(super) fn part(world: &World, message: u64, custom_id: &str) -> Result<Part> {
    let message = world.messages.get(&message).context("this message is gone")?;
    let shown = world.message_json(message);
    let rows = shown["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut parts = rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
    let found = parts.find(|part| part["custom_id"] == custom_id).context("this is no longer on the message")?;
    anyhow::ensure!(found["disabled"] != true, "this is switched off");
    Ok(Part {
        application: shown["author"]["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .context("nobody sent this message")?,
        kind: found["type"].as_u64().unwrap_or(2),
        label: found["label"].as_str().or(found["placeholder"].as_str()).unwrap_or("a component").to_owned(),
    })
}
