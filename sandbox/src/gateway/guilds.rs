//! What is told of a guild as a whole. Source: Discord docs, "Gateway Events", Guild Create, Presence Update.

use serde_json::{Value, json};

use super::{intents, session::Identity};
use crate::world::{Channel, Guild, World, channel_type, iso};

/// A guild that Discord cannot reach, or of which nothing has been told yet.
pub(super) fn unavailable(guild: u64) -> Value {
    json!({ "id": guild.to_string(), "unavailable": true })
}

/// GUILD_CREATE as this client gets it.
pub(super) fn create(world: &World, guild: &Guild, identity: &Identity) -> Value {
    let mut shown = guild.json();
    let is_thread = |channel: &&Channel| channel.kind == channel_type::PUBLIC_THREAD;
    let (threads, channels): (Vec<_>, Vec<_>) = guild.channels.values().partition(is_thread);
    let newest = world.newest_messages();
    let with_newest = |channel: &&Channel| {
        let mut shown = channel.json(guild);
        shown["last_message_id"] = json!(newest.get(&channel.id).map(u64::to_string));
        shown
    };
    let as_json = |channels: Vec<&Channel>| channels.iter().map(with_newest).collect::<Vec<_>>();
    let is_large = guild.members.len() > identity.large_threshold;
    let sees_presences = identity.wants(intents::GUILD_PRESENCES);
    let is_offline = |user: &u64| world.users.get(user).is_none_or(|user| user.status == "offline");
    // Without presences a bot is told of nobody but itself, and of large guilds those who are there.
    let is_told = |user: &u64| *user == identity.application || sees_presences && !(is_large && is_offline(user));
    let told = guild.members.keys().filter(|user| is_told(user));
    let present = guild.members.keys().filter(|user| sees_presences && !is_offline(user));
    let joined = guild.members.get(&identity.application).map(|member| iso(member.joined_at_ms));
    let more = json!({
        "joined_at": joined, "large": is_large, "unavailable": false, "member_count": guild.members.len(),
        "members": told.filter_map(|user| world.member_json(guild, *user)).collect::<Vec<_>>(),
        "channels": as_json(channels), "threads": as_json(threads),
        "presences": present.map(|user| presence(world, guild.id, *user)).collect::<Vec<_>>(),
        "voice_states": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
    });
    if let (Some(shown), Value::Object(more)) = (shown.as_object_mut(), more) {
        shown.extend(more);
    }
    shown
}

/// Whether somebody is online, as a guild is told.
pub(super) fn presence(world: &World, guild: u64, user: u64) -> Value {
    let status = world.users.get(&user).map_or("offline", |user| &user.status);
    let of_client = if status == "offline" { json!({}) } else { json!({ "desktop": status }) };
    json!({
        "user": { "id": user.to_string() }, "guild_id": guild.to_string(), "status": status, "activities": [],
        "client_status": of_client,
    })
}
