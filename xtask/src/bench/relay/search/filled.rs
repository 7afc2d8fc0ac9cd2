//! A table of as many messages as wanted. They are copied in without indexes, which are then built as migrations define
//! them: by inserting, two million would take a quarter of an hour.

use anyhow::Context;
use sqlx::PgConnection;
use xtask::report::say;

use crate::bench::relay::corpus::{Corpus, Said, ids};
use crate::bench::relay::report::Row;
use crate::bench::relay::stage::Stage;

/// For how long people have written: what there are partitions for from the start.
const MILLISECONDS: u64 = 30 * 24 * 3_600 * 1_000;

/// Half of the messages are the first server's, the others share the rest. Returns how large they are.
pub async fn fill(stage: &Stage, messages: u64) -> anyhow::Result<Vec<Row>> {
    let mut admin = stage.admin().await?;
    let indexes = indexes(&mut admin).await?;
    for (name, _) in &indexes {
        run(&mut admin, format!("drop index {name}")).await?;
    }
    copy(stage, &mut admin, messages).await?;
    let rows = size(&mut admin).await?;
    for (name, definition) in indexes {
        say(format!("building {name} …"));
        run(&mut admin, definition.replace(" ON ONLY ", " ON ")).await?;
    }
    run(&mut admin, "vacuum analyze messages".to_owned()).await?;
    let whole = size(&mut admin).await?;
    let count = messages as f64;
    let told = format!("{:.0} of them indexes, {:.0} MiB in all", (whole - rows) / count, whole / 1024.0 / 1024.0);
    Ok(vec![Row::new("bytes_per_message", whole / count, told)])
}

/// Names and definitions, but for the primary key's.
async fn indexes(admin: &mut PgConnection) -> anyhow::Result<Vec<(String, String)>> {
    let sql = "select indexname::text, indexdef from pg_indexes where tablename = 'messages' and indexname <> 'messages_pkey'";
    Ok(sqlx::query_as(sql).fetch_all(admin).await?)
}

async fn copy(stage: &Stage, admin: &mut PgConnection, messages: u64) -> anyhow::Result<()> {
    let (first, others) = stage.guilds.split_first().context("there is no server")?;
    let mut corpus = Corpus::new(4);
    let mut sink = admin
        .copy_in_raw("copy messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, content) from stdin")
        .await?;
    let mut lines = String::new();
    for (number, id) in ids(messages, MILLISECONDS).enumerate() {
        let guild = if number % 2 == 0 { first } else { others.get(number / 2 % others.len()).unwrap_or(first) };
        let Said { guild, channel, author, text, .. } = corpus.say(guild, id);
        lines.push_str(&format!("{}\t{guild}\t{channel}\t{id}\t{author}\tSomebody\t{text}\n", stage.tenant));
        if lines.len() > 1 << 20 {
            sink.send(lines.as_bytes()).await?;
            lines.clear();
        }
    }
    sink.send(lines.as_bytes()).await?;
    sink.finish().await?;
    Ok(())
}

/// Of the table with its indexes, in bytes.
async fn size(admin: &mut PgConnection) -> anyhow::Result<f64> {
    let sql =
        "select sum(pg_total_relation_size(inhrelid))::bigint from pg_inherits where inhparent = 'messages'::regclass";
    Ok(sqlx::query_scalar::<_, i64>(sql).fetch_one(admin).await? as f64)
}

async fn run(admin: &mut PgConnection, sql: String) -> sqlx::Result<()> {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(admin).await.map(drop)
}
