//! Where somebody may search: the channels that they can view and read, by what is mirrored of the server.
//! Source: Discord docs, "Permissions", Permission Overwrites, Implicit Permissions and Permissions for Timed Out Members;
//! "Threads", Permissions.

use std::collections::{HashMap, HashSet};

use twilight_model::{
    channel::{
        ChannelType,
        permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    },
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GenericMarker, GuildMarker, RoleMarker, UserMarker},
    },
};

/// A server as the mirror has it.
#[derive(Debug, Clone)]
pub struct Mirror {
    pub guild: Id<GuildMarker>,
    /// What each role grants in the whole server; that of @everyone has the guild's id.
    pub roles: HashMap<Id<RoleMarker>, Permissions>,
    pub channels: Vec<Channel>,
}

/// A channel or thread that is not deleted.
#[derive(Debug, Clone)]
pub struct Channel {
    pub id: Id<ChannelMarker>,
    pub kind: ChannelType,
    /// A thread's channel.
    pub parent: Option<Id<ChannelMarker>>,
    pub overwrites: Vec<PermissionOverwrite>,
}

impl Channel {
    fn is_thread(&self) -> bool {
        matches!(self.kind, ChannelType::AnnouncementThread | ChannelType::PublicThread | ChannelType::PrivateThread)
    }
}

/// Who searches. Discord says all of this in each interaction, so it is as fresh as the click, unlike the mirror.
#[derive(Debug, Clone)]
pub struct Searcher {
    pub user: Id<UserMarker>,
    pub roles: Vec<Id<RoleMarker>>,
    /// Whether Discord counts them as an administrator, as it does the owner. A mirrored role makes nobody one.
    pub administers: bool,
    pub is_timed_out: bool,
}

/// Where somebody may search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visible {
    pub readable: Vec<Id<ChannelMarker>>,
    /// Those of them whose messages they manage, so that they see deleted ones as well.
    pub managed: Vec<Id<ChannelMarker>>,
}

/// Computes where somebody may search. What the mirror does not know is not visible.
pub fn visible(mirror: &Mirror, searcher: &Searcher) -> Visible {
    let mut visible = Visible::default();
    for channel in &mirror.channels {
        let Some(held) = permissions_in(mirror, searcher, channel) else { continue };
        // A timeout leaves nothing but looking and reading; who may look was decided without it.
        let managing = if searcher.is_timed_out { Permissions::empty() } else { held };
        // The members of a private thread are not mirrored, so it is only for those who may enter any.
        let may_enter = channel.kind != ChannelType::PrivateThread || managing.contains(Permissions::MANAGE_THREADS);
        if held.contains(Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY) && may_enter {
            visible.readable.push(channel.id);
            visible.managed.extend(managing.contains(Permissions::MANAGE_MESSAGES).then_some(channel.id));
        }
    }
    visible
}

/// The channel and its threads, as far as they are visible.
pub fn narrowed(mut visible: Visible, mirror: &Mirror, to: Id<ChannelMarker>) -> Visible {
    let is_inside = |channel: &&Channel| channel.id == to || channel.is_thread() && channel.parent == Some(to);
    let inside: HashSet<_> = mirror.channels.iter().filter(is_inside).map(|channel| channel.id).collect();
    visible.readable.retain(|channel| inside.contains(channel));
    visible.managed.retain(|channel| inside.contains(channel));
    visible
}

/// What somebody may do in a channel, timeouts aside. None: a thread whose channel is not known.
fn permissions_in(mirror: &Mirror, searcher: &Searcher, channel: &Channel) -> Option<Permissions> {
    if searcher.administers {
        return Some(Permissions::all());
    }
    let place = if channel.is_thread() {
        mirror.channels.iter().find(|parent| Some(parent.id) == channel.parent)?
    } else {
        channel
    };
    let everyone = mirror.guild.cast();
    let roles = std::iter::once(&everyone).chain(&searcher.roles);
    let base = roles.filter_map(|role| mirror.roles.get(role)).fold(Permissions::empty(), |all, role| all | *role);
    let held = overwritten(base.difference(Permissions::ADMINISTRATOR), place, everyone, searcher);
    // Who can't join a voice channel can't open its chat.
    let needs_joining = matches!(place.kind, ChannelType::GuildVoice | ChannelType::GuildStageVoice);
    let is_shut = needs_joining && !held.contains(Permissions::CONNECT);
    Some(if is_shut { Permissions::empty() } else { held })
}

