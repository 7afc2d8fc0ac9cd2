//! What a server can set about the messages that are kept.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::platform::{
    duration::{self, Bounds},
    locale::Language,
    settings::{Field, Kind, Settings},
};

/// The settings of messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MessagesSettings {
    /// Discord's tag of the language that most messages are in.
    pub language: String,
    pub keep_for: Option<String>,
    /// Whether messages are stored sealed; [`super::reseal`] brings those that are stored already into line.
    pub encrypted: bool,
}

impl Default for MessagesSettings {
    fn default() -> Self {
        Self { language: Language::English.tag().to_owned(), keep_for: None, encrypted: false }
    }
}

impl Settings for MessagesSettings {
    const FEATURE: &'static str = "messages";
    const FIELDS: &'static [Field] = &[
        Field {
            name: "language",
            summary: "The language of your server: a search finds its words in all their forms",
            kind: Kind::Choice(&[("en-US", "English"), ("de", "German")]),
        },
        Field {
            name: "keep_for",
            summary: "How long messages can be searched; thirteen months unless you say less",
            kind: Kind::Duration(Bounds {
                least: SignedDuration::from_hours(24),
                most: SignedDuration::from_hours(24 * 395),
            }),
        },
        Field {
            name: "encrypted",
            summary: "Whether messages are stored encrypted; then nobody can search for words in them",
            kind: Kind::Switch,
        },
    ];
}

impl MessagesSettings {
    /// How Postgres stems the words of a query.
    pub fn stemmed_as(&self) -> &'static str {
        match Language::of(Some(&self.language)) {
            Language::English => "english",
            Language::German => "german",
        }
    }

    /// How long messages are kept. None: as long as any are.
    pub fn keep_for(&self) -> Option<SignedDuration> {
        self.keep_for.as_deref().and_then(duration::parse)
    }
}
