//! Everything but messages: guilds with all that is in them, people, bots. And when it has changed.

use std::{collections::BTreeMap, time::Duration};

use axum::{Json, extract::Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Open, deeds};
use crate::{Guild, Permissions, World};

/// As many lines of an audit log as are shown.
const NEWEST: usize = 100;

/// How long a poll for changes stays open.
const POLL: Duration = Duration::from_secs(25);

pub(super) async fn state(open: Open) -> Json<Value> {
    let version = *open.sandbox.0.changed.borrow();
    let api = open.sandbox.api();
    let world = open.sandbox.world();
    let users: BTreeMap<String, Value> = world
        .users
        .values()
        .map(|user| {
            let about = json!({
                "name": user.username, "bot": user.bot, "locale": user.locale, "closed_dms": user.closed_dms,
                "status": user.status,
            });
            (user.id.to_string(), about)
        })
        .collect();
    let bots = world.applications.values().filter(|application| world.has_bot(application.id));
    let applications = bots.map(|application| {
        json!({
            "id": application.id.to_string(), "name": application.name, "public_key": application.public_key,
            "interactions_endpoint_url": application.interactions_endpoint_url, "commands": application.commands,
        })
    });
    Json(json!({
        "version": version, "now_ms": world.now_ms(), "ahead_ms": world.ahead_ms(), "api": api, "users": users,
        "guilds": world.guilds.values().map(|guild| self::guild(&world, guild)).collect::<Vec<_>>(),
        "applications": applications.collect::<Vec<_>>(),
    }))
}

#[derive(Deserialize)]
pub(super) struct After {
    after: Option<u64>,
}

/// Answers as soon as the version differs from `after`, or after 25 seconds.
pub(super) async fn changes(open: Open, Query(After { after }): Query<After>) -> Json<Value> {
    let mut changed = open.sandbox.0.changed.subscribe();
    // A poll that waits must not keep a stopped sandbox alive.
    drop(open);
    let wait = changed.wait_for(|version| Some(*version) != after);
    let _ = tokio::time::timeout(POLL, wait).await;
    let version = *changed.borrow();
    Json(json!({ "version": version }))
}

fn guild(world: &World, guild: &Guild) -> Value {
    let name = |user: &u64| world.users.get(user).map_or("unknown", |user| &user.username);
    let bans =
        guild.bans.iter().map(|(id, ban)| json!({ "id": id.to_string(), "name": name(id), "reason": ban.reason }));
    let roles = guild.roles.values().map(|role| {
        json!({
            "id": role.id.to_string(), "name": role.name, "position": role.position,
            "permissions": role.permissions.to_string(), "managed": role.managed,
        })
    });
    let audit_log = guild.audit_log.iter().rev().take(NEWEST).map(|entry| {
        json!({
            "id": entry.id.to_string(), "action_type": entry.action, "user": name(&entry.by),
            "target": world.name_of(guild.id, entry.target), "reason": entry.reason,
        })
    });
    json!({
        "id": guild.id.to_string(), "name": guild.name, "owner_id": guild.owner.to_string(),
        "channels": channels(world, guild), "members": members(world, guild), "bans": bans.collect::<Vec<_>>(),
        "roles": roles.collect::<Vec<_>>(), "audit_log": audit_log.collect::<Vec<_>>(),
    })
}

fn channels(world: &World, guild: &Guild) -> Vec<Value> {
    let sees = |user: u64, channel: u64| world.permissions_in(guild, user, channel) & Permissions::VIEW_CHANNEL != 0;
    let channel = |(id, channel): (&u64, &crate::Channel)| {
        let seen_by = guild.members.keys().filter(|user| sees(**user, *id)).map(u64::to_string);
        json!({
            "id": id.to_string(), "name": channel.name, "type": channel.kind, "topic": channel.topic,
            "slowmode_seconds": channel.rate_limit_per_user, "seen_by": seen_by.collect::<Vec<_>>(),
        })
    };
    guild.channels.iter().map(channel).collect()
}

fn members(world: &World, guild: &Guild) -> Vec<Value> {
    let member = |(id, member): (&u64, &crate::Member)| {
        let roles = member.roles.iter().filter_map(|role| guild.roles.get(role)).map(|role| &role.name);
        let user = world.users.get(id);
        json!({
            "id": id.to_string(), "name": user.map_or("unknown", |user| &user.username), "nick": member.nick,
            "roles": roles.collect::<Vec<_>>(), "bot": user.is_some_and(|user| user.bot), "owner": *id == guild.owner,
            "timed_out_until_ms": member.communication_disabled_until_ms, "pending": member.pending,
            "may": deeds::offered(world.permissions(guild, *id)),
        })
    };
    guild.members.iter().map(member).collect()
}
