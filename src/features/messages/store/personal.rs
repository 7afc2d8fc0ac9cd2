//! What is kept about people in messages.

use crate::platform::personal::{Fate, PersonalData};

/// The declarations.
pub static PERSONAL: &[PersonalData] = &[
    PersonalData {
        table: "messages",
        columns: &["author_user_id"],
        what: "The messages that you wrote here, with what they said before you changed or deleted them.",
        export: Some(
            "select m.message_id as id, jsonb_build_object('message_id', m.message_id::text, 'channel_id', m.channel_id::text,
               'author_name', m.author_name, 'content', m.content, 'embeds', m.embeds, 'attachments', m.attachments,
               'stickers', m.stickers, 'sealed', encode(m.sealed, 'hex'), 'edited_at', m.edited_at, 'deleted_at', m.deleted_at,
               'versions', (
                 select coalesce(jsonb_agg(jsonb_build_object('content', v.content, 'embeds', v.embeds,
                   'attachments', v.attachments, 'sealed', encode(v.sealed, 'hex'), 'written_at', v.edited_at)
                   order by v.edited_at), '[]')
                 from message_versions v where v.tenant_id = m.tenant_id and v.message_id = m.message_id)) as row
             from messages m
             where m.tenant_id = (select current_tenant()) and m.guild_id = $1 and m.author_user_id = $2 and m.message_id > $3
             order by m.message_id limit $4",
        ),
        fate: Fate::Erased(
            "with theirs as (
               select message_id from messages
               where tenant_id = (select current_tenant()) and guild_id = $1 and author_user_id = $2
               order by message_id limit $3
             ), versions as (
               delete from message_versions v using theirs where v.message_id = theirs.message_id
             )
             delete from messages m using theirs where m.message_id = theirs.message_id",
        ),
    },
    PersonalData {
        table: "messages",
        columns: &["mentioned_user_ids"],
        what: "That somebody mentioned you in what they wrote.",
        export: None,
        fate: Fate::Kept("What others wrote is theirs, with whom they mention in it."),
    },
    PersonalData {
        table: "messages",
        columns: &["deleted_by_user_id"],
        what: "That you deleted what somebody else wrote.",
        export: None,
        fate: Fate::Kept("It is the server's record of who deleted what."),
    },
    PersonalData {
        table: "deletion_entries",
        columns: &["author_user_id", "user_id"],
        what: "Whose messages you deleted, or who deleted yours, for an hour.",
        export: None,
        fate: Fate::Erased(
            "delete from deletion_entries
             where tenant_id = (select current_tenant()) and guild_id = $1 and (author_user_id = $2 or user_id = $2) and $3 > 0",
        ),
    },
    PersonalData {
        table: "message_searches",
        columns: &["user_id"],
        what: "What you searched for, for a day.",
        export: Some(
            "select interaction_id as id, jsonb_build_object('filter', filter, 'created_at', created_at) as row
             from message_searches
             where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 and interaction_id > $3
             order by interaction_id limit $4",
        ),
        fate: Fate::Erased(
            "delete from message_searches where interaction_id in (
               select interaction_id from message_searches
               where tenant_id = (select current_tenant()) and guild_id = $1 and user_id = $2 order by interaction_id limit $3)",
        ),
    },
];
