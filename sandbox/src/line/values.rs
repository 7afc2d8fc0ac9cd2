//! What a typed value means, by the type of its option. Source: Discord docs, "Application Commands", Option Type.

use serde_json::{Value, json};

use crate::{Channel, World};

pub(super) const SUBCOMMAND: u64 = 1;
pub(super) const GROUP: u64 = 2;
pub(super) const STRING: u64 = 3;
pub(super) const INTEGER: u64 = 4;
pub(super) const BOOLEAN: u64 = 5;
pub(super) const USER: u64 = 6;
pub(super) const CHANNEL: u64 = 7;
pub(super) const ROLE: u64 = 8;
pub(super) const MENTIONABLE: u64 = 9;
pub(super) const NUMBER: u64 = 10;
pub(super) const ATTACHMENT: u64 = 11;

/// Discord's number for an option's type.
pub(super) fn type_of(option: &Value) -> u64 {
    option["type"].as_u64().unwrap_or(STRING)
}

/// Whether the option takes a file, which no line can hold.
pub(super) fn is_file(option: &Value) -> bool {
    type_of(option) == ATTACHMENT
}

/// What a command or an option is about, in this language if the bot has translated it.
pub(super) fn about<'a>(node: &'a Value, locale: &str) -> &'a str {
    node["description_localizations"][locale].as_str().or(node["description"].as_str()).unwrap_or_default()
}

/// How such a value may look.
pub(super) fn example(kind: u64) -> &'static str {
    match kind {
        INTEGER => "1",
        NUMBER => "1.5",
        BOOLEAN => "yes",
        USER | MENTIONABLE => "@name",
        CHANNEL => "#general",
        ROLE => "@role",
        _ => "\"some text\"",
    }
}

/// The JSON value of an option, as Discord sends it.
pub(super) fn read(world: &World, guild: u64, option: &Value, text: &str) -> Result<Value, String> {
    let name = option["name"].as_str().unwrap_or_default();
    let kind = type_of(option);
    if text.is_empty() {
        return Err(format!("The option {name} is empty. Write it as {name}:{}, or leave it out.", example(kind)));
    }
    if let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) {
        return choice(name, choices, text);
    }
    match kind {
        STRING => string(option, name, text),
        INTEGER => {
            let number: i64 =
                text.parse().map_err(|_| format!("{name} is a whole number, such as 1, not “{text}”."))?;
            within(option, name, number as f64).map(|()| json!(number))
        }
        NUMBER => {
            let number: f64 = text.parse().map_err(|_| format!("{name} is a number, such as 1.5, not “{text}”."))?;
            within(option, name, number).map(|()| json!(number))
        }
        BOOLEAN => match text.to_lowercase().as_str() {
            "yes" | "true" | "on" => Ok(json!(true)),
            "no" | "false" | "off" => Ok(json!(false)),
            _ => Err(format!("{name} is yes or no, not “{text}”.")),
        },
        USER => user(world, guild, text).map(|id| json!(id.to_string())).ok_or_else(|| nobody(world, guild, text)),
        ROLE => role(world, guild, text)
            .map(|id| json!(id.to_string()))
            .ok_or_else(|| format!("There is no role “{text}” here. There are: {}.", roles(world, guild).join(", "))),
        MENTIONABLE => user(world, guild, text)
            .or_else(|| role(world, guild, text))
            .map(|id| json!(id.to_string()))
            .ok_or_else(|| nobody(world, guild, text)),
        CHANNEL => {
            let found = channel(world, guild, text).ok_or_else(|| {
                format!("There is no channel “{text}” here. There are: {}.", channels(world, guild).join(", "))
            })?;
            let types = option["channel_types"].as_array().filter(|types| !types.is_empty());
            let is_fitting = types.is_none_or(|types| types.iter().any(|kind| *kind == found.kind));
            let id = json!(found.id.to_string());
            if is_fitting { Ok(id) } else { Err(format!("{name} takes another kind of channel than “{text}”.")) }
        }
        _ => Err(format!("{name} takes a file, which cannot be typed. Leave it out.")),
    }
}

/// What a person types for each member of the guild.
pub(super) fn people(world: &World, guild: u64) -> Vec<(String, String)> {
    let Some(guild) = world.guilds.get(&guild) else { return Vec::new() };
    let known = guild.members.keys().chain(guild.bans.keys());
    let named = |id: &u64| {
        let user = world.users.get(id)?;
        let is_unique = world.users.values().filter(|other| other.username == user.username).count() == 1;
        let typed = if is_unique { format!("@{}", user.username) } else { format!("<@{id}>") };
        let about = if guild.bans.contains_key(id) {
            "banned"
        } else if user.bot {
            "bot"
        } else {
            "member"
        };
        Some((typed, about.to_owned()))
    };
    known.filter_map(named).collect()
}

