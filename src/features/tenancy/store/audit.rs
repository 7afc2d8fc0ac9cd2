//! Rows of the audit log.

use crate::{
    db::{Fields, Result, Row, Scope, Tx, params},
    features::tenancy::api::{AuditEntry, AuditFilter},
};

/// Those before the cursor, newest first.
pub async fn audit(scope: &Scope, filter: &AuditFilter, before: Option<i64>, limit: i64) -> Result<Vec<AuditEntry>> {
    let text = |text: &Option<String>| text.as_ref().map(|text| text.replace('\0', ""));
    let rows = scope
        .read_at_once(async |tx: Tx| {
            tx.rows(
                "select id, guild_id, action, subject, before, after, actor_user_id, actor_name, via, reason, request, created_at
                 from audit_entries
                 where tenant_id = (select current_tenant()) and ($1::bigint is null or id < $1)
                   and ($2::bigint is null or guild_id = $2) and ($3::bigint is null or actor_user_id = $3)
                   and ($4::text is null or action = $4) and ($5::text is null or subject = $5)
                 order by id desc limit $6",
                params![before, filter.guild_id, filter.actor_user_id, text(&filter.action), text(&filter.subject), limit],
            )
            .await
        })
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<AuditEntry> {
    Ok(AuditEntry {
        id: row.field("id")?,
        guild_id: row.maybe_id("guild_id")?,
        action: row.field("action")?,
        subject: row.field("subject")?,
        before: row.field("before")?,
        after: row.field("after")?,
        actor_user_id: row.maybe_id("actor_user_id")?,
        actor_name: row.field("actor_name")?,
        via: row.field("via")?,
        reason: row.field("reason")?,
        request: row.field("request")?,
        created_at: row.field("created_at")?,
    })
}
