//! Who may decide about what: nobody hands out what they may not use themselves. Pure.

use twilight_model::id::{Id, marker::ChannelMarker};

use crate::platform::{
    feature::{Command, full_name},
    permissions::{Asked, Because, Grant, Person, decide},
};

/// A command, and the feature that it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub feature: &'static str,
    pub command: &'static dyn Command,
}

impl Part {
    /// Whether this person may use it in that channel; with none, everywhere.
    pub fn judge(self, person: &Person, channel: Option<Id<ChannelMarker>>, grants: &[Grant]) -> Because {
        let name = full_name(self.command);
        let needs = self.command.permission();
        decide(person, &Asked { command: Some(&name), feature: self.feature, needs, channel }, grants)
    }
}

/// Why somebody may not decide about something.
#[derive(Debug, Clone)]
pub enum Barred {
    /// Who decides is for the owner and administrators to decide.
    Reserved,
    /// They may not use it themselves where they want to decide about it.
    NotTheirs { part: Part, because: Because },
}

/// Why this person may not decide about these commands in a channel, or everywhere; None: they may. Whoever decides about
/// everywhere has to be allowed in every single channel as well: what they hand out is for all of them.
pub fn barred(person: &Person, parts: &[Part], channel: Option<Id<ChannelMarker>>, grants: &[Grant]) -> Option<Barred> {
    let everywhere = grants.iter().map(|grant| grant.key.channel).filter(|_| channel.is_none());
    let places: Vec<_> = std::iter::once(channel).chain(everywhere).collect();
    for part in parts {
        for place in &places {
            match part.judge(person, *place, grants) {
                Because::Administers => return None,
                _ if part.feature == super::NAME => return Some(Barred::Reserved),
                because if !because.allows() => return Some(Barred::NotTheirs { part: *part, because }),
                _ => {}
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use twilight_model::guild::Permissions;

    use super::*;
    use crate::{
        features,
        platform::permissions::{Effect, Key, Subject, Target},
    };

    fn part(name: &str) -> Part {
        let all = features::ALL.iter().flat_map(|feature| {
            feature.commands.iter().map(|command| Part { feature: feature.name, command: *command })
        });
        all.into_iter().find(|part| part.command.name() == name).unwrap()
    }

    fn person(held: Permissions) -> Person {
        Person { user: Id::new(1), roles: Vec::new(), held, is_timed_out: false }
    }

    fn grant(effect: Effect, channel: Option<u64>) -> Grant {
        let (subject, target) = (Subject::User(Id::new(1)), Target::Command("/ban".to_owned()));
        let key = Key { subject, target, channel: channel.map(Id::new) };
        Grant { id: 1, key, effect, created_by: Id::new(2), created_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn nobody_hands_out_what_they_may_not_use() {
        let (manager, banner) = (person(Permissions::MANAGE_GUILD), person(Permissions::BAN_MEMBERS));
        assert!(barred(&banner, &[part("ban")], None, &[]).is_none());
        assert!(matches!(barred(&manager, &[part("ban")], None, &[]), Some(Barred::NotTheirs { .. })));
        assert!(barred(&manager, &[part("ban")], None, &[grant(Effect::Allow, None)]).is_none());
        // All commands of a feature.
        assert!(barred(&banner, &[part("ban"), part("kick")], None, &[]).is_some());
    }

    #[test]
    fn what_is_granted_in_one_channel_is_handed_on_in_that_one_alone() {
        let (helper, here) = (person(Permissions::empty()), Some(Id::new(5)));
        let grants = [grant(Effect::Allow, Some(5))];
        assert!(barred(&helper, &[part("ban")], here, &grants).is_none());
        assert!(barred(&helper, &[part("ban")], None, &grants).is_some());
        assert!(barred(&helper, &[part("ban")], Some(Id::new(6)), &grants).is_some());
    }

    #[test]
    fn whoever_is_kept_from_it_in_one_channel_does_not_decide_about_all_of_them() {
        let banner = person(Permissions::BAN_MEMBERS);
        let grants = [grant(Effect::Deny, Some(5))];
        assert!(barred(&banner, &[part("ban")], None, &grants).is_some());
        assert!(barred(&banner, &[part("ban")], Some(Id::new(6)), &grants).is_none());
    }

    #[test]
    fn who_decides_is_for_administrators_to_decide() {
        let manager = person(Permissions::all().difference(Permissions::ADMINISTRATOR));
        assert!(matches!(barred(&manager, &[part("permissions grant")], None, &[]), Some(Barred::Reserved)));
        assert!(barred(&person(Permissions::ADMINISTRATOR), &[part("permissions grant")], None, &[]).is_none());
    }
}
