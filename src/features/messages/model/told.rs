//! What the log of messages tells of, and what it leaves out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker, RoleMarker, UserMarker},
};

use super::Holds;
use crate::{features::messages::settings::MessagesSettings, platform::effects::Act};

/// Something that happened to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Told {
    Deletion {
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
    },
    /// `at` is Discord's time of it, which tells one edit of a message from another.
    Edit {
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
        at: Timestamp,
    },
}

impl Told {
    pub fn channel(self) -> Id<ChannelMarker> {
        match self {
            Self::Deletion { channel, .. } | Self::Edit { channel, .. } => channel,
        }
    }

    pub fn message(self) -> Id<MessageMarker> {
        match self {
            Self::Deletion { message, .. } | Self::Edit { message, .. } => message,
        }
    }

    /// Tells it from everything else in the log.
    pub fn key(self) -> String {
        match self {
            Self::Deletion { message, .. } => format!("deleted/{message}"),
            Self::Edit { message, at, .. } => format!("edited/{message}/{}", at.as_microsecond()),
        }
    }
}

/// A message as it is mirrored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub message: Id<MessageMarker>,
    pub author: Id<UserMarker>,
    /// As they were shown then.
    pub author_name: String,
    /// A bot, or a webhook.
    pub is_bot: bool,
    /// The roles that the author has now. None: they are no member, or are not mirrored.
    pub roles: Vec<Id<RoleMarker>>,
    pub holds: Vec<Holds>,
    /// Who deleted it by hand, if that is known.
    pub deleted_by: Option<Id<UserMarker>>,
    /// What it has said, oldest first; never empty.
    pub versions: Vec<Version>,
}

/// What a message said from this moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub at: Timestamp,
    pub content: String,
    /// Names of its files.
    pub files: Vec<String>,
}

impl Known {
    /// What an edit made of it: before and after, as far as they are known.
    pub fn edit(&self, at: Timestamp) -> (Option<&Version>, Option<&Version>) {
        let before = self.versions.iter().rfind(|version| version.at < at);
        (before, self.versions.iter().find(|version| version.at == at))
    }
}

/// Whether the log wants this. `place` is the channel with what it is in: of a thread its channel, of that its category.
pub fn is_wanted(settings: &MessagesSettings, told: Told, place: &[Id<ChannelMarker>], known: Option<&Known>) -> bool {
    let is_on = match told {
        Told::Deletion { .. } => settings.log_deletions,
        Told::Edit { .. } => settings.log_edits,
    };
    // What is done in the log itself would be logged for ever.
    let left_out = settings.log_ignored_channels.iter().chain(&settings.log_channel);
    let is_left_out = left_out.into_iter().any(|channel| place.contains(channel));
    let is_of_ignored = known.is_some_and(|known| {
        known.is_bot && !settings.log_bots || known.roles.iter().any(|role| settings.log_ignored_roles.contains(role))
    });
    let says_the_same = match (told, known) {
        (Told::Edit { at, .. }, Some(known)) => match known.edit(at) {
            (Some(before), Some(after)) => before.content == after.content && before.files == after.files,
            _ => false,
        },
        _ => false,
    };
    is_on && !is_left_out && !is_of_ignored && !says_the_same
}

/// Why a message is gone: by our doing, and on whose behalf, or by somebody's hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Deleted(Option<Id<UserMarker>>),
    Banned(Option<Id<UserMarker>>),
    DeletedByHand(Id<UserMarker>),
}

