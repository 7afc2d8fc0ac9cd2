//! Rows of the audit log.

use super::Entry;
use crate::{
    db::{Result, Tx, params},
    discord::interaction::User,
};

pub async fn insert(tx: &Tx, entry: &Entry, actor: Option<&User>, via: &str, request: &str) -> Result<()> {
    tx.execute(
        "insert into audit_entries (guild_id, action, subject, before, after, actor_user_id, actor_name, via, reason, request)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            entry.guild,
            entry.action,
            entry.subject.as_str(),
            entry.before.clone(),
            entry.after.clone(),
            actor.map(|actor| actor.id),
            actor.map(User::shown_name),
            via,
            entry.reason.as_deref(),
            request,
        ],
    )
    .await
    .map(drop)
}
