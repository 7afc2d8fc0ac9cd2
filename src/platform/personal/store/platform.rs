//! What the platform itself keeps about people, whatever feature it is for.

use super::super::{Fate, PersonalData};

/// Why what somebody did in an office stays.
const OFFICE: &str = "It is the server's record of who decided what.";

const fn of_account(table: &'static str, columns: &'static [&'static str], what: &'static str) -> PersonalData {
    PersonalData { table, columns, what, export: None, fate: Fate::WithAccount }
}

/// The declarations.
pub static OF_THE_PLATFORM: &[PersonalData] = &[
    PersonalData {
        table: "command_runs",
        columns: &["user_id"],
        what: "Which of my commands you used, and when.",
        export: Some(
            "select id, jsonb_build_object('command', command, 'outcome', outcome, 'created_at', created_at) as row
             from command_runs
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and id > $3 order by id limit $4",
        ),
        fate: Fate::Erased(
            "delete from command_runs where id in (
               select id from command_runs
               where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 order by id limit $3)",
        ),
    },
    PersonalData {
        table: "grants",
        columns: &["user_id"],
        what: "Which commands you were given or denied.",
        export: Some(
            "select id, jsonb_build_object('command', command, 'feature', feature, 'channel_id', channel_id::text,
               'effect', effect, 'created_at', created_at) as row
             from grants
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and id > $3 order by id limit $4",
        ),
        fate: Fate::Erased(
            "delete from grants where id in (
               select id from grants
               where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 order by id limit $3)",
        ),
    },
    PersonalData {
        table: "grants",
        columns: &["created_by_user_id"],
        what: "To whom you gave or denied commands.",
        export: None,
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "settings_versions",
        columns: &["author_user_id"],
        what: "Which settings you changed, with the reason that you gave.",
        export: Some(
            "select id, row from (
               select row_number() over (order by feature, version) as id, jsonb_build_object('feature', feature,
                 'version', version, 'reason', reason, 'created_at', created_at) as row
               from settings_versions
               where tenant_id = (select current_tenant()) and guild_id = $1 and author_user_id = $2) numbered
             where id > $3 order by id limit $4",
        ),
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "audit_entries",
        columns: &["actor_user_id"],
        what: "What you changed here, in the audit log.",
        export: Some(
            "select id, jsonb_build_object('action', action, 'subject', subject, 'reason', reason, 'via', via,
               'created_at', created_at) as row
             from audit_entries
             where tenant_id = (select current_tenant()) and guild_id = $1 and actor_user_id = $2 and id > $3 order by id limit $4",
        ),
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "tasks",
        columns: &["requested_by_user_id"],
        what: "What I did on Discord because you asked for it.",
        export: None,
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "tasks",
        columns: &["about_user_id"],
        what: "What I did on Discord about you.",
        export: Some(
            "select id, jsonb_build_object('act', payload ->> 'act', 'state', state, 'created_at', created_at,
               'finished_at', finished_at) as row
             from tasks
             where tenant_id = (select current_tenant()) and guild_id = $1 and about_user_id = $2 and id > $3 order by id limit $4",
        ),
        fate: Fate::Kept("It belongs to the server's record of bans and warnings."),
    },
    PersonalData {
        table: "guilds",
        columns: &["owner_user_id"],
        what: "That the server is yours.",
        export: None,
        fate: Fate::Kept("Discord says whose a server is, for as long as it is so."),
    },
    of_account("users", &["user_id"], "Who you are on Discord, and its permission to ask for your servers, sealed."),
    of_account("sessions", &["user_id"], "Where you are signed in."),
    of_account("api_tokens", &["user_id"], "The tokens that you made for programs."),
    of_account("idempotency_keys", &["user_id"], "The names of your requests, for a day."),
    of_account("memberships", &["user_id"], "For whom you work."),
    PersonalData {
        table: "memberships",
        columns: &["invited_by_user_id"],
        what: "Whom you invited.",
        export: None,
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "invitations",
        columns: &["created_by_user_id", "accepted_by_user_id"],
        what: "Which invitations you made and accepted.",
        export: None,
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "support_grants",
        columns: &["created_by_user_id"],
        what: "When you let support in.",
        export: None,
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "operators",
        columns: &["user_id"],
        what: "That you run the platform.",
        export: None,
        fate: Fate::Kept("Whoever administers the database says who runs the platform."),
    },
];
