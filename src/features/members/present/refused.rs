//! Roles that can't be given.

use twilight_model::id::{Id, marker::RoleMarker};

use crate::{
    features::members::model::Obstacle,
    platform::locale::{Locale, say},
};

/// What is wrong with a role that new members should get, and what mends it.
pub fn refused(locale: Locale, role: Id<RoleMarker>, why: Obstacle) -> (String, String) {
    let what = say!(locale, "I can't give new members a role");
    let fix = match why {
        Obstacle::Gone => say!(
            locale,
            "<@&{role}> is gone. Take it out with /settings set setting:members.auto_roles, or members.bot_roles.",
            role = role
        ),
        Obstacle::Managed => say!(
            locale,
            "Discord alone gives <@&{role}>. Choose another with /settings set setting:members.auto_roles, or members.bot_roles.",
            role = role
        ),
        Obstacle::TooHigh => say!(
            locale,
            "<@&{role}> stands above my highest role. Drag my role above it in the server's settings.",
            role = role
        ),
        Obstacle::Forbidden => say!(
            locale,
            "Discord does not let me give <@&{role}>. Allow my role Manage Roles in the server's settings.",
            role = role
        ),
    };
    (what, fix)
}
