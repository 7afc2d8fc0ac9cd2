//! What stands in the database.

use sqlx::{PgConnection, Row};

/// A message: the newest of what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: u64,
    pub content: String,
    pub is_deleted: bool,
}

/// What no session told of and reconciliation found: messages by their marks; members and entries of the audit log by the
/// reports of the gaps, which two bots of one guild have one each of.
#[derive(Debug, Default)]
pub struct Found {
    pub messages: i64,
    pub members: i64,
    pub audit_entries: i64,
    /// Whether there was more than is looked for.
    pub is_cut: bool,
}

/// Everything that a case is judged by.
#[derive(Debug, Default)]
pub struct Rows {
    pub messages: Vec<Message>,
    /// What edited messages said before.
    pub versions: Vec<String>,
    /// User names.
    pub members: Vec<String>,
    /// Entries of the audit log that cases were made of.
    pub cases: Vec<u64>,
    /// Events that their listeners gave up, tasks that failed for good, and events that Postgres would not take.
    pub given_up: i64,
    /// Stretches that no session could bring back.
    pub gaps: i64,
    /// What only reconciliation found.
    pub found: Found,
}

/// How often transactions waited for each other for ever, since Postgres last began anew.
pub async fn deadlocks(connection: &mut PgConnection) -> anyhow::Result<i64> {
    let sql = "select deadlocks from pg_stat_database where datname = current_database()";
    Ok(sqlx::query_scalar(sql).fetch_one(connection).await?)
}

/// All that is known of one guild; what was given up, of all.
pub async fn read(connection: &mut PgConnection, guild: u64) -> anyhow::Result<Rows> {
    let guild = guild.cast_signed();
    let messages = sqlx::query(
        "select message_id, content, deleted_at is not null from messages where guild_id = $1 order by message_id",
    );
    let messages = messages.bind(guild).fetch_all(&mut *connection).await?;
    let message = |row: &sqlx::postgres::PgRow| {
        let id: i64 = row.try_get(0)?;
        Ok(Message { id: id.cast_unsigned(), content: row.try_get(1)?, is_deleted: row.try_get(2)? })
    };
    let cases: Vec<i64> =
        sqlx::query_scalar("select audit_entry_id from cases where guild_id = $1 and audit_entry_id is not null")
            .bind(guild)
            .fetch_all(&mut *connection)
            .await?;
    Ok(Rows {
        messages: messages.iter().map(message).collect::<sqlx::Result<_>>()?,
        versions: sqlx::query_scalar(
            "select v.content from message_versions v join messages m using (tenant_id, message_id) where m.guild_id = $1",
        )
        .bind(guild)
        .fetch_all(&mut *connection)
        .await?,
        members: sqlx::query_scalar("select user_name from members where guild_id = $1 and left_at is null")
            .bind(guild)
            .fetch_all(&mut *connection)
            .await?,
        cases: cases.into_iter().map(i64::cast_unsigned).collect(),
        given_up: sqlx::query_scalar(
            "select (select count(*) from gateway_events where state = 'dead') + (select count(*) from tasks where state = 'dead')
                  + (select count(*) from gateway_rejects)",
        )
        .fetch_one(&mut *connection)
        .await?,
        gaps: sqlx::query_scalar("select count(*) from gateway_gaps").fetch_one(&mut *connection).await?,
        found: found(connection, guild).await?,
    })
}

async fn found(connection: &mut PgConnection, guild: i64) -> anyhow::Result<Found> {
    let query = sqlx::query_as(
        "select (select count(*) from messages where guild_id = $1 and found_by is not null),
                coalesce(sum(members_joined), 0)::bigint, coalesce(sum(audit_entries), 0)::bigint,
                coalesce(bool_or(is_cut), false)
         from gateway_gap_guilds where guild_id = $1",
    );
    let (messages, members, audit_entries, is_cut) = query.bind(guild).fetch_one(connection).await?;
    Ok(Found { messages, members, audit_entries, is_cut })
}

/// A shard as its row says.
#[derive(Debug, Clone)]
pub struct Shard {
    pub application: u64,
    pub number: u64,
    /// The relay that holds it or held it last.
    pub relay: String,
    pub session: Option<String>,
    pub sequence: u64,
    /// When the last batch was written, in seconds since 1970.
    pub recorded_at: f64,
}

/// All shards, in the order of their numbers.
pub async fn shards(connection: &mut PgConnection) -> anyhow::Result<Vec<Shard>> {
    let rows = sqlx::query(
        "select application_id, shard_id::bigint, relay::text, session_id, coalesce(sequence, 0),
                coalesce(extract(epoch from recorded_at), 0)::float8
         from gateway_shards order by application_id, shard_id",
    );
    let rows = rows.fetch_all(connection).await?;
    let shard = |row: &sqlx::postgres::PgRow| {
        let (application, number, sequence): (i64, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(4)?);
        Ok(Shard {
            application: application.cast_unsigned(),
            number: number.cast_unsigned(),
            relay: row.try_get(2)?,
            session: row.try_get(3)?,
            sequence: sequence.cast_unsigned(),
            recorded_at: row.try_get(5)?,
        })
    };
    Ok(rows.iter().map(shard).collect::<sqlx::Result<_>>()?)
}

/// What is still to be done: (events, tasks, gaps).
pub async fn open(connection: &mut PgConnection) -> anyhow::Result<(i64, i64, i64)> {
    let counts = sqlx::query_as(
        "select (select count(*) from gateway_events where state <> 'dead'),
                (select count(*) from tasks where state in ('pending', 'running')),
                (select count(*) from gateway_gaps where state <> 'finished')",
    );
    Ok(counts.fetch_one(connection).await?)
}

/// Lets the leases of every second shard run out, so that another relay may have them.
pub async fn end_every_second_lease(connection: &mut PgConnection, relay: &str) -> anyhow::Result<()> {
    sqlx::query("update gateway_shards set leased_until = now() where shard_id % 2 = 1 and relay::text = $1")
        .bind(relay)
        .execute(connection)
        .await?;
    Ok(())
}

/// As if each session had lasted: of the pauses before the next one only Discord's pace remains.
pub async fn forget_short_sessions(connection: &mut PgConnection) -> anyhow::Result<()> {
    sqlx::query("update gateway_identifies set in_a_row = -1").execute(connection).await?;
    Ok(())
}

/// The database's time, in seconds since 1970.
pub async fn now(connection: &mut PgConnection) -> anyhow::Result<f64> {
    Ok(sqlx::query_scalar("select extract(epoch from now())::float8").fetch_one(connection).await?)
}

/// Whether a relay has begun a transaction and says nothing more.
pub async fn is_a_batch_open(connection: &mut PgConnection) -> anyhow::Result<bool> {
    let query = sqlx::query_scalar(
        "select exists (
           select from pg_stat_activity
           where usename = 'guildhall_relay' and state = 'idle in transaction'
             and state_change < clock_timestamp() - interval '20 milliseconds')",
    );
    Ok(query.fetch_one(connection).await?)
}
