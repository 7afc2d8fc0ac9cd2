//! The grammar of a command as a person types it: `/case show number:1`, `/ban user:@mallory reason:"two words"`.
//!
//! A line is a slash, the full name of a command, and its options as `name:value` in any order. A value with spaces
//! stands in quotes; a text may also run on bare until the next option. Mistakes are told as sentences that say what
//! is available.

mod mentions;
mod outline;
mod split;
mod suggest;
mod values;

use anyhow::{Result, anyhow};
use serde_json::{Map, Value};

pub(crate) use mentions::written;
pub(crate) use suggest::{Typing, suggest};

use self::{split::split, values::type_of};
use crate::{Reply, Sandbox, Seat, World, kind};

/// Discord's number for commands that are typed.
const CHAT_INPUT: u64 = 1;

/// A line, understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Typed {
    /// The bot whose command it is.
    pub application: u64,
    /// Its full name, such as `case show`.
    pub name: String,
    pub options: Value,
}

/// A command or subcommand that can be run.
#[derive(Default)]
struct Offer<'a> {
    application: u64,
    name: String,
    description: &'a str,
    options: &'a [Value],
    /// Whether Discord's client shows it to the person at all.
    is_visible: bool,
    /// The language of the person's client.
    locale: &'a str,
}

impl Sandbox {
    /// Runs what a person types. The bot of the seat does not matter: the command says whose it is. A mistake in the
    /// line is an error whose words are for the person.
    pub async fn run_line(&self, seat: Seat, line: &str) -> Result<Reply> {
        let (_, body) = line_payload(&mut self.world(), seat, line)?;
        self.deliver(body).await
    }
}

/// The interaction that a typed line makes, on record and unsigned, and whose command it is.
pub(crate) fn line_payload(world: &mut World, seat: Seat, line: &str) -> Result<(Typed, Value)> {
    let typed = read(world, seat, line).map_err(|mistake| anyhow!(mistake))?;
    let seat = Seat { application: typed.application, ..seat };
    let body = world.command_payload(seat, kind::COMMAND, &typed.name, &typed.options, None)?;
    Ok((typed, body))
}

/// Understands a line, or says kindly what is wrong with it.
pub(crate) fn read(world: &World, seat: Seat, line: &str) -> Result<Typed, String> {
    let offers = offers(world, seat);
    let visible = offers.iter().filter(|offer| offer.is_visible).map(|offer| format!("/{}", offer.name));
    let available = visible.collect::<Vec<_>>().join(", ");
    let Some(typed) = line.trim().strip_prefix('/') else {
        return Err(format!("A command begins with a slash. There are: {available}."));
    };
    let (offer, rest) = find(&offers, typed, &available)?;
    if !offer.is_visible {
        let who = world.users.get(&seat.user).map_or("this member", |user| &user.username);
        return Err(match available.as_str() {
            "" => format!(
                "No command is offered to {who} here: in timeout, or without the permission to use commands, one has none. \
                 Act as somebody else."
            ),
            _ => format!(
                "/{} is not offered to {who}, who lacks the permission for it. Act as somebody else, or use: {available}.",
                offer.name
            ),
        });
    }
    let split = split(offer, rest)?;
    if split.is_quote_open {
        return Err("A quotation mark is opened and never closed. Put another \" where the text ends.".to_owned());
    }
    let mut options = Map::new();
    for given in &split.given {
        let name = given.option["name"].as_str().unwrap_or_default();
        let value = values::read(world, seat.guild, given.option, &given.text)?;
        if options.insert(name.to_owned(), value).is_some() {
            return Err(format!("The option {name} is there twice. Keep one of the two."));
        }
    }
    for option in offer.options.iter().filter(|option| option["required"] == true) {
        let (name, about) = (option["name"].as_str().unwrap_or_default(), values::about(option, offer.locale));
        if !options.contains_key(name) && values::is_file(option) {
            return Err(format!("/{} needs a file as {name}, and the sandbox takes none.", offer.name));
        }
        if !options.contains_key(name) {
            return Err(format!(
                "/{} still needs {name}: {}. Write it as {name}:{}.",
                offer.name,
                about.trim_end_matches('.'),
                values::example(type_of(option))
            ));
        }
    }
    Ok(Typed { application: offer.application, name: offer.name.clone(), options: Value::Object(options) })
}