pub(super) fn roles(world: &World, guild: u64) -> Vec<String> {
    let roles = world.guilds.get(&guild).into_iter().flat_map(|guild| guild.roles.values());
    roles.map(|role| format!("@{}", role.name.trim_start_matches('@'))).collect()
}

pub(super) fn channels(world: &World, guild: u64) -> Vec<String> {
    let channels = world.guilds.get(&guild).into_iter().flat_map(|guild| guild.channels.values());
    channels.map(|channel| format!("#{}", channel.name)).collect()
}

fn choice(name: &str, choices: &[Value], text: &str) -> Result<Value, String> {
    let is_meant = |choice: &&Value| {
        let value = choice["value"].as_str().map_or_else(|| choice["value"].to_string(), str::to_owned);
        value == text || choice["name"].as_str().is_some_and(|name| name.to_lowercase() == text.to_lowercase())
    };
    let names = || choices.iter().filter_map(|choice| choice["name"].as_str()).collect::<Vec<_>>().join(", ");
    let found = choices.iter().find(is_meant).map(|choice| choice["value"].clone());
    found.ok_or_else(|| format!("{name} is one of these, not “{text}”: {}.", names()))
}

fn string(option: &Value, name: &str, text: &str) -> Result<Value, String> {
    let length = text.chars().count() as u64;
    let (least, most) = (option["min_length"].as_u64().unwrap_or(0), option["max_length"].as_u64().unwrap_or(6_000));
    if (least..=most).contains(&length) {
        return Ok(json!(text));
    }
    Err(format!("{name} has {least} to {most} characters, and this one has {length}."))
}

fn within(option: &Value, name: &str, number: f64) -> Result<(), String> {
    if let Some(least) = option["min_value"].as_f64().filter(|least| number < *least) {
        return Err(format!("{name} is at least {least}, not {number}."));
    }
    match option["max_value"].as_f64().filter(|most| number > *most) {
        Some(most) => Err(format!("{name} is at most {most}, not {number}.")),
        None => Ok(()),
    }
}

/// A user by mention, id or name. A name means a member first, then anybody whom Discord knows.
fn user(world: &World, guild: u64, text: &str) -> Option<u64> {
    if let Some(id) = id(text, "<@!").or_else(|| id(text, "<@")) {
        return world.users.contains_key(&id).then_some(id);
    }
    let name = text.trim_start_matches('@').to_lowercase();
    let guild = world.guilds.get(&guild)?;
    let nick = |id: &u64| guild.members.get(id).and_then(|member| member.nick.as_deref());
    let is_called = |id: &u64| {
        let user = world.users.get(id);
        let names =
            [user.map(|user| user.username.as_str()), user.and_then(|user| user.global_name.as_deref()), nick(id)];
        names.iter().flatten().any(|called| called.to_lowercase() == name)
    };
    guild.members.keys().chain(world.users.keys()).find(|id| is_called(id)).copied()
}

fn role(world: &World, guild: u64, text: &str) -> Option<u64> {
    let roles = &world.guilds.get(&guild)?.roles;
    if let Some(id) = id(text, "<@&") {
        return roles.contains_key(&id).then_some(id);
    }
    let name = text.trim_start_matches('@').to_lowercase();
    roles.values().find(|role| role.name.trim_start_matches('@').to_lowercase() == name).map(|role| role.id)
}

fn channel<'a>(world: &'a World, guild: u64, text: &str) -> Option<&'a Channel> {
    let channels = &world.guilds.get(&guild)?.channels;
    if let Some(id) = id(text, "<#") {
        return channels.get(&id);
    }
    let name = text.trim_start_matches('#').to_lowercase();
    channels.values().find(|channel| channel.name.to_lowercase() == name)
}

/// An id, bare or as a mention with this beginning.
fn id(text: &str, opening: &str) -> Option<u64> {
    text.strip_prefix(opening).and_then(|rest| rest.strip_suffix('>')).unwrap_or(text).parse().ok()
}

fn nobody(world: &World, guild: u64, text: &str) -> String {
    let names: Vec<String> = people(world, guild).into_iter().map(|(typed, _)| typed).take(12).collect();
    format!("Nobody is called “{text}” here. There are: {}. Anybody else can be named by their id.", names.join(", "))
}
