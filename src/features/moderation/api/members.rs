//! What is known of somebody: what their card shows in Discord.

use std::collections::BTreeMap;

use axum::Json;
use futures_util::try_join;
use jiff::Timestamp;
use serde::Serialize;
use twilight_model::id::{
    Id,
    marker::{RoleMarker, UserMarker},
};
use utoipa::ToSchema;

use super::{
    cases::{Case, page},
    read::OfUser,
};
use crate::{
    discord::{interaction::Member, snowflake},
    edge,
    features::{
        members,
        moderation::{
            act::target_by_id,
            commands::member_card::person,
            model::CaseKind,
            store::{CaseFilter, Hidden, Place},
        },
    },
    platform::{
        access::Right,
        api::{At, Guild, Refusals, Result, Snowflake, rights},
    },
};

/// Cases that are shown of somebody, of either sort.
const SHOWN: i64 = 25;

/// What is known of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberRecord {
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    user_name: String,
    is_bot: bool,
    #[schema(value_type = String, format = DateTime)]
    account_created_at: Timestamp,
    /// Null: they are not in the server.
    membership: Option<GuildMembership>,
    /// How many of their warnings count towards what the server has set to follow.
    active_warnings: i64,
    /// How many cases of each kind they have; kinds of which they have none are absent.
    case_counts: BTreeMap<CaseKind, i64>,
    /// The bans and timeouts that stand, the newest first, at most 25.
    running: Vec<Case>,
    /// The newest 25 of their cases, without hidden ones.
    newest: Vec<Case>,
    /// Whether they are online, for moderators, where the server has that kept.
    presence: Option<MemberPresence>,
}

/// Somebody's place in the server.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuildMembership {
    nick: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    joined_at: Option<Timestamp>,
    #[schema(value_type = Vec<Snowflake>)]
    role_ids: Vec<Id<RoleMarker>>,
    /// Until when they can't write. Null: they can.
    #[schema(value_type = Option<String>, format = DateTime)]
    timed_out_until: Option<Timestamp>,
}

/// Whether somebody is online.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberPresence {
    state: PresenceState,
    /// Since when, or for `offline` until when they were online. Null: they have not been online since it is kept.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
}

/// Discord's words for it.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PresenceState {
    Online,
    Idle,
    Dnd,
    Offline,
}

impl GuildMembership {
    fn of(member: Member) -> Self {
        let until = member.communication_disabled_until.filter(|until| *until > edge::now());
        Self { nick: member.nick, joined_at: member.joined_at, role_ids: member.roles, timed_out_until: until }
    }
}

impl MemberPresence {
    fn of(presence: members::Presence) -> Self {
        let (state, at) = match presence {
            members::Presence::Online(since) => (PresenceState::Online, Some(since)),
            members::Presence::Idle(since) => (PresenceState::Idle, Some(since)),
            members::Presence::Busy(since) => (PresenceState::Dnd, Some(since)),
            members::Presence::LastSeen(time) => (PresenceState::Offline, Some(time)),
            members::Presence::Unseen => (PresenceState::Offline, None),
        };
        Self { state, at }
    }
}

/// What is known of somebody, member or not: 404 only where Discord knows nobody with that id.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/members/{user}", tag = "Moderation", operation_id = "member_record",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("user" = Snowflake, Path)),
    responses((status = 200, body = MemberRecord), Refusals))]
pub async fn show(room: Guild<rights::Look>, At(OfUser { user }): At<OfUser>) -> Result<Json<MemberRecord>> {
    let (scope, discord) = (&room.scope(), room.discord().await?);
    let target = target_by_id(room.ctx.spoken(), &discord, room.id, user).await?;
    let person = person(scope, room.id, target).await?;
    let of_person = CaseFilter { user: Some(user), ..CaseFilter::default() };
    let standing = CaseFilter { running: Some(true), hidden: Hidden::With, ..of_person.clone() };
    let place = Place::OlderThan(i32::MAX);
    let (running, newest) =
        try_join!(page(scope, room.id, &standing, place, SHOWN), page(scope, room.id, &of_person, place, SHOWN))?;
    let presence = person.presence.filter(|_| room.role.may(Right::Moderate));
    Ok(Json(MemberRecord {
        user_id: user,
        user_name: person.target.user.shown_name(),
        is_bot: person.target.user.bot,
        account_created_at: snowflake::made_at(user.get()),
        membership: person.target.member.map(GuildMembership::of),
        active_warnings: person.active_warnings,
        case_counts: person.counts.into_iter().collect(),
        running,
        newest,
        presence: presence.map(MemberPresence::of),
    }))
}
