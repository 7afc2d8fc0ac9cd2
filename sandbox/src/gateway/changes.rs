//! What happened in guilds, told from what they were before. Source: Discord docs, "Gateway Events".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    event::{Event, Scope},
    guilds, intents,
};
use crate::world::{Ban, Channel, Guild, GuildBefore, Member, Role, User, World, channel_type};

/// What was touched in one guild that is still there.
pub(super) struct Touched {
    guild: u64,
    before: GuildBefore,
    roles: BTreeMap<u64, Option<Role>>,
    channels: BTreeMap<u64, Option<Channel>>,
    members: BTreeMap<u64, Option<Member>>,
    bans: BTreeMap<u64, Option<Ban>>,
}

/// Takes note of what was touched in guilds that were there before and still are. The others are told as a whole.
pub(super) fn take_touched(world: &mut World) -> Vec<Touched> {
    let touched = world.guilds.take_touched();
    let mut taken = Vec::new();
    for (guild, before) in touched {
        let Some(now) = world.guilds.get_untold(guild) else { continue };
        let (roles, channels) = (now.roles.take_touched(), now.channels.take_touched());
        let (members, bans) = (now.members.take_touched(), now.bans.take_touched());
        taken.extend(before.map(|before| Touched { guild, before, roles, channels, members, bans }));
    }
    taken
}

/// The events of one guild, in the order in which Discord would have come to them.
pub(super) fn events(world: &World, touched: &Touched) -> Vec<Event> {
    let Some(guild) = world.guilds.get(&touched.guild) else { return Vec::new() };
    let mut events = Vec::new();
    let of_guild = |name, intent, data: Value| Event::new(name, Scope::Guild { guild: guild.id, intent }, &data);
    let id = guild.id.to_string();
    let before = GuildBefore { logged: touched.before.logged, ..crate::world::Watch::before(guild) };
    if before != touched.before {
        events.push(of_guild("GUILD_UPDATE", intents::GUILDS, guild.json()));
    }
    for (role, before) in &touched.roles {
        let name = match (before, guild.roles.get(role)) {
            (Some(_), None) => {
                let data = json!({ "guild_id": id, "role_id": role.to_string() });
                events.push(of_guild("GUILD_ROLE_DELETE", intents::GUILDS, data));
                continue;
            }
            (None, Some(_)) => "GUILD_ROLE_CREATE",
            (Some(before), Some(now)) if before != now => "GUILD_ROLE_UPDATE",
            _ => continue,
        };
        let data = json!({ "guild_id": id, "role": guild.roles.get(role).map(Role::json) });
        events.push(of_guild(name, intents::GUILDS, data));
    }
    for (channel, before) in &touched.channels {
        let now = guild.channels.get(channel);
        let names = match (before, now) {
            (Some(_), None) => ["CHANNEL_DELETE", "THREAD_DELETE"],
            (None, Some(_)) => ["CHANNEL_CREATE", "THREAD_CREATE"],
            (Some(before), Some(now)) if before != now => ["CHANNEL_UPDATE", "THREAD_UPDATE"],
            _ => continue,
        };
        if let Some(shown) = now.or(before.as_ref()) {
            let name = names[usize::from(shown.kind == channel_type::PUBLIC_THREAD)];
            events.push(of_guild(name, intents::GUILDS, shown.json(guild)));
        }
    }
    for (user, before) in &touched.members {
        events.extend(of_member(world, guild, *user, before.as_ref()));
    }
    for (user, before) in &touched.bans {
        let name = match (before, guild.bans.get(user)) {
            (None, Some(_)) => "GUILD_BAN_ADD",
            (Some(_), None) => "GUILD_BAN_REMOVE",
            _ => continue,
        };
        let data = json!({ "guild_id": id, "user": world.user_json(*user) });
        events.push(of_guild(name, intents::GUILD_MODERATION, data));
    }
    for entry in guild.audit_log.iter().skip(touched.before.logged) {
        let mut data = entry.json();
        data["guild_id"] = json!(id);
        events.push(Event::new("GUILD_AUDIT_LOG_ENTRY_CREATE", Scope::AuditLog { guild: guild.id }, &data));
    }
    events
}

fn of_member(world: &World, guild: &Guild, user: u64, before: Option<&Member>) -> Option<Event> {
    let id = guild.id.to_string();
    let (name, mut data) = match (before, guild.members.get(&user)) {
        (Some(_), None) => ("GUILD_MEMBER_REMOVE", json!({ "user": world.user_json(user) })),
        (None, Some(_)) => ("GUILD_MEMBER_ADD", world.member_json(guild, user)?),
        (Some(before), Some(now)) if before != now => ("GUILD_MEMBER_UPDATE", world.member_json(guild, user)?),
        _ => return None,
    };
    data["guild_id"] = json!(id);
    Some(Event::new(name, Scope::Member { guild: guild.id, user }, &data))
}

/// What is told of people in each guild that they are in: that they are called otherwise, and whether they are online.
pub(super) fn of_people(world: &World, touched: &BTreeMap<u64, Option<User>>) -> Vec<Event> {
    let mut events = Vec::new();
    for (id, before) in touched {
        let (Some(before), Some(now)) = (before, world.users.get(id)) else { continue };
        let is_renamed = before.username != now.username || before.global_name != now.global_name;
        for guild in world.guilds.values() {
            let Some(mut member) = world.member_json(guild, *id) else { continue };
            if is_renamed {
                member["guild_id"] = json!(guild.id.to_string());
                let scope = Scope::Member { guild: guild.id, user: *id };
                events.push(Event::new("GUILD_MEMBER_UPDATE", scope, &member));
            }
            if before.status != now.status {
                let scope = Scope::Guild { guild: guild.id, intent: intents::GUILD_PRESENCES };
                events.push(Event::new("PRESENCE_UPDATE", scope, &guilds::presence(world, guild.id, *id)));
            }
        }
    }
    events
}
