//! What a server can set about those who come and go.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, RoleMarker},
};

use crate::platform::{
    duration::{self, Bounds},
    locale::{Language, Locale},
    settings::{Field, Kind, Settings},
};

/// The settings of members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MembersSettings {
    pub log_channel: Option<Id<ChannelMarker>>,
    /// Discord's tag of the language of the log, and of what nobody has written anew.
    pub language: String,
    pub welcome_channel: Option<Id<ChannelMarker>>,
    pub welcome_message: String,
    pub welcome_by_dm: bool,
    pub dm_message: String,
    pub goodbye_channel: Option<Id<ChannelMarker>>,
    pub goodbye_message: String,
    pub auto_roles: Vec<Id<RoleMarker>>,
    pub bot_roles: Vec<Id<RoleMarker>>,
    pub roles_after: Option<String>,
    pub roles_after_screening: bool,
    /// Whether it is kept who is online; [`super::presence`] has the relay begin and end with it.
    pub presence: bool,
    pub presence_kept_for: Option<String>,
}

impl Default for MembersSettings {
    fn default() -> Self {
        Self {
            log_channel: None,
            language: Language::English.tag().to_owned(),
            welcome_channel: None,
            welcome_message: WELCOME.to_owned(),
            welcome_by_dm: false,
            dm_message: DM.to_owned(),
            goodbye_channel: None,
            goodbye_message: GOODBYE.to_owned(),
            auto_roles: Vec::new(),
            bot_roles: Vec::new(),
            roles_after: None,
            roles_after_screening: true,
            presence: false,
            presence_kept_for: None,
        }
    }
}

const WELCOME: &str = "Welcome to {server}, {member}!";
const DM: &str = "Welcome to {server}, {name}! It is good to have you.";
const GOODBYE: &str = "**{name}** has left us.";
const TEMPLATES: [&str; 3] = [WELCOME, DM, GOODBYE];

/// How long it is kept when somebody was last online, where the server says nothing.
const PRESENCE: SignedDuration = SignedDuration::from_hours(24 * 90);
/// With its placeholders replaced it still fits a message.
const TEXT: Kind = Kind::Text { longest: 1_500, placeholders: &["member", "name", "server", "count"] };
/// As many roles as anybody gets by themselves.
const ROLES: Kind = Kind::Roles { most: 10 };

impl Settings for MembersSettings {
    const FEATURE: &'static str = "members";
    const FIELDS: &'static [Field] = &[
        Field { name: "log_channel", summary: "The channel where joins and leaves are posted", kind: Kind::Channel },
        Field {
            name: "language",
            summary: "The language of the log and of greetings that you have not written yourself",
            kind: Kind::Choice(&[("en-US", "English"), ("de", "German")]),
        },
        Field { name: "welcome_channel", summary: "The channel where new members are welcomed", kind: Kind::Channel },
        Field { name: "welcome_message", summary: "What new members are told there", kind: TEXT },
        Field {
            name: "welcome_by_dm",
            summary: "Whether new members are welcomed in a direct message",
            kind: Kind::Switch,
        },
        Field { name: "dm_message", summary: "What new members are told in the direct message", kind: TEXT },
        Field {
            name: "goodbye_channel",
            summary: "The channel where it is said that a member has left",
            kind: Kind::Channel,
        },
        Field { name: "goodbye_message", summary: "What is said there of a member who has left", kind: TEXT },
        Field { name: "auto_roles", summary: "The roles that new members get", kind: ROLES },
        Field { name: "bot_roles", summary: "The roles that new bots get", kind: ROLES },
        Field {
            name: "roles_after",
            summary: "How long after joining they get their roles; at once unless you say so",
            kind: Kind::Duration(Bounds {
                least: SignedDuration::from_mins(1),
                most: SignedDuration::from_hours(24 * 30),
            }),
        },
        Field {
            name: "roles_after_screening",
            summary: "Whether members get their roles only once they have accepted the server's rules",
            kind: Kind::Switch,
        },
        Field {
            name: "presence",
            summary: "Whether it is kept who is online and when somebody last was, for moderators to see",
            kind: Kind::Switch,
        },
        Field {
            name: "presence_kept_for",
            summary: "How long it is kept when somebody was last online; 90 days unless you say so",
            kind: Kind::Duration(Bounds {
                least: SignedDuration::from_hours(24),
                most: SignedDuration::from_hours(24 * 395),
            }),
        },
    ];
}

impl MembersSettings {
    pub fn language(&self) -> Language {
        Language::of(Some(&self.language))
    }

    /// The roles that somebody gets who joins.
    pub fn roles_of(&self, is_bot: bool) -> &[Id<RoleMarker>] {
        if is_bot { &self.bot_roles } else { &self.auto_roles }
    }

    /// How long after joining they get them.
    pub fn delay(&self) -> SignedDuration {
        self.roles_after.as_deref().and_then(duration::parse).unwrap_or_default()
    }

    /// How long it is kept when somebody was last online.
    pub fn presence_kept_for(&self) -> SignedDuration {
        self.presence_kept_for.as_deref().and_then(duration::parse).unwrap_or(PRESENCE)
    }

    /// Whether any of it needs to hear who comes and goes.
    pub fn is_in_use(&self) -> bool {
        let channels = [self.log_channel, self.welcome_channel, self.goodbye_channel];
        channels.iter().any(Option::is_some)
            || self.welcome_by_dm
            || !self.auto_roles.is_empty()
            || !self.bot_roles.is_empty()
    }
}

/// A template in its language, if it is one of ours; staff's own words stay as they are.
pub fn in_language(locale: Locale, template: &str) -> String {
    let ours = TEMPLATES.into_iter().find(|ours| *ours == template);
    ours.map_or(template, |ours| locale.translate(ours)).to_owned()
}