/// The overwrites of @everyone first, then of all roles together, then of the member: each denies and then allows.
fn overwritten(base: Permissions, channel: &Channel, everyone: Id<RoleMarker>, searcher: &Searcher) -> Permissions {
    let apply = |held: Permissions, of: &dyn Fn(&PermissionOverwrite) -> bool| {
        let fitting = || channel.overwrites.iter().filter(|overwrite| of(overwrite));
        let deny = fitting().fold(Permissions::empty(), |all, one| all | one.deny);
        let allow = fitting().fold(Permissions::empty(), |all, one| all | one.allow);
        held.difference(deny) | allow
    };
    let is_role = |overwrite: &PermissionOverwrite, role: Id<GenericMarker>| {
        overwrite.kind == PermissionOverwriteType::Role && overwrite.id == role
    };
    let held = apply(base, &|overwrite| is_role(overwrite, everyone.cast()));
    let held = apply(held, &|overwrite| searcher.roles.iter().any(|role| is_role(overwrite, role.cast())));
    apply(held, &|overwrite| overwrite.kind == PermissionOverwriteType::Member && overwrite.id == searcher.user.cast())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: u64 = 1;
    const CHANNEL: u64 = 20;
    const THREAD: u64 = 21;
    const ROLE: u64 = 30;
    const OTHER_ROLE: u64 = 31;
    const USER: u64 = 40;

    const READ: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);
    const NONE: Permissions = Permissions::empty();

    /// A server where @everyone has these permissions and the two roles none, with one channel and a thread in it.
    fn mirror(everyone: Permissions, overwrites: &[(u64, Permissions, Permissions)]) -> Mirror {
        let overwrites = overwrites.iter().map(|(id, allow, deny)| PermissionOverwrite {
            id: Id::new(*id),
            kind: if *id == USER { PermissionOverwriteType::Member } else { PermissionOverwriteType::Role },
            allow: *allow,
            deny: *deny,
        });
        let channel = Channel {
            id: Id::new(CHANNEL),
            kind: ChannelType::GuildText,
            parent: None,
            overwrites: overwrites.collect(),
        };
        let thread = Channel {
            id: Id::new(THREAD),
            kind: ChannelType::PublicThread,
            parent: Some(channel.id),
            overwrites: Vec::new(),
        };
        let roles = [(GUILD, everyone), (ROLE, NONE), (OTHER_ROLE, NONE)];
        Mirror {
            guild: Id::new(GUILD),
            roles: roles.into_iter().map(|(id, permissions)| (Id::new(id), permissions)).collect(),
            channels: vec![channel, thread],
        }
    }

    fn searcher(roles: &[u64]) -> Searcher {
        let roles = roles.iter().copied().map(Id::new).collect();
        Searcher { user: Id::new(USER), roles, administers: false, is_timed_out: false }
    }

    fn ids(channels: &[Id<ChannelMarker>]) -> Vec<u64> {
        channels.iter().map(|channel| channel.get()).collect()
    }

    #[test]
    fn overwrites_count_in_discords_order() {
        let view = Permissions::VIEW_CHANNEL;
        let (everyone, role, other, user) = (GUILD, ROLE, OTHER_ROLE, USER);
        for (what, overwrites, roles, reads) in [
            ("no overwrite", vec![], vec![], true),
            ("@everyone is denied", vec![(everyone, NONE, view)], vec![], false),
            (
                "reading is denied, looking is not",
                vec![(everyone, NONE, Permissions::READ_MESSAGE_HISTORY)],
                vec![],
                false,
            ),
            ("a role's grant beats @everyone", vec![(role, view, NONE), (everyone, NONE, view)], vec![role], true),
            ("another's role grants nothing", vec![(everyone, NONE, view), (role, view, NONE)], vec![other], false),
            (
                "of two roles the one that grants",
                vec![(role, view, NONE), (other, NONE, view)],
                vec![role, other],
                true,
            ),
            ("a role's denial", vec![(role, NONE, view)], vec![role], false),
            ("the member's grant beats the role", vec![(user, view, NONE), (role, NONE, view)], vec![role], true),
            ("the member's denial beats the role", vec![(user, NONE, view), (role, view, NONE)], vec![role], false),
        ] {
            let visible = visible(&mirror(READ, &overwrites), &searcher(&roles));
            let expected = if reads { vec![CHANNEL, THREAD] } else { vec![] };
            assert_eq!(ids(&visible.readable), expected, "{what}");
            assert!(visible.managed.is_empty(), "{what}");
        }
    }

    #[test]
    fn an_id_that_is_both_a_role_and_a_member_is_not_confused() {
        let mut mirror = mirror(NONE, &[(ROLE, READ, NONE)]);
        mirror.channels[0].overwrites[0].kind = PermissionOverwriteType::Member;
        assert_eq!(visible(&mirror, &searcher(&[ROLE])), Visible::default());
    }

    #[test]
    fn what_roles_grant_in_the_server_adds_up() {
        let mut mirror = mirror(Permissions::VIEW_CHANNEL, &[]);
        mirror.roles.insert(Id::new(ROLE), Permissions::READ_MESSAGE_HISTORY);
        mirror.roles.insert(Id::new(OTHER_ROLE), Permissions::MANAGE_MESSAGES);
        assert_eq!(visible(&mirror, &searcher(&[])), Visible::default());
        let both = visible(&mirror, &searcher(&[ROLE, OTHER_ROLE]));
        assert_eq!((ids(&both.readable), ids(&both.managed)), (vec![CHANNEL, THREAD], vec![CHANNEL, THREAD]));
    }

    #[test]
    fn an_administrator_sees_everything_and_a_mirrored_role_makes_nobody_one() {
        let mut mirror = mirror(READ, &[(GUILD, NONE, READ), (USER, NONE, READ)]);
        let owner = Searcher { administers: true, ..searcher(&[]) };
        assert_eq!(ids(&visible(&mirror, &owner).managed), [CHANNEL, THREAD]);
        mirror.roles.insert(Id::new(ROLE), Permissions::ADMINISTRATOR);
        assert_eq!(visible(&mirror, &searcher(&[ROLE])), Visible::default());
    }

    #[test]
    fn a_timeout_leaves_reading_and_takes_managing() {
        let mut mirror = mirror(READ | Permissions::MANAGE_MESSAGES | Permissions::MANAGE_THREADS, &[]);
        let timed_out = Searcher { is_timed_out: true, ..searcher(&[]) };
        let left = visible(&mirror, &timed_out);
        assert_eq!((ids(&left.readable), ids(&left.managed)), (vec![CHANNEL, THREAD], vec![]));
        mirror.channels[1].kind = ChannelType::PrivateThread;
        assert_eq!(ids(&visible(&mirror, &timed_out).readable), [CHANNEL]);
    }

    #[test]
    fn a_private_thread_is_for_those_who_manage_threads_there() {
        let mut mirror = mirror(READ, &[(ROLE, Permissions::MANAGE_THREADS, NONE)]);
        mirror.channels[1].kind = ChannelType::PrivateThread;
        assert_eq!(ids(&visible(&mirror, &searcher(&[])).readable), [CHANNEL]);
        assert_eq!(ids(&visible(&mirror, &searcher(&[ROLE])).readable), [CHANNEL, THREAD]);
    }

    #[test]
    fn a_thread_whose_channel_is_unknown_or_deleted_is_not_visible() {
        let mut mirror = mirror(READ, &[]);
        mirror.channels.remove(0);
        assert_eq!(visible(&mirror, &searcher(&[])), Visible::default());
    }

    #[test]
    fn the_chat_of_a_voice_channel_takes_joining_it() {
        let mut mirror = mirror(READ, &[(ROLE, Permissions::CONNECT, NONE)]);
        mirror.channels[0].kind = ChannelType::GuildVoice;
        assert_eq!(visible(&mirror, &searcher(&[])), Visible::default());
        assert_eq!(ids(&visible(&mirror, &searcher(&[ROLE])).readable), [CHANNEL, THREAD]);
    }

    #[test]
    fn a_channel_is_narrowed_to_itself_with_its_threads() {
        let mut mirror = mirror(READ | Permissions::MANAGE_MESSAGES, &[]);
        let other = Channel { id: Id::new(22), ..mirror.channels[0].clone() };
        mirror.channels.push(other);
        let all = visible(&mirror, &searcher(&[]));
        let of_channel = narrowed(all.clone(), &mirror, Id::new(CHANNEL));
        assert_eq!(
            (ids(&of_channel.readable), ids(&of_channel.managed)),
            (vec![CHANNEL, THREAD], vec![CHANNEL, THREAD])
        );
        assert_eq!(ids(&narrowed(all.clone(), &mirror, Id::new(THREAD)).readable), [THREAD]);
        assert_eq!(narrowed(all, &mirror, Id::new(99)), Visible::default());
    }
}
