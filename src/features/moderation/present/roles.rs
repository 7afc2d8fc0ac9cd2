//! Roles that are given and taken, in words.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{RoleMarker, UserMarker},
};

use crate::{
    discord::markdown::{escape, stamp},
    features::moderation::model::{Protected, RoleChange},
    platform::locale::{Locale, say},
};

/// A change of a member's role.
#[derive(Debug)]
pub struct RoleChanged {
    pub change: RoleChange,
    pub user: Id<UserMarker>,
    pub name: String,
    pub role: Id<RoleMarker>,
    /// Until when. None: for good.
    pub until: Option<Timestamp>,
    /// Whether the role was as wanted already, and only for how long is new.
    pub only_the_time: bool,
}

impl RoleChanged {
    /// What the moderator reads once it is done.
    pub fn told(&self, locale: Locale) -> String {
        let (name, role) = (escape(&self.name), role(self.role));
        let until = self.until.map(|time| stamp(time, 'f'));
        match (self.change, self.only_the_time, until) {
            (RoleChange::Give, false, None) => say!(locale, "**{name}** has {role} now.", name = name, role = role),
            (RoleChange::Give, false, Some(until)) => {
                say!(locale, "**{name}** has {role} until {until}.", name = name, role = role, until = until)
            }
            (RoleChange::Give, true, None) => {
                say!(locale, "**{name}** has {role} already, and now keeps it for good.", name = name, role = role)
            }
            (RoleChange::Give, true, Some(until)) => say!(
                locale,
                "**{name}** has {role} already, and now keeps it until {until}.",
                name = name,
                role = role,
                until = until
            ),
            (RoleChange::Take, false, None) => {
                say!(locale, "**{name}** no longer has {role}.", name = name, role = role)
            }
            (RoleChange::Take, false, Some(until)) => {
                say!(locale, "**{name}** is without {role} until {until}.", name = name, role = role, until = until)
            }
            (RoleChange::Take, true, None) => {
                say!(
                    locale,
                    "**{name}** does not have {role}, and won't get it back by itself.",
                    name = name,
                    role = role
                )
            }
            (RoleChange::Take, true, Some(until)) => say!(
                locale,
                "**{name}** does not have {role}, and now gets it back on {until}.",
                name = name,
                role = role,
                until = until
            ),
        }
    }

    /// The act, where it waits or was refused.
    pub fn what(&self, locale: Locale) -> String {
        let (name, role) = (escape(&self.name), role(self.role));
        match self.change {
            RoleChange::Give => say!(locale, "Giving {role} to **{name}**", role = role, name = name),
            RoleChange::Take => say!(locale, "Taking {role} from **{name}**", role = role, name = name),
        }
    }

    /// The line in the log.
    pub fn line(&self, locale: Locale, moderator: &str) -> String {
        let (moderator, member, role) = (escape(moderator), format!("<@{}>", self.user), role(self.role));
        let until = self.until.map(|time| stamp(time, 'f'));
        match (self.change, until) {
            (RoleChange::Give, None) => say!(
                locale,
                "**{moderator}** gave {member} the role {role}.",
                moderator = moderator,
                member = member,
                role = role
            ),
            (RoleChange::Give, Some(until)) => say!(
                locale,
                "**{moderator}** gave {member} the role {role} until {until}.",
                moderator = moderator,
                member = member,
                role = role,
                until = until
            ),
            (RoleChange::Take, None) => say!(
                locale,
                "**{moderator}** took the role {role} from {member}.",
                moderator = moderator,
                role = role,
                member = member
            ),
            (RoleChange::Take, Some(until)) => say!(
                locale,
                "**{moderator}** took the role {role} from {member} until {until}.",
                moderator = moderator,
                role = role,
                member = member,
                until = until
            ),
        }
    }
}

/// What the moderator reads when nothing changes.
pub fn role_already(locale: Locale, change: RoleChange, name: &str, id: Id<RoleMarker>) -> String {
    let (name, role) = (escape(name), role(id));
    match change {
        RoleChange::Give => {
            say!(locale, "**{name}** has {role} already, so nothing changes.", name = name, role = role)
        }
        RoleChange::Take => {
            say!(locale, "**{name}** does not have {role}, so nothing changes.", name = name, role = role)
        }
    }
}

/// The line in the log about a role whose time is over.
pub fn role_over_line(locale: Locale, change: RoleChange, user: Id<UserMarker>, id: Id<RoleMarker>) -> String {
    let (member, role) = (format!("<@{user}>"), role(id));
    match change {
        RoleChange::Give => {
            say!(locale, "The time is over, so I give {member} the role {role} back.", member = member, role = role)
        }
        RoleChange::Take => {
            say!(
                locale,
                "The time is over, so I take the role {role} from {member} again.",
                role = role,
                member = member
            )
        }
    }
}

/// Why a role can't be given or taken, and what helps.
pub fn protected_role(locale: Locale, why: Protected, id: Id<RoleMarker>) -> String {
    match why {
        Protected::NotBelowMe => say!(
            locale,
            "I can't give or take {role}: it is not below my highest role. Move my role up in the server's settings.",
            role = role(id)
        ),
        _ => say!(locale, "You can't give or take {role}: it is not below your highest role.", role = role(id)),
    }
}

/// A role as Discord shows it.
pub fn role(id: Id<RoleMarker>) -> String {
    format!("<@&{id}>")
}
