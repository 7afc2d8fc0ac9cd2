//! Which roles the bot can give. Source: Discord docs, "Permissions", Permission Hierarchy.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, RoleMarker},
};

/// A role and its place in the server's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub id: Id<RoleMarker>,
    pub position: i64,
    /// It belongs to a bot or an integration.
    pub is_managed: bool,
}

/// The server's roles, and those of them that the bot has.
#[derive(Debug, Clone)]
pub struct Standing {
    pub guild: Id<GuildMarker>,
    pub roles: Vec<Place>,
    pub mine: Vec<Id<RoleMarker>>,
}

/// Why the bot can't give a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    Gone,
    /// Discord alone gives it.
    Managed,
    /// It does not stand below the bot's highest.
    TooHigh,
    /// The bot may not manage roles.
    Forbidden,
}

impl Standing {
    /// Why this role can't be given, as far as that can be known before trying.
    pub fn obstacle(&self, role: Id<RoleMarker>) -> Option<Obstacle> {
        let Some(place) = self.roles.iter().find(|place| place.id == role) else { return Some(Obstacle::Gone) };
        // Everybody has the role with the server's id.
        if place.is_managed || role == self.guild.cast() {
            return Some(Obstacle::Managed);
        }
        let mine = self.roles.iter().filter(|place| self.mine.contains(&place.id)).map(rank).max();
        (mine.is_none_or(|mine| mine <= rank(place))).then_some(Obstacle::TooHigh)
    }
}

/// Of two roles at one position the older, with the smaller id, stands higher.
fn rank(place: &Place) -> (i64, Reverse<u64>) {
    (place.position, Reverse(place.id.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_given_that_stands_below_the_bots_and_belongs_to_nobody() {
        let place = |id: u64, position: i64, is_managed: bool| Place { id: Id::new(id), position, is_managed };
        let roles =
            vec![place(1, 0, false), place(2, 1, false), place(3, 2, true), place(4, 3, true), place(5, 3, false)];
        let standing = Standing { guild: Id::new(1), roles, mine: vec![Id::new(4)] };
        let found = |role: u64| standing.obstacle(Id::new(role));
        assert_eq!([found(2), found(5)], [None, None], "of two at one position the older stands higher");
        assert_eq!([found(1), found(3)], [Some(Obstacle::Managed); 2]);
        assert_eq!(found(9), Some(Obstacle::Gone));
        let below = Standing { mine: vec![Id::new(2)], ..standing };
        assert_eq!(below.obstacle(Id::new(5)), Some(Obstacle::TooHigh));
        assert_eq!(Standing { mine: Vec::new(), ..below }.obstacle(Id::new(2)), Some(Obstacle::TooHigh));
    }
}
