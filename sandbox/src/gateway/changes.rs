//! What happened in guilds, told from what they were before. Source: Discord docs, "Gateway Events".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    event::{Event, Scope},
    guilds, intents,
};
use crate::world::{AuditEntry, Ban, Channel, Guild, GuildBefore, Member, Role, User, Watch, World, channel_type};

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
    let now = GuildBefore { logged: touched.before.logged, ..guild.before() };
    if now != touched.before {
        events.push(of_guild(guild, "GUILD_UPDATE", intents::GUILDS, guild.json()));
    }
    events.extend(touched.roles.iter().filter_map(|(role, before)| of_role(guild, *role, before.as_ref())));
    events.extend(touched.channels.iter().filter_map(|(channel, before)| of_channel(guild, *channel, before.as_ref())));
    events.extend(touched.members.iter().filter_map(|(user, before)| of_member(world, guild, *user, before.as_ref())));
    events.extend(touched.bans.iter().filter_map(|(user, before)| of_ban(world, guild, *user, before.as_ref())));
    events.extend(guild.audit_log.iter().skip(touched.before.logged).map(|entry| of_entry(guild, entry)));
    events
}

/// The names of what is told when something comes, changes and goes.
type Names = [&'static str; 3];

/// Which of the names fits, and what it is now, or was before it went. Nothing if it is as it was.
fn change<'c, T: PartialEq>(before: Option<&'c T>, now: Option<&'c T>, names: Names) -> Option<(&'static str, &'c T)> {
    let [came, changed, went] = names;
    match (before, now) {
        (None, Some(now)) => Some((came, now)),
        (Some(before), Some(now)) if before != now => Some((changed, now)),
        (Some(before), None) => Some((went, before)),
        _ => None,
    }
}

fn of_guild(guild: &Guild, name: &'static str, intent: u64, data: Value) -> Event {
    Event::new(name, Scope::Guild { guild: guild.id, intent }, &data)
}

fn of_role(guild: &Guild, role: u64, before: Option<&Role>) -> Option<Event> {
    const NAMES: Names = ["GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"];
    let now = guild.roles.get(&role);
    let (name, _) = change(before, now, NAMES)?;
    let id = guild.id.to_string();
    let data = match now {
        Some(now) => json!({ "guild_id": id, "role": now.json() }),
        None => json!({ "guild_id": id, "role_id": role.to_string() }),
    };
    Some(of_guild(guild, name, intents::GUILDS, data))
}

fn of_channel(guild: &Guild, channel: u64, before: Option<&Channel>) -> Option<Event> {
    const NAMES: Names = ["CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"];
    const OF_THREADS: Names = ["THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE"];
    let now = guild.channels.get(&channel);
    let is_thread = now.or(before).is_some_and(|channel| channel.kind == channel_type::PUBLIC_THREAD);
    let (name, shown) = change(before, now, if is_thread { OF_THREADS } else { NAMES })?;
    Some(of_guild(guild, name, intents::GUILDS, shown.json(guild)))
}

fn of_member(world: &World, guild: &Guild, user: u64, before: Option<&Member>) -> Option<Event> {
    const NAMES: Names = ["GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"];
    let (name, _) = change(before, guild.members.get(&user), NAMES)?;
    let gone = || json!({ "user": world.user_json(user) });
    let mut data = world.member_json(guild, user).unwrap_or_else(gone);
    data["guild_id"] = json!(guild.id.to_string());
    Some(Event::new(name, Scope::Member { guild: guild.id, user }, &data))
}

/// A ban that is there already does not change.
fn of_ban(world: &World, guild: &Guild, user: u64, before: Option<&Ban>) -> Option<Event> {
    let name = match (before, guild.bans.get(&user)) {
        (None, Some(_)) => "GUILD_BAN_ADD",
        (Some(_), None) => "GUILD_BAN_REMOVE",
        _ => return None,
    };
    let data = json!({ "guild_id": guild.id.to_string(), "user": world.user_json(user) });
    Some(of_guild(guild, name, intents::GUILD_MODERATION, data))
}

fn of_entry(guild: &Guild, entry: &AuditEntry) -> Event {
    let mut data = entry.json();
    data["guild_id"] = json!(guild.id.to_string());
    Event::new("GUILD_AUDIT_LOG_ENTRY_CREATE", Scope::AuditLog { guild: guild.id }, &data)
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
