//! What can go wrong, for two audiences: `User` is said to the person, everything else is logged for the operator.

use std::borrow::Cow;

use super::locale::{Locale, say};
use crate::{db, discord::client};

/// The result of a handler.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a handler did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person's to mend: what happened, then what to do.
    #[error("{0}")]
    User(Cow<'static, str>),
    /// The same, where there is nothing of what they name.
    #[error("{0}")]
    Unknown(Cow<'static, str>),
    /// The same, where somebody else was quicker.
    #[error("{0}")]
    Conflict(Cow<'static, str>),
    /// What they want to change has changed since they saw it.
    #[error("changed meanwhile")]
    Changed,
    /// The bot serves this guild for nobody yet.
    #[error("not installed")]
    NotInstalled,
    /// The bot is known, but its token is not.
    #[error("no token")]
    NoToken,
    /// The interaction has been handled before.
    #[error("replayed interaction")]
    Replay,
    #[error(transparent)]
    Database(db::Error),
    #[error(transparent)]
    Discord(#[from] client::Error),
    /// A bug, or an operator's mistake.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// A sentence for the person.
    pub fn user(words: impl Into<Cow<'static, str>>) -> Self {
        Self::User(words.into())
    }

    /// A sentence for the person, who names what is not there.
    pub fn unknown(words: impl Into<Cow<'static, str>>) -> Self {
        Self::Unknown(words.into())
    }

    /// A sentence for the person, whom somebody else has forestalled.
    pub fn conflict(words: impl Into<Cow<'static, str>>) -> Self {
        Self::Conflict(words.into())
    }

    /// Whether the operator should hear of it.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Database(_) | Self::Discord(_) | Self::Internal(_))
    }

    /// Whether the same attempt may succeed later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(error) => matches!(error, db::Error::Unavailable(_) | db::Error::Unconfirmed(_)),
            Self::Discord(error) => error.is_passing(),
            _ => false,
        }
    }

    /// How many seconds Discord wants us to wait, if it said so.
    pub fn retry_after(&self) -> Option<i32> {
        match self {
            Self::Discord(error) => {
                let seconds = error.retry_after()?.as_secs().saturating_add(1);
                Some(i32::try_from(seconds).unwrap_or(i32::MAX))
            }
            _ => None,
        }
    }

    /// What the person reads. `reference` finds the log lines.
    pub fn shown(&self, locale: Locale, reference: &str) -> String {
        match self {
            Self::User(words) | Self::Unknown(words) | Self::Conflict(words) => words.to_string(),
            Self::Changed => say!(locale, "Somebody has changed this since you saw it. Look at it again."),
            Self::NotInstalled => {
                say!(locale, "I am not set up in this server yet. Ask its owner to finish adding me.")
            }
            Self::NoToken => {
                say!(locale, "I have no token here, so I can't act. Ask the bot's owner to add it again.")
            }
            Self::Replay => say!(locale, "I have already handled this, so I changed nothing the second time."),
            Self::Database(db::Error::Unavailable(_)) => say!(
                locale,
                "I can't reach my database right now, so nothing was changed. Please try again in a minute (ref {reference}).",
                reference = reference
            ),
            Self::Database(db::Error::Unconfirmed(_)) => say!(
                locale,
                "I lost the connection to my database before it confirmed, so I can't tell whether this was saved. Check before you try again (ref {reference}).",
                reference = reference
            ),
            Self::Discord(client::Error::RateLimited { .. }) => say!(
                locale,
                "Discord is limiting my requests right now. Please try again in a minute (ref {reference}).",
                reference = reference
            ),
            Self::Discord(error) if error.is_passing() => say!(
                locale,
                "Discord is not answering me right now. Please try again in a minute (ref {reference}).",
                reference = reference
            ),
            _ => say!(
                locale,
                "Something went wrong on my side. If it happens again, tell the staff (ref {reference}).",
                reference = reference
            ),
        }
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotInstalled => Self::NotInstalled,
            error if error.is_constraint("interaction_claimed_once") => Self::Replay,
            error => Self::Database(error),
        }
    }
}
