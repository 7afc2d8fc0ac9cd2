//! What applications ask people for. Source: Discord docs, "OAuth2", OAuth2 Scopes.

use std::collections::BTreeSet;

/// Something that a person can let an application do; those of Discord's that have an effect here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// `identify`: who they are.
    Identify,
    /// `email`: their address, beside who they are.
    Email,
    /// `guilds`: the servers that they are in.
    Guilds,
    /// `guilds.members.read`: who they are in one of those.
    GuildsMembersRead,
    /// `bot`: the application's bot joins a server that they manage.
    Bot,
    /// `applications.commands`: its commands are there.
    ApplicationsCommands,
}

pub(crate) type Scopes = BTreeSet<Scope>;

impl Scope {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Identify, Self::Email, Self::Guilds, Self::GuildsMembersRead, Self::Bot, Self::ApplicationsCommands];

    /// As Discord writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Email => "email",
            Self::Guilds => "guilds",
            Self::GuildsMembersRead => "guilds.members.read",
            Self::Bot => "bot",
            Self::ApplicationsCommands => "applications.commands",
        }
    }

    /// What the page says that the application will do.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Identify => "See your username, avatar and language",
            Self::Email => "See your email address",
            Self::Guilds => "Know which servers you are in",
            Self::GuildsMembersRead => "See your nickname, roles and standing in those servers",
            Self::Bot => "Add its bot to a server that you manage",
            Self::ApplicationsCommands => "Add its commands to a server that you manage",
        }
    }

    /// Whether it is done at once and not remembered: it wants a server, and is asked for anew each time.
    pub(super) const fn installs(self) -> bool {
        matches!(self, Self::Bot | Self::ApplicationsCommands)
    }
}

/// The scopes of a list with spaces between them; none if there is nothing in it or something unknown.
pub(super) fn parsed(text: &str) -> Option<Scopes> {
    let find = |name: &str| Scope::ALL.into_iter().find(|scope| scope.name() == name);
    let scopes: Option<Scopes> = text.split_whitespace().map(find).collect();
    scopes.filter(|scopes| !scopes.is_empty())
}

/// As they stand in a token's answer.
pub(super) fn joined(scopes: &Scopes) -> String {
    scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_scopes_is_read_whole_or_not_at_all() {
        assert_eq!(parsed("guilds identify guilds"), Some([Scope::Identify, Scope::Guilds].into()));
        for wrong in ["", " ", "identify rpc", "identify,guilds", "Identify"] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
