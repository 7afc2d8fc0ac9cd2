//! What Discord lets a member do, computed as Discord does. Pure. Source: Discord docs, "Permissions".

use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{GuildMarker, RoleMarker, UserMarker},
    },
};
use twilight_util::permission_calculator::PermissionCalculator;

use crate::discord::rest::{Channel, Guild};

/// By the server's roles and, in a channel, its overwrites. A timeout is not looked at.
pub fn held(
    id: Id<GuildMarker>,
    guild: &Guild,
    (user, roles): (Id<UserMarker>, &[Id<RoleMarker>]),
    channel: Option<&Channel>,
) -> Permissions {
    let of = |id: &Id<RoleMarker>| guild.roles.iter().find(|role| role.id == *id);
    // @everyone has the id of its guild.
    let base = of(&id.cast()).map_or(Permissions::empty(), |role| role.permissions);
    let theirs: Vec<_> = roles.iter().filter_map(of).map(|role| (role.id, role.permissions)).collect();
    let calculator = PermissionCalculator::new(id, user, base, &theirs).owner_id(guild.owner_id);
    match channel {
        Some(channel) => calculator.in_channel(channel.kind, &channel.permission_overwrites),
        None => calculator.root(),
    }
}
