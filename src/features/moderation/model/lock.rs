//! What locking a channel takes from @everyone, and what unlocking gives back.

use twilight_model::{
    channel::{
        ChannelType,
        permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    },
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, RoleMarker},
    },
};

/// The permissions that a lock takes away. Source: Discord docs, "Permissions".
pub const LOCKED: Permissions = Permissions::SEND_MESSAGES
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::ADD_REACTIONS);
/// Where people write and overwrites count. Threads follow their channel.
pub const LOCKABLE: [ChannelType; 6] = [
    ChannelType::GuildText,
    ChannelType::GuildAnnouncement,
    ChannelType::GuildVoice,
    ChannelType::GuildStageVoice,
    ChannelType::GuildForum,
    ChannelType::GuildMedia,
];

/// What an overwrite grants and denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bits {
    pub allow: Permissions,
    pub deny: Permissions,
}

/// What of [`LOCKED`] the overwrite of @everyone held before the lock, and whether there was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    pub bits: Bits,
    pub had_overwrite: bool,
}

/// What tasks and effects of a channel's lock name as their subject.
pub fn lock_subject(channel: Id<ChannelMarker>) -> String {
    format!("lock/{channel}")
}

/// The overwrite of @everyone, whose role has the guild's id.
pub fn everyone(overwrites: &[PermissionOverwrite], guild: Id<GuildMarker>) -> Option<Bits> {
    let found = overwrites.iter().find(|overwrite| overwrite.id == guild.cast());
    found.map(|PermissionOverwrite { allow, deny, .. }| Bits { allow: *allow, deny: *deny })
}

/// The overwrite of @everyone under a lock, and what to remember. None: everything is denied already.
pub fn lock(now: Option<Bits>) -> Option<(Bits, Before)> {
    let had_overwrite = now.is_some();
    let now = now.unwrap_or(Bits { allow: Permissions::empty(), deny: Permissions::empty() });
    if now.deny.contains(LOCKED) {
        return None;
    }
    let locked = Bits { allow: now.allow.difference(LOCKED), deny: now.deny.union(LOCKED) };
    let bits = Bits { allow: now.allow.intersection(LOCKED), deny: now.deny.intersection(LOCKED) };
    Some((locked, Before { bits, had_overwrite }))
}

/// The overwrite of @everyone after the lock: its own permissions as they were before, all others as they are now.
/// None: there is to be none.
pub fn unlock(now: Option<Bits>, before: &Before) -> Option<Bits> {
    let is_there = now.is_some();
    let now = now.unwrap_or(Bits { allow: Permissions::empty(), deny: Permissions::empty() });
    let Bits { allow, deny } = before.bits;
    let bits = Bits { allow: now.allow.difference(LOCKED) | allow, deny: now.deny.difference(LOCKED) | deny };
    let says_nothing = bits.allow.is_empty() && bits.deny.is_empty();
    if says_nothing && !(before.had_overwrite && is_there) { None } else { Some(bits) }
}

/// The roles whom the channel lets write whatever @everyone may not.
pub fn still_write(overwrites: &[PermissionOverwrite], guild: Id<GuildMarker>) -> Vec<Id<RoleMarker>> {
    let of_roles = overwrites
        .iter()
        .filter(|overwrite| overwrite.kind == PermissionOverwriteType::Role && overwrite.id != guild.cast());
    of_roles
        .filter(|overwrite| overwrite.allow.contains(Permissions::SEND_MESSAGES))
        .map(|overwrite| overwrite.id.cast())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any overwrite, also with bits that nobody has named; no bit is in both.
    fn any_bits() -> impl Strategy<Value = Option<Bits>> {
        let bits = (any::<u64>(), any::<u64>()).prop_map(|(allow, deny)| Bits {
            allow: Permissions::from_bits_retain(allow & !deny),
            deny: Permissions::from_bits_retain(deny),
        });
        proptest::option::of(bits)
    }

    fn rest(bits: Option<Bits>) -> (Permissions, Permissions) {
        bits.map_or((Permissions::empty(), Permissions::empty()), |bits| {
            (bits.allow.difference(LOCKED), bits.deny.difference(LOCKED))
        })
    }

    proptest! {
        #[test]
        fn unlocking_gives_back_exactly_what_locking_took(now in any_bits()) {
            if let Some((locked, before)) = lock(now) {
                prop_assert!(locked.deny.contains(LOCKED) && !locked.allow.intersects(LOCKED));
                prop_assert_eq!(rest(Some(locked)), rest(now));
                prop_assert_eq!(unlock(Some(locked), &before), now);
            }
        }

        #[test]
        fn what_was_changed_meanwhile_stays(now in any_bits(), meanwhile in any_bits()) {
            if let Some((_, before)) = lock(now) {
                let after = unlock(meanwhile, &before);
                prop_assert_eq!(rest(after), rest(meanwhile));
                let own = after.map_or((Permissions::empty(), Permissions::empty()), |bits| {
                    (bits.allow.intersection(LOCKED), bits.deny.intersection(LOCKED))
                });
                prop_assert_eq!(own, (before.bits.allow, before.bits.deny));
            }
        }
    }

    #[test]
    fn an_overwrite_that_says_nothing_is_kept_only_where_there_was_one() {
        let nothing = Bits { allow: Permissions::empty(), deny: Permissions::empty() };
        let (locked, made) = lock(None).unwrap();
        assert_eq!(unlock(Some(locked), &made), None);
        let (locked, found) = lock(Some(nothing)).unwrap();
        assert_eq!(unlock(Some(locked), &found), Some(nothing));
        assert_eq!(unlock(None, &found), None, "somebody has removed it meanwhile");
    }

    #[test]
    fn a_channel_where_everything_is_denied_is_not_locked_again() {
        assert_eq!(lock(Some(Bits { allow: Permissions::empty(), deny: LOCKED })), None);
    }

    #[test]
    fn roles_that_the_channel_lets_write_are_found_and_nobody_else() {
        let (role, member) = (PermissionOverwriteType::Role, PermissionOverwriteType::Member);
        let overwrite =
            |id, kind, allow| PermissionOverwrite { id: Id::new(id), kind, allow, deny: Permissions::empty() };
        let all = [
            overwrite(1, role, Permissions::SEND_MESSAGES),
            overwrite(2, role, Permissions::SEND_MESSAGES),
            overwrite(3, role, Permissions::VIEW_CHANNEL),
            overwrite(4, member, Permissions::SEND_MESSAGES),
        ];
        assert_eq!(still_write(&all, Id::new(1)), [Id::new(2)]);
    }
}
