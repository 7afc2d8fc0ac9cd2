//! What could come next while a line is being typed.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    Offer, after_name, find, mentions, offers,
    outline::{Outline, Rest, outline},
    split::{Given, split},
    values::{self, type_of},
};
use crate::{Seat, World};

/// As many as Discord's client shows.
const MOST: usize = 25;

/// What could come next.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Suggestions {
    /// What is being typed, in words; empty if there is nothing to say.
    pub hint: String,
    pub list: Vec<Suggestion>,
    /// What is wrong with the line as it stands, apart from the values of its options.
    pub problem: Option<String>,
    /// The command and its options, once it is known which one is meant.
    pub outline: Option<Outline>,
    /// The bot has to be asked for more.
    #[serde(skip)]
    pub ask: Option<Ask>,
}

/// One way to go on.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Suggestion {
    pub label: String,
    pub about: String,
    /// The whole line, once this is taken.
    pub line: String,
}

/// An autocompletion that the bot has to answer.
#[derive(Debug)]
pub(crate) struct Ask {
    pub application: u64,
    pub name: String,
    pub options: Value,
    pub focused: String,
    /// The line up to the value.
    before: String,
}

impl Ask {
    /// The bot's choices as suggestions.
    pub fn answered(&self, choices: &[Value]) -> Vec<Suggestion> {
        let suggestion = |choice: &Value| {
            let value = choice["value"].as_str().map_or_else(|| choice["value"].to_string(), str::to_owned);
            let label = choice["name"].as_str().unwrap_or_default().to_owned();
            Suggestion { label, about: String::new(), line: format!("{}{} ", self.before, quoted(&value)) }
        };
        choices.iter().take(MOST).map(suggestion).collect()
    }
}

/// A line that is being typed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Typing<'l> {
    /// Up to the caret.
    pub before: &'l str,
    /// Behind it.
    pub after: &'l str,
}

/// What could come at the caret, and how the line stands.
pub(crate) fn suggest(world: &World, seat: Seat, typing: Typing<'_>) -> Suggestions {
    let line = typing.before.trim_start();
    let Some(typed) = line.strip_prefix('/') else {
        let list = mentions::suggest(world, seat.guild, line);
        return Suggestions { list, ..Suggestions::default() };
    };
    let offers: Vec<_> = offers(world, seat).into_iter().filter(|offer| offer.is_visible).collect();
    let begun = offers.iter().filter_map(|offer| Some((offer, after_name(typed, &offer.name)?)));
    let Some((offer, rest)) = begun.filter(|(_, rest)| !rest.is_empty()).max_by_key(|(offer, _)| offer.name.len())
    else {
        return commands(&offers, typed);
    };
    let mut suggestions = options(world, seat, line, offer, rest);
    let rest = Rest { before: rest, after: typing.after };
    suggestions.outline = Some(outline(world, seat, offer, rest));
    if suggestions.list.is_empty() {
        suggestions.problem = split(offer, &format!("{}{}", rest.before, rest.after)).err();
    }
    suggestions
}

fn commands(offers: &[Offer<'_>], typed: &str) -> Suggestions {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut list: Vec<_> = offers.iter().filter(|offer| offer.name.contains(&typed)).collect();
    list.sort_by_key(|offer| (!offer.name.starts_with(&typed), offer.name.clone()));
    let suggestion = |offer: &Offer<'_>| Suggestion {
        label: format!("/{}", offer.name),
        about: offer.description.to_owned(),
        line: begun(offer),
    };
    let list: Vec<_> = list.into_iter().take(MOST).map(suggestion).collect();
    let problem = if list.is_empty() { unknown(offers, &typed) } else { None };
    Suggestions { list, problem, ..Suggestions::default() }
}

/// The line once the command is chosen, ready for its first option if it cannot do without one.
fn begun(offer: &Offer<'_>) -> String {
    let first = offer.options.first().filter(|option| option["required"] == true && !values::is_file(option));
    match first.and_then(|option| option["name"].as_str()) {
        Some(option) => format!("/{} {option}:", offer.name),
        None => format!("/{} ", offer.name),
    }
}