/// The offer whose full name the text begins with, and what follows it.
fn find<'o, 'a, 'l>(
    offers: &'o [Offer<'a>],
    typed: &'l str,
    available: &str,
) -> Result<(&'o Offer<'a>, &'l str), String> {
    if offers.is_empty() {
        return Err("No bot of this server has any command yet. A bot registers them with Discord first.".to_owned());
    }
    let exact = offers.iter().filter_map(|offer| Some((offer, after_name(typed, &offer.name)?)));
    if let Some(found) = exact.max_by_key(|(offer, _)| offer.name.len()) {
        return Ok(found);
    }
    let mut words = typed.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let parts: Vec<_> = offers.iter().filter(|offer| offer.name.split(' ').next() == Some(first)).collect();
    if first.is_empty() || parts.is_empty() {
        let what = if first.is_empty() {
            "The slash wants a name behind it.".to_owned()
        } else {
            format!("There is no command /{first} here.")
        };
        return Err(match available {
            "" => format!("{what} This member is offered none."),
            _ => format!("{what} There are: {available}."),
        });
    }
    let parts = parts.iter().map(|offer| format!("/{}", offer.name)).collect::<Vec<_>>().join(", ");
    Err(match second.filter(|word| !word.contains(':')) {
        Some(word) => format!("/{first} has no part called {word}. There are: {parts}."),
        None => format!("/{first} has several parts. Say which: {parts}."),
    })
}

/// What follows the name, if the text begins with these words.
fn after_name<'l>(typed: &'l str, name: &str) -> Option<&'l str> {
    let mut rest = typed;
    for word in name.split(' ') {
        rest = rest.trim_start().strip_prefix(word)?;
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            return None;
        }
    }
    Some(rest)
}

/// Everything that the bots of the guild have registered, by full name.
fn offers<'a>(world: &'a World, seat: Seat) -> Vec<Offer<'a>> {
    let Some(guild) = world.guilds.get(&seat.guild) else { return Vec::new() };
    let locale = world.users.get(&seat.user).map(|user| user.locale.as_str()).unwrap_or_default();
    let mut offers = Vec::new();
    for application in world.applications.values().filter(|application| guild.members.contains_key(&application.id)) {
        let offered = world.offered(Seat { application: application.id, ..seat });
        let of_guild = application.guild_commands.get(&seat.guild).into_iter().flatten();
        let all = of_guild.chain(&application.commands);
        for command in all.filter(|command| command["type"].as_u64().unwrap_or(CHAT_INPUT) == CHAT_INPUT) {
            let is_visible = offered.iter().any(|offered| std::ptr::eq(*offered, command));
            let root = Offer { application: application.id, is_visible, locale, ..Offer::default() };
            flatten(&root, command, &mut offers);
        }
    }
    offers
}

/// Adds what can be run of a command or subcommand; `above` is what it stands under.
fn flatten<'a>(above: &Offer<'a>, node: &'a Value, offers: &mut Vec<Offer<'a>>) {
    let name = format!("{} {}", above.name, node["name"].as_str().unwrap_or_default()).trim_start().to_owned();
    let options = node["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_group = options.iter().any(|option| matches!(type_of(option), values::SUBCOMMAND | values::GROUP));
    let offer = Offer { name, description: values::about(node, above.locale), options, ..*above };
    if is_group {
        for option in options {
            flatten(&offer, option, offers);
        }
        return;
    }
    // A guild's own command hides the global one of the same name.
    if !offers.iter().any(|other| other.application == offer.application && other.name == offer.name) {
        offers.push(offer);
    }
}

#[cfg(test)]
mod tests;
