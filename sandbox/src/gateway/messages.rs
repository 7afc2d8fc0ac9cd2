//! Events of messages. Source: Discord docs, "Gateway Events", Messages; "Gateway", Message Content Intent.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::event::{Event, Scope, Veiled};
use crate::world::{Message, World, veil};

/// How old a message may be, in milliseconds, when it appears: an older one was put into the past and is no news.
const NEWS_MS: u64 = 60_000;

/// What happened to messages: those that came, then those that changed, in their order, then those that went.
pub(super) fn events(world: &World, touched: &BTreeMap<u64, Option<Message>>) -> Vec<Event> {
    let since = World::first_id_at(world.now_ms().saturating_sub(NEWS_MS));
    let mut events = Vec::new();
    let mut gone: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (id, before) in touched {
        match (before, world.messages.get(id)) {
            (None, Some(message)) if *id >= since => events.extend(told(world, "MESSAGE_CREATE", message)),
            (Some(before), Some(message)) if before != message => {
                events.extend(told(world, "MESSAGE_UPDATE", message));
            }
            (Some(before), None) if before.only_for.is_none() => gone.entry(before.channel).or_default().push(*id),
            _ => {}
        }
    }
    events.extend(gone.into_iter().filter_map(|(channel, messages)| deleted(world, channel, &messages)));
    events
}

/// The event of a message that came or changed. Nobody is told of one that a single person sees.
fn told(world: &World, name: &'static str, message: &Message) -> Option<Event> {
    let scope = scope(world, message.channel).filter(|_| message.only_for.is_none())?;
    let mut shown = world.message_json(message);
    if let Some(nonce) = &message.nonce {
        shown["nonce"] = json!(nonce);
    }
    let Scope::Messages { guild, .. } = scope else { return Some(Event::new(name, scope, &shown)) };
    shown["guild_id"] = json!(guild.to_string());
    let member = |user: u64| {
        let mut member = world.partial_member_json(world.guilds.get(&guild)?, user)?;
        member["deaf"] = json!(false);
        member["mute"] = json!(false);
        Some(member)
    };
    if let Some(member) = member(message.author) {
        shown["member"] = member;
    }
    for (position, user) in message.mentions.users.iter().enumerate() {
        if let Some(member) = member(*user) {
            shown["mentions"][position]["member"] = member;
        }
    }
    let event = Event::new(name, scope, &shown);
    veil(&mut shown);
    let readers = message.mentions.users.iter().copied().chain([message.author]).collect();
    Some(Event { veiled: Some(Veiled { data: shown.to_string(), readers }), ..event })
}

/// One that went alone has an event of its own, many have one together.
fn deleted(world: &World, channel: u64, messages: &[u64]) -> Option<Event> {
    let scope = scope(world, channel)?;
    let mut data = json!({ "channel_id": channel.to_string() });
    if let Scope::Messages { guild, .. } = scope {
        data["guild_id"] = json!(guild.to_string());
    }
    Some(match messages {
        [message] => {
            data["id"] = json!(message.to_string());
            Event::new("MESSAGE_DELETE", scope, &data)
        }
        _ => {
            data["ids"] = messages.iter().map(|id| Value::String(id.to_string())).collect();
            Event::new("MESSAGE_DELETE_BULK", scope, &data)
        }
    })
}

fn scope(world: &World, channel: u64) -> Option<Scope> {
    match world.dms.get(&channel) {
        Some(dm) => Some(Scope::Direct { application: dm.application }),
        None => world.guild_of(channel).map(|guild| Scope::Messages { guild: guild.id, channel }),
    }
}
