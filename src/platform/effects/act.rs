//! What can be done on Discord as an effect: its calls, its lane, its opposites.

use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};

use crate::discord::{
    client,
    rest::{Call, code},
};

/// An act, as the payload of an effect's row stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    Ban {
        user: Id<UserMarker>,
        delete_message_seconds: u32,
    },
    /// A ban and its end at once: it removes the member and their messages, and they may come back.
    SoftBan {
        user: Id<UserMarker>,
        delete_message_seconds: u32,
    },
    Unban {
        user: Id<UserMarker>,
    },
    Kick {
        user: Id<UserMarker>,
    },
}

impl Act {
    /// Effects of one bot on one member of a guild happen in order.
    pub fn lane(&self, application: Id<ApplicationMarker>, guild: Id<GuildMarker>) -> String {
        let (Self::Ban { user, .. } | Self::SoftBan { user, .. } | Self::Unban { user } | Self::Kick { user }) = self;
        format!("{application}/{guild}/{user}")
    }

    /// What this makes pointless while it still waits.
    pub fn opposites(&self) -> &'static [&'static str] {
        match self {
            Self::Ban { .. } | Self::SoftBan { .. } => &["unban"],
            Self::Unban { .. } => &["ban", "soft_ban"],
            Self::Kick { .. } => &[],
        }
    }

    /// The requests that do it, in order.
    pub fn calls(&self, guild: Id<GuildMarker>) -> Vec<Call> {
        match *self {
            Self::Ban { user, delete_message_seconds } => vec![Call::ban(guild, user, delete_message_seconds)],
            Self::SoftBan { user, delete_message_seconds } => {
                vec![Call::ban(guild, user, delete_message_seconds), Call::unban(guild, user)]
            }
            Self::Unban { user } => vec![Call::unban(guild, user)],
            Self::Kick { user } => vec![Call::kick(guild, user)],
        }
    }

    /// Whether Discord's refusal says that there is nothing left to do.
    pub fn is_done_already(&self, error: &client::Error) -> bool {
        match self {
            Self::SoftBan { .. } | Self::Unban { .. } => error.has_code(code::UNKNOWN_BAN),
            Self::Kick { .. } => error.has_code(code::UNKNOWN_MEMBER),
            Self::Ban { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_stored_form_of_an_act_is_fixed_because_old_rows_are_read_again() {
        let act = Act::Ban { user: Id::new(5), delete_message_seconds: 3_600 };
        let stored = json!({ "act": "ban", "user": "5", "delete_message_seconds": 3_600 });
        assert_eq!(serde_json::to_value(&act).unwrap(), stored);
        assert_eq!(serde_json::from_value::<Act>(stored).unwrap(), act);
    }

    #[test]
    fn every_opposite_is_the_name_of_an_act() {
        for name in (Act::Unban { user: Id::new(1) }).opposites() {
            let stored = json!({ "act": name, "user": "5", "delete_message_seconds": 0 });
            assert!(serde_json::from_value::<Act>(stored).is_ok(), "{name}");
        }
    }
}
