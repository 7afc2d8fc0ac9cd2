//! What moderation keeps about people.

use crate::platform::personal::{Fate, PersonalData};

/// Why what a moderator did stays.
const OFFICE: &str = "It is the server's record of what its moderators did.";

/// The declarations.
pub static PERSONAL: &[PersonalData] = &[
    PersonalData {
        table: "cases",
        columns: &["user_id"],
        what: "What moderators of this server did about you, and why.",
        export: Some(
            "select number::bigint as id, jsonb_build_object('number', number, 'kind', kind, 'user_name', user_name,
               'reason', reason, 'expires_at', expires_at, 'ended_at', ended_at, 'created_at', created_at) as row
             from cases
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and number > $3
             order by number limit $4",
        ),
        fate: Fate::Kept("A server needs its record of bans and warnings to stay safe. Its moderators can delete each."),
    },
    PersonalData {
        table: "cases",
        columns: &["moderator_user_id", "made_by_user_id", "hidden_by_user_id", "deleted_by_user_id"],
        what: "What you did as a moderator of this server.",
        export: Some(
            "select number::bigint as id, jsonb_build_object('number', number, 'kind', kind, 'reason', reason,
               'created_at', created_at) as row
             from cases
             where tenant_id = (select current_tenant()) and guild_id = $1 and moderator_user_id = $2 and number > $3
             order by number limit $4",
        ),
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "case_notes",
        columns: &["author_user_id"],
        what: "The notes that you wrote on cases.",
        export: Some(
            "select id, jsonb_build_object('case', case_number, 'body', body, 'created_at', created_at) as row
             from case_notes
             where tenant_id = (select current_tenant()) and guild_id = $1 and author_user_id = $2 and id > $3
             order by id limit $4",
        ),
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "case_evidence",
        columns: &["author_user_id"],
        what: "Messages of yours that were kept with a case.",
        export: Some(
            "select id, row from (
               select row_number() over (order by case_number, message_id) as id, jsonb_build_object('case', case_number,
                 'message_id', message_id::text, 'channel_id', channel_id::text, 'content', content,
                 'attachments', attachments, 'versions', versions, 'sealed', encode(sealed, 'hex'), 'edited_at', edited_at,
                 'deleted_at', deleted_at) as row
               from case_evidence
               where tenant_id = (select current_tenant()) and guild_id = $1 and author_user_id = $2) numbered
             where id > $3 order by id limit $4",
        ),
        fate: Fate::Partly(
            "with theirs as (
               select e.case_number, e.message_id from case_evidence e
               join cases c on c.tenant_id = e.tenant_id and c.guild_id = e.guild_id and c.number = e.case_number
               where e.tenant_id = (select current_tenant()) and e.guild_id = $1 and e.author_user_id = $2 and c.user_id <> $2
               limit $3
             ), gone as (
               delete from case_evidence e using theirs
               where e.guild_id = $1 and e.case_number = theirs.case_number and e.message_id = theirs.message_id
               returning e.case_number
             )
             update cases set messages_kept = messages_kept - gone.messages
             from (select case_number, count(*)::integer as messages from gone group by case_number) gone
             where guild_id = $1 and number = gone.case_number",
            "Of a case about you it is the evidence, which goes when the server's time for evidence is over, or with its case.",
        ),
    },
    PersonalData {
        table: "case_evidence",
        columns: &["deleted_by_user_id"],
        what: "That you deleted a message that was kept with a case.",
        export: None,
        fate: Fate::Kept(OFFICE),
    },
    PersonalData {
        table: "channel_locks",
        columns: &["locked_by_user_id"],
        what: "Which channels you locked.",
        export: None,
        fate: Fate::Kept("It is kept until the channel is unlocked."),
    },
];
