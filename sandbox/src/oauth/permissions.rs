//! Permissions in words. Source: Discord docs, "Permissions", Bitwise Permission Flags.

/// By the number of the bit, as the sandbox's page has them too.
const NAMES: [(u32, &str); 51] = [
    (0, "create invites"),
    (1, "kick members"),
    (2, "ban members"),
    (3, "do everything (administrator)"),
    (4, "manage channels"),
    (5, "manage the server"),
    (6, "add reactions"),
    (7, "view the audit log"),
    (8, "priority speaker"),
    (9, "stream"),
    (10, "view channels"),
    (11, "send messages"),
    (12, "send spoken messages"),
    (13, "manage messages"),
    (14, "embed links"),
    (15, "attach files"),
    (16, "read message history"),
    (17, "mention everyone"),
    (18, "use other servers' emojis"),
    (19, "view insights"),
    (20, "connect to voice"),
    (21, "speak"),
    (22, "mute members"),
    (23, "deafen members"),
    (24, "move members"),
    (25, "use voice activity"),
    (26, "change its nickname"),
    (27, "manage nicknames"),
    (28, "manage roles"),
    (29, "manage webhooks"),
    (30, "manage emojis and stickers"),
    (31, "use commands"),
    (32, "request to speak"),
    (33, "manage events"),
    (34, "manage threads"),
    (35, "create public threads"),
    (36, "create private threads"),
    (37, "use other servers' stickers"),
    (38, "write in threads"),
    (39, "use activities"),
    (40, "time members out"),
    (41, "view earnings"),
    (42, "use the soundboard"),
    (43, "create emojis and stickers"),
    (44, "create events"),
    (45, "use other servers' sounds"),
    (46, "send voice messages"),
    (49, "create polls"),
    (50, "use external apps"),
    (51, "pin messages"),
    (52, "bypass slow mode"),
];

/// What these bits allow. Discord may have others, which are not told.
pub(super) fn words(permissions: u64) -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().filter(move |(bit, _)| permissions & 1 << bit != 0).map(|(_, words)| words)
}

#[cfg(test)]
mod tests {
    use crate::world::Permissions;

    #[test]
    fn permissions_are_told_in_the_order_of_their_bits() {
        let told: Vec<_> = super::words(Permissions::MANAGE_ROLES | Permissions::BAN_MEMBERS | 1 << 63).collect();
        assert_eq!(told, ["ban members", "manage roles"]);
    }
}
