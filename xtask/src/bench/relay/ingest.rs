//! Messages a second into Postgres with all indexes: the relay, COPY of the very rows that it wrote, and a bot made with
//! discord.js.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::ensure;
use sqlx::PgConnection;
use xtask::report::say;

use super::corpus::{Corpus, ids};
use super::node;
use super::report::Row;
use super::stage::Stage;
use crate::bench::figures::median;

/// Longest time of a turn.
const LIMIT: Duration = Duration::from_secs(600);
/// Where the server keeps the rows between two turns.
const ROWS: &str = "create table bench_rows as select tenant_id, guild_id, channel_id, message_id, author_user_id, author_name,
    is_bot, is_webhook, content, embeds, attachments, stickers, mentioned_user_ids, mentions_everyone, reply_to_id, edited_at
    from messages";
const COLUMNS: &str =
    "tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, is_bot, is_webhook, content,
    embeds, attachments, stickers, mentioned_user_ids, mentions_everyone, reply_to_id, edited_at";

pub async fn measure(program: &PathBuf, events: u64, rounds: u32) -> anyhow::Result<Vec<Row>> {
    // The peer counts in thousands.
    let events = events / 1_000 * 1_000;
    let stage = Stage::set(10, 20, 100).await?;
    let mut corpus = Corpus::new(1);
    let stream: Vec<_> = ids(events, 3_600_000)
        .zip(stage.guilds.iter().cycle())
        .map(|(id, guild)| (guild.id, "MESSAGE_CREATE", corpus.say(guild, id).event()))
        .collect();
    let mut admin = stage.admin().await?;
    let (mut ours, mut copied, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=rounds {
        let mut relay = stage.relay(program, "http://127.0.0.1:9").await?;
        empty(&mut admin).await?;
        let began = Instant::now();
        stage.feed(&stream, None).await?;
        stage.written(&mut relay, LIMIT).await?;
        ours.push(events as f64 / began.elapsed().as_secs_f64());
        relay.stop();
        complete(&mut admin, events).await?;

        copied.push(events as f64 / copy(&mut admin).await?.as_secs_f64());
        complete(&mut admin, events).await?;

        let mut bot = node::start(&stage, true).await?;
        empty(&mut admin).await?;
        let began = Instant::now();
        stage.feed(&stream, None).await?;
        node::dealt_with(&mut bot, events, LIMIT).await?;
        theirs.push(events as f64 / began.elapsed().as_secs_f64());
        bot.stop();
        complete(&mut admin, events).await?;
        let last = |figures: &[f64]| figures.last().copied().unwrap_or_default();
        say(format!(
            "round {round}: relay {:.0}/s, COPY {:.0}/s, discord.js {:.0}/s",
            last(&ours),
            last(&copied),
            last(&theirs)
        ));
    }
    let ratio = |peer: &[f64]| median(ours.iter().zip(peer).map(|(ours, theirs)| ours / theirs).collect());
    let told = |peer: &str, theirs: &[f64]| {
        format!("messages/s: relay {:.0}, {peer} {:.0}", median(ours.clone()), median(theirs.to_vec()))
    };
    Ok(vec![
        Row::new("ingest_vs_copy", ratio(&copied), told("COPY", &copied)),
        Row::new("ingest_vs_discordjs", ratio(&theirs), told("discord.js and pg", &theirs)),
    ])
}

/// How long COPY takes for the rows that are there, from a file on the server into the same table.
async fn copy(admin: &mut PgConnection) -> anyhow::Result<Duration> {
    let folder = tempfile::Builder::new().prefix("guildhall-rows-").tempdir()?;
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777))?;
    let file = folder.path().join("rows");
    let run = async |admin: &mut PgConnection, sql: String| {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(admin).await.map(drop)
    };
    run(admin, ROWS.to_owned()).await?;
    run(admin, format!("copy bench_rows to '{}' (format binary); drop table bench_rows", file.display())).await?;
    empty(admin).await?;
    let began = Instant::now();
    run(admin, format!("copy messages ({COLUMNS}) from '{}' (format binary)", file.display())).await?;
    Ok(began.elapsed())
}

async fn empty(admin: &mut PgConnection) -> anyhow::Result<()> {
    sqlx::raw_sql("truncate messages, message_versions; checkpoint").execute(admin).await?;
    Ok(())
}

async fn complete(admin: &mut PgConnection, wanted: u64) -> anyhow::Result<()> {
    let written: i64 = sqlx::query_scalar("select count(*) from messages").fetch_one(admin).await?;
    ensure!(written == i64::try_from(wanted)?, "{written} messages were written instead of {wanted}");
    Ok(())
}
