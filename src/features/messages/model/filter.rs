//! What is looked for, and from which page on.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker, UserMarker},
};

use crate::platform::duration;

/// The longest query, in characters.
pub const WORDS: usize = 200;
/// The longest part of a text, in characters.
pub const PART: usize = 100;
/// Letters or digits in a row that a part must have: the index of substrings knows three at a time, and without it every
/// message would be read.
const PART_RUN: usize = 3;

/// Which messages a search finds; what is None does not matter. Kept with a search that has pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words in any of their forms, with "as written", `or` and `-not`.
    pub words: Option<String>,
    /// Letters anywhere, also within words.
    pub part: Option<String>,
    pub author: Option<Id<UserMarker>>,
    pub mentions: Option<Id<UserMarker>>,
    /// A channel with its threads.
    pub channel: Option<Id<ChannelMarker>>,
    pub holds: Option<Holds>,
    /// Written at this time or later.
    pub after: Option<Timestamp>,
    /// Written earlier than this.
    pub before: Option<Timestamp>,
    /// Whether deleted messages are found as well, where the searcher manages messages.
    pub with_deleted: bool,
}

impl Filter {
    /// Whether it names nothing to look for.
    pub fn is_empty(&self) -> bool {
        *self == Self { with_deleted: self.with_deleted, ..Self::default() }
    }
}

/// What a message can have beside its text. The names are those of the column `holds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    Link,
    Image,
    Video,
    Audio,
    File,
    Embed,
    Sticker,
}

impl Holds {
    pub const ALL: [Self; 7] =
        [Self::Link, Self::Image, Self::Video, Self::Audio, Self::File, Self::Embed, Self::Sticker];

    /// As the column has it.
    pub fn column(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
            Self::Embed => "embed",
            Self::Sticker => "sticker",
        }
    }

    /// From what the column has.
    pub fn from_column(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|holds| holds.column() == text)
    }
}

/// Which page of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    Newest,
    OlderThan(Id<MessageMarker>),
    NewerThan(Id<MessageMarker>),
}

/// A moment as people write it: a day by UTC (`2026-11-20` or `20.11.2026`), or how long ago (`7d`); and as programs do, by RFC
/// 3339.
pub fn moment(text: &str, now: Timestamp) -> Option<Timestamp> {
    if let Some(ago) = duration::parse(text) {
        return now.checked_sub(ago).ok();
    }
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let date = text.parse().ok().or_else(|| {
        let mut parts = text.split('.');
        let (day, month, year) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Date::new(year, month, day).ok().filter(|_| parts.next().is_none())
    })?;
    date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Whether the index of substrings can look for it.
pub fn can_be_part(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|run| run.chars().count() >= PART_RUN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_or_a_time_ago() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        for (text, expected) in [
            ("7d", "2026-11-14T12:00:00Z"),
            ("90 minutes", "2026-11-21T10:30:00Z"),
            ("2026-11-20", "2026-11-20T00:00:00Z"),
            (" 20.11.2026 ", "2026-11-20T00:00:00Z"),
            ("1.2.2026", "2026-02-01T00:00:00Z"),
            ("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00Z"),
        ] {
            assert_eq!(moment(text, now), Some(expected.parse().unwrap()), "{text}");
        }
        for text in ["", "yesterday", "2026-13-01", "31.2.2026", "1.2.3.4", "1.2", "99999y", "2026-11-20 nonsense"] {
            assert_eq!(moment(text, now), None, "{text}");
        }
    }

    #[test]
    fn a_part_needs_three_letters_in_a_row() {
        for (text, can) in
            [("abc", true), ("a b c", false), ("%__", false), ("für", true), ("a-bcd!", true), ("", false)]
        {
            assert_eq!(can_be_part(text), can, "{text}");
        }
    }

    #[test]
    fn a_filter_is_kept_and_read_back_and_empty_without_anything_to_look_for() {
        let filter = Filter {
            words: Some("\"free nitro\" -bot".to_owned()),
            author: Some(Id::new(5)),
            holds: Some(Holds::Link),
            before: Timestamp::from_second(1_800_000_000).ok(),
            with_deleted: true,
            ..Filter::default()
        };
        assert!(!filter.is_empty());
        assert!(Filter { with_deleted: true, ..Filter::default() }.is_empty());
        assert_eq!(serde_json::from_value::<Filter>(serde_json::to_value(&filter).unwrap()).unwrap(), filter);
        assert!(Holds::ALL.into_iter().all(|holds| Holds::from_column(holds.column()) == Some(holds)));
    }
}
