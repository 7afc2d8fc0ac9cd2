//! What a field of a feature's settings may be. The editor, the validation and the JSON Schema follow from it.

use crate::platform::{duration::Bounds, locale::Locale};

/// A field, named as in the struct.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    /// One sentence: what it does.
    pub summary: &'static str,
    pub kind: Kind,
}

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    /// `true` or `false`.
    Switch,
    /// A whole number, both ends included.
    Whole { least: i64, most: i64 },
    /// A text of 1 to `longest` characters. Of words in braces only `placeholders` are replaced.
    Text { longest: usize, placeholders: &'static [&'static str] },
    /// One of these values, each with its label.
    Choice(&'static [(&'static str, &'static str)]),
    /// A text such as `30d`, or null.
    Duration(Bounds),
    /// The id of a text channel, or null.
    Channel,
    /// The ids of at most so many channels of any kind, categories among them.
    Channels { most: usize },
    /// The id of a role, or null.
    Role,
    /// The ids of at most so many roles.
    Roles { most: usize },
    /// At most so many lines of text, each of which `read` takes and writes in its usual form, or refuses with a sentence
    /// for the person.
    Lines { most: usize, example: &'static str, read: fn(Locale, &str) -> Result<String, String> },
}

impl Kind {
    /// Whether there may be nothing.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Duration(_) | Self::Channel | Self::Role)
    }
}
