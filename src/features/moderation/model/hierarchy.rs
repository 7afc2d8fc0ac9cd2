//! Who may act on whom. Source: Discord docs, "Permissions", Permission Hierarchy.

use twilight_model::id::{
    Id,
    marker::{RoleMarker, UserMarker},
};

use super::CaseKind;
use crate::discord::rest::Role;

/// A person as the role hierarchy sees them.
#[derive(Debug, Clone)]
pub struct Standing {
    pub user: Id<UserMarker>,
    pub roles: Vec<Id<RoleMarker>>,
}

/// Who stands where in a guild.
#[derive(Debug, Clone)]
pub struct Hierarchy {
    pub owner: Id<UserMarker>,
    pub roles: Vec<Role>,
    pub moderator: Standing,
    pub bot: Standing,
}

/// Why somebody may not be acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protected {
    /// They are the moderator.
    Yourself,
    /// They are the bot.
    Me,
    Owner,
    NotBelowYou,
    NotBelowMe,
}

impl Hierarchy {
    /// Refuses an act on whom it may not meet. `target_roles` is `None` for whoever is not a member: they stand below
    /// everyone.
    pub fn check(
        &self,
        kind: CaseKind,
        target: Id<UserMarker>,
        target_roles: Option<&[Id<RoleMarker>]>,
    ) -> Result<(), Protected> {
        self.check_moderator(target, target_roles)?;
        if kind.is_done_by_the_bot() { self.check_bot(target_roles) } else { Ok(()) }
    }

    /// The same for what the bot does to a member without a case.
    pub fn check_member(&self, target: Id<UserMarker>, target_roles: &[Id<RoleMarker>]) -> Result<(), Protected> {
        self.check_moderator(target, Some(target_roles))?;
        self.check_bot(Some(target_roles))
    }

    fn check_moderator(
        &self,
        target: Id<UserMarker>,
        target_roles: Option<&[Id<RoleMarker>]>,
    ) -> Result<(), Protected> {
        if target == self.moderator.user {
            return Err(Protected::Yourself);
        }
        if target == self.bot.user {
            return Err(Protected::Me);
        }
        if target == self.owner {
            return Err(Protected::Owner);
        }
        match target_roles {
            Some(roles) if !self.moderator_is_above(self.rank(roles)) => Err(Protected::NotBelowYou),
            _ => Ok(()),
        }
    }

    fn check_bot(&self, target_roles: Option<&[Id<RoleMarker>]>) -> Result<(), Protected> {
        match target_roles {
            Some(roles) if self.rank(&self.bot.roles) <= self.rank(roles) => Err(Protected::NotBelowMe),
            _ => Ok(()),
        }
    }

    /// Refuses to give or take a role that does not stand below both the moderator and the bot.
    pub fn check_role(&self, role: Id<RoleMarker>) -> Result<(), Protected> {
        let rank = self.rank(&[role]);
        if !self.moderator_is_above(rank) {
            return Err(Protected::NotBelowYou);
        }
        if self.rank(&self.bot.roles) <= rank { Err(Protected::NotBelowMe) } else { Ok(()) }
    }

    fn moderator_is_above(&self, rank: Rank) -> bool {
        self.moderator.user == self.owner || self.rank(&self.moderator.roles) > rank
    }

    /// The place of the highest role. Of two roles at one position the older, with the smaller id, stands higher.
    fn rank(&self, held: &[Id<RoleMarker>]) -> Rank {
        self.roles
            .iter()
            .filter(|role| held.contains(&role.id))
            .map(|role| (role.position, std::cmp::Reverse(role.id.get())))
            .max()
            .unwrap_or((0, std::cmp::Reverse(u64::MAX)))
    }
}

type Rank = (i64, std::cmp::Reverse<u64>);

#[cfg(test)]
mod tests {
    use twilight_model::guild::Permissions;

    use super::*;

    fn role(id: u64, position: i64) -> Role {
        Role { id: Id::new(id), name: String::new(), position, permissions: Permissions::empty(), managed: false }
    }

    fn standing(user: u64, roles: &[u64]) -> Standing {
        Standing { user: Id::new(user), roles: roles.iter().map(|id| Id::new(*id)).collect() }
    }

    fn hierarchy(moderator: &Standing, bot: &Standing) -> Hierarchy {
        let roles = vec![role(10, 0), role(11, 1), role(12, 2), role(13, 3), role(14, 3)];
        Hierarchy { owner: Id::new(1), roles, moderator: moderator.clone(), bot: bot.clone() }
    }

    fn check(moderator: &Standing, bot: &Standing, target: u64, roles: Option<&[u64]>) -> Result<(), Protected> {
        let held: Option<Vec<_>> = roles.map(|roles| roles.iter().map(|id| Id::new(*id)).collect());
        hierarchy(moderator, bot).check(CaseKind::Ban, Id::new(target), held.as_deref())
    }

    #[test]
    fn the_bots_place_counts_only_for_what_the_bot_does() {
        let all = hierarchy(&standing(1, &[]), &standing(9, &[]));
        let held = [Id::new(11)];
        assert_eq!(all.check(CaseKind::Kick, Id::new(3), Some(&held)), Err(Protected::NotBelowMe));
        assert_eq!(all.check(CaseKind::Warn, Id::new(3), Some(&held)), Ok(()));
    }

    #[test]
    fn a_member_is_banned_only_from_above_by_moderator_and_bot() {
        let bot = standing(9, &[13]);
        assert_eq!(check(&standing(2, &[12]), &bot, 3, Some(&[11])), Ok(()));
        assert_eq!(check(&standing(2, &[12]), &bot, 3, Some(&[12])), Err(Protected::NotBelowYou));
        assert_eq!(check(&standing(2, &[]), &bot, 3, Some(&[])), Err(Protected::NotBelowYou));
        assert_eq!(check(&standing(1, &[]), &bot, 3, Some(&[13])), Err(Protected::NotBelowMe));
        assert_eq!(check(&standing(1, &[]), &bot, 3, Some(&[12])), Ok(()), "the owner stands above every role");
    }

    #[test]
    fn of_two_roles_at_one_position_the_older_stands_higher() {
        let bot = standing(9, &[13]);
        assert_eq!(check(&standing(1, &[]), &bot, 3, Some(&[14])), Ok(()));
        assert_eq!(check(&standing(1, &[]), &standing(9, &[14]), 3, Some(&[13])), Err(Protected::NotBelowMe));
    }

    #[test]
    fn owner_self_and_bot_are_protected_and_strangers_are_not() {
        let (moderator, bot) = (standing(2, &[12]), standing(9, &[13]));
        for (target, why) in [(1, Protected::Owner), (2, Protected::Yourself), (9, Protected::Me)] {
            assert_eq!(check(&moderator, &bot, target, Some(&[])), Err(why));
        }
        assert_eq!(check(&moderator, &bot, 77, None), Ok(()));
    }

    #[test]
    fn a_role_is_given_only_from_above() {
        let of = |moderator: &[u64], bot: &[u64], role: u64| {
            hierarchy(&standing(2, moderator), &standing(9, bot)).check_role(Id::new(role))
        };
        assert_eq!(of(&[12], &[13], 11), Ok(()));
        assert_eq!(of(&[12], &[13], 12), Err(Protected::NotBelowYou));
        assert_eq!(of(&[13], &[12], 12), Err(Protected::NotBelowMe));
    }
}