/// Which of these acts, each with who asked for it, made the message go.
pub fn cause(
    acts: &[(Option<Id<UserMarker>>, Act)],
    message: Id<MessageMarker>,
    author: Option<Id<UserMarker>>,
) -> Option<Cause> {
    let is_author = |user: &Id<UserMarker>| author == Some(*user);
    acts.iter().find_map(|(by, act)| match act {
        Act::DeleteMessages { messages, .. } if messages.contains(&message) => Some(Cause::Deleted(*by)),
        Act::Ban { user, delete_message_seconds: 1.. } | Act::SoftBan { user, .. } if is_author(user) => {
            Some(Cause::Banned(*by))
        }
        Act::BanMany { users, delete_message_seconds: 1.. } if users.iter().any(is_author) => Some(Cause::Banned(*by)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(second: i64, content: &str) -> Version {
        Version { at: Timestamp::from_second(second).unwrap(), content: content.to_owned(), files: Vec::new() }
    }

    fn known() -> Known {
        Known {
            message: Id::new(1),
            author: Id::new(2),
            author_name: "mallory".to_owned(),
            is_bot: false,
            roles: vec![Id::new(3)],
            holds: Vec::new(),
            deleted_by: None,
            versions: vec![version(10, "a"), version(20, "b"), version(30, "b")],
        }
    }

    fn edit(second: i64) -> Told {
        Told::Edit { channel: Id::new(5), message: Id::new(1), at: Timestamp::from_second(second).unwrap() }
    }

    #[test]
    fn an_edit_is_what_stood_before_it_and_what_it_made_of_that() {
        let known = known();
        let says = |at: i64| {
            let (before, after) = known.edit(Timestamp::from_second(at).unwrap());
            (before.map(|one| one.content.as_str()), after.map(|one| one.content.as_str()))
        };
        assert_eq!((says(20), says(10), says(25)), ((Some("a"), Some("b")), (None, Some("a")), (Some("b"), None)));
    }

    #[test]
    fn what_a_server_leaves_out_and_what_changed_nothing_is_not_wanted() {
        let settings = MessagesSettings { log_channel: Some(Id::new(9)), ..MessagesSettings::default() };
        let wants = |settings: &MessagesSettings, told: Told, place: &[u64], known: &Known| {
            let place: Vec<_> = place.iter().map(|id| Id::new(*id)).collect();
            is_wanted(settings, told, &place, Some(known))
        };
        let deletion = Told::Deletion { channel: Id::new(5), message: Id::new(1) };
        assert!(wants(&settings, deletion, &[5], &known()) && wants(&settings, edit(20), &[5], &known()));
        assert!(!wants(&settings, edit(30), &[5], &known()), "the text is the same");
        assert!(!wants(&settings, deletion, &[7, 9], &known()), "a thread of the log");
        let bot = Known { is_bot: true, ..known() };
        assert!(!wants(&settings, deletion, &[5], &bot));
        assert!(wants(&MessagesSettings { log_bots: true, ..settings.clone() }, deletion, &[5], &bot));
        let ignoring = MessagesSettings { log_ignored_channels: vec![Id::new(6)], ..settings.clone() };
        assert!(!wants(&ignoring, deletion, &[5, 6], &known()), "its category is ignored");
        let ignoring = MessagesSettings { log_ignored_roles: vec![Id::new(3)], ..settings.clone() };
        assert!(!wants(&ignoring, deletion, &[5], &known()));
        let edits = MessagesSettings { log_deletions: false, ..settings };
        assert!(!wants(&edits, deletion, &[5], &known()) && wants(&edits, edit(20), &[5], &known()));
    }

    #[test]
    fn a_purge_and_a_ban_are_found_as_the_cause() {
        let by = Some(Id::new(8));
        let purge = Act::DeleteMessages { channel: Id::new(5), messages: vec![Id::new(1)] };
        let ban = |seconds| Act::Ban { user: Id::new(2), delete_message_seconds: seconds };
        let found = |act: Act, message: u64| cause(&[(by, act)], Id::new(message), Some(Id::new(2)));
        assert_eq!(found(purge.clone(), 1), Some(Cause::Deleted(by)));
        assert_eq!(found(purge, 7), None);
        assert_eq!(found(ban(3_600), 7), Some(Cause::Banned(by)));
        assert_eq!(found(ban(0), 7), None, "it deletes nothing");
    }
}