fn unknown(offers: &[Offer<'_>], typed: &str) -> Option<String> {
    let available: Vec<_> = offers.iter().map(|offer| format!("/{}", offer.name)).collect();
    find(offers, typed, &available.join(", ")).err()
}

fn options(world: &World, seat: Seat, line: &str, offer: &Offer<'_>, rest: &str) -> Suggestions {
    let before_rest = line.len() - rest.len();
    let after_space = |(at, space): (usize, char)| at + space.len_utf8();
    let word_start = rest.char_indices().rfind(|(_, letter)| letter.is_whitespace()).map_or(0, after_space);
    let (word, before) = (&rest[word_start..], &line[..before_rest + word_start]);
    let Ok(split) = split(offer, rest) else {
        // The last word belongs nowhere yet: it may become an option's name. Other mistakes are told when it is sent.
        let given = self::split(offer, &rest[..word_start]).map(|split| split.given);
        let list = given.map(|given| free_options(offer, &given, word, before)).unwrap_or_default();
        return Suggestions { list, ..Suggestions::default() };
    };
    let last = split.given.last();
    let is_in_value = last.is_some_and(|last| split.is_quote_open || last.start >= word_start || last.text.is_empty());
    let mut names = Vec::new();
    if !is_in_value {
        names = free_options(offer, &split.given, word, before);
    }
    match last.filter(|_| is_in_value || names.is_empty() && !word.is_empty()) {
        Some(last) => in_value(world, seat, offer, &split.given, last, &line[..before_rest + last.start]),
        None => Suggestions { list: names, ..Suggestions::default() },
    }
}

/// The options that are not given yet and begin like the word.
fn free_options(offer: &Offer<'_>, given: &[Given<'_>], word: &str, before: &str) -> Vec<Suggestion> {
    let is_free = |option: &&Value| {
        let name = option["name"].as_str().unwrap_or_default();
        !values::is_file(option) && name.starts_with(word) && !given.iter().any(|given| given.option["name"] == name)
    };
    let suggestion = |option: &Value| {
        let name = option["name"].as_str().unwrap_or_default();
        let about = values::about(option, offer.locale);
        let about = if option["required"] == true { format!("{about} (required)") } else { about.to_owned() };
        Suggestion { label: format!("{name}:"), about, line: format!("{before}{name}:") }
    };
    offer.options.iter().filter(is_free).map(suggestion).collect()
}

fn in_value(
    world: &World,
    seat: Seat,
    offer: &Offer<'_>,
    given: &[Given<'_>],
    last: &Given<'_>,
    before: &str,
) -> Suggestions {
    let option = last.option;
    let name = option["name"].as_str().unwrap_or_default();
    let hint = values::about(option, offer.locale).to_owned();
    if option["autocomplete"] == true {
        let mut options = Map::new();
        for given in given {
            let key = given.option["name"].as_str().unwrap_or_default();
            if let Ok(value) = values::read(world, seat.guild, given.option, &given.text) {
                options.insert(key.to_owned(), value);
            }
        }
        // What is still being typed is sent as text, whatever its type.
        options.insert(name.to_owned(), Value::from(last.text.as_str()));
        let ask = Ask {
            application: offer.application,
            name: offer.name.clone(),
            options: Value::Object(options),
            focused: name.to_owned(),
            before: before.to_owned(),
        };
        return Suggestions { hint, ask: Some(ask), ..Suggestions::default() };
    }
    let typed = last.text.trim_start_matches(['@', '#']).to_lowercase();
    let fitting = known_values(world, seat.guild, option)
        .into_iter()
        .filter(|(value, about)| value.to_lowercase().contains(&typed) || about.to_lowercase().contains(&typed));
    let list = fitting.take(MOST).map(|(value, about)| {
        let line = format!("{before}{} ", quoted(&value));
        Suggestion { label: value, about, line }
    });
    Suggestions { hint, list: list.collect(), ..Suggestions::default() }
}

/// The values that can be listed, with words about each.
fn known_values(world: &World, guild: u64, option: &Value) -> Vec<(String, String)> {
    let plain = |texts: Vec<String>| texts.into_iter().map(|text| (text, String::new())).collect::<Vec<_>>();
    if let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) {
        return plain(choices.iter().filter_map(|choice| choice["name"].as_str()).map(str::to_owned).collect());
    }
    match type_of(option) {
        values::BOOLEAN => plain(vec!["yes".to_owned(), "no".to_owned()]),
        values::USER => values::people(world, guild),
        values::ROLE => plain(values::roles(world, guild)),
        values::MENTIONABLE => [values::people(world, guild), plain(values::roles(world, guild))].concat(),
        values::CHANNEL => plain(values::channels(world, guild)),
        _ => Vec::new(),
    }
}

/// A value as it has to be typed.
fn quoted(value: &str) -> String {
    if value.contains(char::is_whitespace) || value.starts_with('"') {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        value.to_owned()
    }
}
