//! Whether somebody may use something here, and why. Pure.

use std::cmp::Reverse;

use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, RoleMarker, UserMarker},
    },
};

use super::{Effect, Grant, Subject, Target, missing};

/// Who wants to use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub user: Id<UserMarker>,
    pub roles: Vec<Id<RoleMarker>>,
    /// What Discord lets them do where they want to. The owner of a server is told to hold everything.
    pub held: Permissions,
    /// Discord takes nearly everything from members in timeout; no grant gives it back.
    pub is_timed_out: bool,
}

/// What they want to use, and where.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The command's full name. None: something of the feature that belongs to no command.
    pub command: Option<&'a str>,
    pub feature: &'a str,
    /// What Discord's permission for it is.
    pub needs: Permissions,
    /// The channel whose rules count. None: everywhere, so grants for single channels say nothing.
    pub channel: Option<Id<ChannelMarker>>,
}

/// Why somebody may use something or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// They own the server or administer it: nobody can lock them out.
    Administers,
    Granted(Grant),
    Denied(Grant),
    /// No grant is about it, and they have what Discord's permission for it is; if that is empty, everybody has.
    Holds(Permissions),
    /// No grant is about it, and this is missing.
    Lacks(Permissions),
}

impl Because {
    pub fn allows(&self) -> bool {
        matches!(self, Self::Administers | Self::Granted(_) | Self::Holds(_))
    }
}

/// Decides. Of the grants that apply the most specific one counts: one for the user before one for a role before one for
/// everyone; of those, one for this channel before one for everywhere; of those, one for the command before one for its
/// feature. Where several of a person's roles have equally specific ones, a deny wins.
pub fn decide(person: &Person, asked: &Asked<'_>, grants: &[Grant]) -> Because {
    if person.held.contains(Permissions::ADMINISTRATOR) {
        return Because::Administers;
    }
    let counts = |grant: &&Grant| !(person.is_timed_out && grant.effect == Effect::Allow);
    let applicable = grants.iter().filter(|grant| applies(grant, person, asked)).filter(counts);
    // Which of several equal ones is named must not change from time to time: the oldest.
    let deciding = applicable.max_by_key(|grant| (specificity(grant), grant.effect == Effect::Deny, Reverse(grant.id)));
    match deciding {
        Some(grant) if grant.effect == Effect::Allow => Because::Granted(grant.clone()),
        Some(grant) => Because::Denied(grant.clone()),
        None => match missing(person.held, asked.needs) {
            lacking if lacking.is_empty() => Because::Holds(asked.needs),
            lacking => Because::Lacks(lacking),
        },
    }
}

fn applies(grant: &Grant, person: &Person, asked: &Asked<'_>) -> bool {
    let is_theirs = match grant.key.subject {
        Subject::User(user) => user == person.user,
        Subject::Role(role) => person.roles.contains(&role),
        Subject::Everyone => true,
    };
    let is_about_it = match &grant.key.target {
        Target::Command(name) => asked.command == Some(name),
        Target::Feature(name) => asked.feature == name,
    };
    is_theirs && is_about_it && (grant.key.channel.is_none() || grant.key.channel == asked.channel)
}

/// More is more specific. Subjects are compared first, then places, then targets.
fn specificity(grant: &Grant) -> (u8, bool, bool) {
    let subject = match grant.key.subject {
        Subject::User(_) => 2,
        Subject::Role(_) => 1,
        Subject::Everyone => 0,
    };
    (subject, grant.key.channel.is_some(), matches!(grant.key.target, Target::Command(_)))
}

#[cfg(test)]
mod tests;
