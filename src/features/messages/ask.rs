//! From what somebody asks for, in a command or over the API, to a filter. What does not fit is named.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, UserMarker},
};

use super::model::{self, Filter, Holds, PART, WORDS};
use crate::{
    db,
    discord::{limits::shorten, markdown::escape},
    platform::{
        error::Error,
        locale::{Locale, say},
    },
};

/// What is asked for, as it was written.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    pub query: Option<&'a str>,
    pub contains: Option<&'a str>,
    pub from: Option<Id<UserMarker>>,
    pub mentions: Option<Id<UserMarker>>,
    pub channel: Option<Id<ChannelMarker>>,
    pub has: Option<Holds>,
    pub after: Option<&'a str>,
    pub before: Option<&'a str>,
    pub deleted: bool,
}

/// Why a search is not made.
#[derive(Debug)]
pub enum Failure {
    /// A part of what was asked for does not fit.
    Unfit(Unfit),
    Other(Error),
}

/// A part of a search, by its name as an option, and what is wrong with it in words for the person.
#[derive(Debug)]
pub struct Unfit {
    pub part: &'static str,
    pub words: String,
}

impl Unfit {
    pub fn new(part: &'static str, words: String) -> Self {
        Self { part, words }
    }
}

impl From<Unfit> for Failure {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unfit(unfit) => Self::user(unfit.words),
            Failure::Other(error) => error,
        }
    }
}

/// The filter, as of this moment.
pub fn filter(locale: Locale, asked: &Asked<'_>, now: Timestamp) -> Result<Filter, Unfit> {
    let part = text(locale, "contains:", asked.contains, PART)?;
    if part.as_deref().is_some_and(|part| !model::can_be_part(part)) {
        return Err(Unfit::new(
            "contains",
            say!(locale, "“contains” takes at least three letters or digits in a row. For shorter words, use “query”."),
        ));
    }
    let filter = Filter {
        words: text(locale, "query:", asked.query, WORDS)?,
        part,
        author: asked.from,
        mentions: asked.mentions,
        channel: asked.channel,
        holds: asked.has,
        after: moment(locale, "after", asked.after, now)?,
        before: moment(locale, "before", asked.before, now)?,
        with_deleted: asked.deleted,
    };
    if filter.is_empty() {
        let words = say!(locale, "Say what to look for: words, a person, a channel, a time or what it has.");
        return Err(Unfit::new("query", words));
    }
    if let (Some(after), Some(before)) = (filter.after, filter.before)
        && before <= after
    {
        let words =
            say!(locale, "No message is from after “after” and from before “before”: swap the two, or leave one out.");
        return Err(Unfit::new("before", words));
    }
    Ok(filter)
}

/// `key` is the option as the tables of other languages name it: `query:`.
fn text(locale: Locale, key: &'static str, text: Option<&str>, most: usize) -> Result<Option<String>, Unfit> {
    // Postgres stores no NUL, and no message has one.
    let text = text.map(|text| text.replace('\0', " "));
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > most {
        let words = say!(
            locale,
            "The option “{name}” is too long: keep it within {most} characters.",
            name = locale.translate(key).trim_end_matches(':'),
            most = most
        );
        return Err(Unfit::new(key.trim_end_matches(':'), words));
    }
    Ok(Some(text))
}

fn moment(locale: Locale, part: &'static str, text: Option<&str>, now: Timestamp) -> Result<Option<Timestamp>, Unfit> {
    let Some(text) = text else { return Ok(None) };
    let moment = model::moment(text, now).ok_or_else(|| {
        let words = say!(
            locale,
            "I can't read “{text}” as a time. Write a day like 2026-11-20, or how long ago like 7d or 12h.",
            text = escape(&shorten(text.trim(), 40))
        );
        Unfit::new(part, words)
    })?;
    Ok(Some(moment))
}
