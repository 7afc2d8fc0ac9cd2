//! What a server can set about the messages that are kept, and about their log.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, RoleMarker},
};

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
    pub log_channel: Option<Id<ChannelMarker>>,
    pub log_edits: bool,
    pub log_deletions: bool,
    pub log_bots: bool,
    pub log_ignored_channels: Vec<Id<ChannelMarker>>,
    pub log_ignored_roles: Vec<Id<RoleMarker>>,
}

impl Default for MessagesSettings {
    fn default() -> Self {
        Self {
            language: Language::English.tag().to_owned(),
            keep_for: None,
            encrypted: false,
            log_channel: None,
            log_edits: true,
            log_deletions: true,
            log_bots: false,
            log_ignored_channels: Vec::new(),
            log_ignored_roles: Vec::new(),
        }
    }
}

impl Settings for MessagesSettings {
    const FEATURE: &'static str = "messages";
    const FIELDS: &'static [Field] = &[
        Field {
            name: "language",
            summary: "The language of your server, whose words a search finds in all their forms, and of the log",
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
        Field {
            name: "log_channel",
            summary: "The channel where edited and deleted messages are posted",
            kind: Kind::Channel,
        },
        Field { name: "log_edits", summary: "Whether edits are logged", kind: Kind::Switch },
        Field { name: "log_deletions", summary: "Whether deletions are logged", kind: Kind::Switch },
        Field { name: "log_bots", summary: "Whether messages of bots and webhooks are logged", kind: Kind::Switch },
        Field {
            name: "log_ignored_channels",
            summary: "Channels and categories whose messages are not logged",
            kind: Kind::Channels { most: 25 },
        },
        Field {
            name: "log_ignored_roles",
            summary: "Roles whose members' messages are not logged",
            kind: Kind::Roles { most: 25 },
        },
    ];
}

impl MessagesSettings {
    /// The language of the log.
    pub fn language(&self) -> Language {
        Language::of(Some(&self.language))
    }

    /// How Postgres stems the words of a query.
    pub fn stemmed_as(&self) -> &'static str {
        match self.language() {
            Language::English => "english",
            Language::German => "german",
        }
    }

    /// How long messages are kept. None: as long as any are.
    pub fn keep_for(&self) -> Option<SignedDuration> {
        self.keep_for.as_deref().and_then(duration::parse)
    }
}
