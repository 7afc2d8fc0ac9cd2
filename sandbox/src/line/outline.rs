//! A typed command option by option: which are given, which are wrong, which are still wanted.

use serde::Serialize;
use serde_json::Value;

use super::{
    Offer,
    split::{Given, split},
    values::{self, type_of},
};
use crate::{Seat, World};

/// The command that a line begins with.
#[derive(Debug, Serialize)]
pub(crate) struct Outline {
    /// Its full name, without the slash.
    pub name: String,
    pub about: String,
    /// Whose command it is.
    pub bot: String,
    pub options: Vec<OptionState>,
}

/// How one option stands.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct OptionState {
    pub name: String,
    pub about: String,
    pub required: bool,
    /// As it was typed, without its quotation marks; none while the option is not in the line.
    pub value: Option<String>,
    /// What is wrong with the value, or why there can be none.
    pub problem: Option<String>,
    /// Whether the caret is in it.
    pub active: bool,
}

/// What follows the command's name: up to the caret, and behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest<'l> {
    pub before: &'l str,
    pub after: &'l str,
}

pub(super) fn outline(world: &World, seat: Seat, offer: &Offer<'_>, rest: Rest<'_>) -> Outline {
    let whole = format!("{}{}", rest.before, rest.after);
    let given = given(offer, &whole);
    // While a word is begun that is no option's yet, the caret is in none.
    let before = split(offer, rest.before).map(|split| split.given).unwrap_or_default();
    let active = before.last().filter(|given| !has_ended(given, rest.before)).map(|given| given.option);
    let state = |option: &Value| {
        let name = option["name"].as_str().unwrap_or_default();
        let given = given.iter().find(|given| given.option["name"] == name);
        let problem = match given {
            Some(given) => values::read(world, seat.guild, option, &given.text).err(),
            None => values::is_file(option).then(|| format!("{name} takes a file, which cannot be typed.")),
        };
        OptionState {
            name: name.to_owned(),
            about: values::about(option, offer.locale).to_owned(),
            required: option["required"] == true,
            value: given.map(|given| given.text.clone()),
            problem,
            active: active.is_some_and(|active| std::ptr::eq(active, option)),
        }
    };
    Outline {
        name: offer.name.clone(),
        about: offer.description.to_owned(),
        bot: world.users.get(&offer.application).map(|user| user.username.clone()).unwrap_or_default(),
        options: offer.options.iter().map(state).collect(),
    }
}

/// The options of a line; of one that is not right yet, those before its last word.
fn given<'a>(offer: &Offer<'a>, rest: &str) -> Vec<Given<'a>> {
    let without_last = || rest.trim_end().rsplit_once(char::is_whitespace).map_or("", |(before, _)| before);
    let split = split(offer, rest).or_else(|_| split(offer, without_last()));
    split.map(|split| split.given).unwrap_or_default()
}

/// Whether the person has gone on from this value: a space follows it, and it is not a text, which may run on.
fn has_ended(given: &Given<'_>, before: &str) -> bool {
    let is_text = type_of(given.option) == values::STRING;
    !given.text.is_empty() && !is_text && before.ends_with(char::is_whitespace)
}
