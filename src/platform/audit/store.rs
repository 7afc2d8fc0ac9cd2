//! Rows of the audit log.

use serde_json::json;

use super::Entry;
use crate::{
    db::{Result, Tx, params},
    discord::interaction::User,
};

pub async fn insert(tx: &Tx, entries: &[Entry], actor: Option<&User>, via: &str, request: &str) -> Result<()> {
    tx.execute(
        "insert into audit_entries (guild_id, action, subject, before, after, reason, actor_user_id, actor_name, via, request)
         select guild, action, subject, before, after, reason, $2, $3, $4, $5
         from jsonb_to_recordset($1) as entry (guild bigint, action text, subject text, before jsonb, after jsonb, reason text)",
        params![json!(entries), actor.map(|actor| actor.id), actor.map(User::shown_name), via, request],
    )
    .await
    .map(drop)
}
