//! What is kept about members.

use crate::platform::personal::{Fate, PersonalData};

/// The declarations.
pub static PERSONAL: &[PersonalData] = &[
    PersonalData {
        table: "members",
        columns: &["user_id"],
        what: "Your names, roles and dates as a member of this server, as Discord shows them.",
        export: Some(
            "select 1::bigint as id, jsonb_build_object('user_id', user_id::text, 'user_name', user_name, 'nick', nick,
               'shown_name', shown_name, 'role_ids', (select coalesce(jsonb_agg(role::text), '[]') from unnest(role_ids) role),
               'joined_at', joined_at, 'left_at', left_at, 'timed_out_until', timed_out_until) as row
             from members
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and $3 < 1 limit $4",
        ),
        // Of somebody who is still there Discord tells again.
        fate: Fate::Erased(
            "delete from members where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and $3 > 0",
        ),
    },
    PersonalData {
        table: "pending_members",
        columns: &["user_id"],
        what: "That you have yet to accept the server's rules.",
        export: Some(
            "select 1::bigint as id, jsonb_build_object('joined_at', joined_at) as row from pending_members
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and $3 < 1 limit $4",
        ),
        fate: Fate::Erased(
            "delete from pending_members
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and $3 > 0",
        ),
    },
    PersonalData {
        table: "presences",
        columns: &["user_id"],
        what: "Whether you are online, and when you last were.",
        export: Some(
            "select 1::bigint as id, jsonb_build_object('status', status, 'clients', clients, 'since', since,
               'last_online_at', last_online_at) as row
             from presences
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and $3 < 1 limit $4",
        ),
        fate: Fate::Erased(
            "delete from presences
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and $3 > 0",
        ),
    },
];
