//! Why a call was not answered by Discord.

use std::time::Duration;

use serde::Deserialize;

use super::Answer;

/// Why a call was not made, or has no answer. Holds no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Discord's limits leave no time for it. Nothing was sent.
    #[error("Discord's limits leave no time for this call; the next chance is in {after:?}")]
    Late { after: Duration },
    /// So many calls were refused that Discord would soon shut the address out. Nothing was sent.
    #[error("calls are paused for {after:?}, because Discord refused too many")]
    Paused { after: Duration },
    /// Discord has refused this token before. Nothing was sent, and nothing will be until it is another.
    #[error("Discord does not know the token any more")]
    UnknownToken,
    /// The path or the method is none of Discord's. Nothing was sent.
    #[error("this is no call to Discord")]
    NotACall,
    /// Discord could not be reached or gave no answer. Whether the call had an effect is unknown.
    #[error("Discord is not answering: {0}")]
    Unreachable(String),
    /// The answer was not what Discord documents.
    #[error("unreadable answer: {0}")]
    Unreadable(String),
    /// Of the calls whose answer is read: Discord refused, with its own code (0 where it gave none).
    #[error("Discord refused: {status} code {code} {message}")]
    Refused { status: u16, code: u64, message: String },
}

impl RestError {
    /// Whether the same call may succeed later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Late { .. } | Self::Paused { .. } | Self::Unreachable(_) => true,
            Self::Refused { status, .. } => *status == 429 || *status >= 500,
            Self::UnknownToken | Self::NotACall | Self::Unreadable(_) => false,
        }
    }

    pub(super) fn refused(answer: &Answer) -> Self {
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct Problem {
            code: u64,
            message: String,
        }
        let Problem { code, message } = serde_json::from_slice(&answer.body).unwrap_or_default();
        let message = message.chars().take(200).collect();
        Self::Refused { status: answer.status.as_u16(), code, message }
    }
}
