//! How long after the gateway told of a ban by hand its case stands in the database: through relay, poke, worker and pooler.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::json;
use tokio::sync::mpsc;
use xtask::wasm::{self, Profile};
use xtask::workerd::Workerd;

use super::corpus::{Corpus, ids};
use super::report::Row;
use super::stage::Stage;
use crate::bench::figures::percentile;

/// Events a second, of which one in ten has a listener.
pub const PER_SECOND: u32 = 500;
const LISTENED: u64 = 10;
/// Seconds before anything is counted.
const WARM_UP: u64 = 3;

pub async fn measure(program: &PathBuf, seconds: u32) -> anyhow::Result<Vec<Row>> {
    let built = wasm::build(Profile::Release).await?;
    let stage = Stage::set(10, 10, 50).await?;
    // Listeners ask Discord for names.
    stage.sandbox.world().limit_globally(1_000_000);
    let worker = Workerd::start(&built.dir, &stage.key.bindings(&stage.pooled_url(), &stage.sandbox.api())).await?;
    let _relay = stage.relay(program, &worker.url()).await?;

    let count = u64::from(PER_SECOND) * (WARM_UP + u64::from(seconds));
    let mut corpus = Corpus::new(3);
    let events = ids(count, 60_000).zip(stage.guilds.iter().cycle()).enumerate().map(|(number, (id, guild))| {
        if !(number as u64).is_multiple_of(LISTENED) {
            return (guild.id, "MESSAGE_CREATE", corpus.say(guild, id).event(), None);
        }
        let target = guild.members[number % guild.members.len()].to_string();
        let entry = json!({ "id": id.to_string(), "guild_id": guild.id.to_string(), "action_type": 22,
            "user_id": guild.members[0].to_string(), "target_id": target, "reason": "Spam" });
        (guild.id, "GUILD_AUDIT_LOG_ENTRY_CREATE", entry.to_string(), Some(id.cast_signed()))
    });
    let events: Vec<_> = events.collect();

    let (told, waiting) = mpsc::unbounded_channel();
    let admin = stage.admin().await?;
    let watching = tokio::spawn(watch(admin, waiting));
    let began = Instant::now();
    for (number, (guild, name, data, entry)) in events.iter().enumerate() {
        let due = Duration::from_secs_f64(number as f64 / f64::from(PER_SECOND));
        tokio::time::sleep_until((began + due).into()).await;
        ensure!(stage.sandbox.world().tell(*guild, name, data) == 1, "the relay is not connected");
        if let Some(entry) = entry {
            told.send((*entry, Instant::now(), due.as_secs() < WARM_UP)).context("nobody watches the cases")?;
        }
    }
    drop(told);
    let took = watching.await??;
    let told = format!(
        "p50 {:.0} ms, most {:.0} ms, of {} bans by hand among {PER_SECOND} events/s",
        percentile(took.clone(), 50),
        percentile(took.clone(), 100),
        took.len()
    );
    Ok(vec![Row::new("event_latency_ms", percentile(took, 99), told)])
}

/// How long each entry took to become a case, in milliseconds; a look every few milliseconds.
async fn watch(
    mut admin: sqlx::PgConnection,
    mut told: mpsc::UnboundedReceiver<(i64, Instant, bool)>,
) -> anyhow::Result<Vec<f64>> {
    let (mut waiting, mut took, mut is_over) = (HashMap::new(), Vec::new(), false);
    let mut until = Instant::now() + Duration::from_secs(60);
    while !(is_over && waiting.is_empty()) {
        loop {
            match told.try_recv() {
                Ok((entry, at, is_warm_up)) => {
                    waiting.insert(entry, (at, is_warm_up));
                    until = Instant::now() + Duration::from_secs(60);
                }
                Err(mpsc::error::TryRecvError::Empty) => break,
                Err(mpsc::error::TryRecvError::Disconnected) => {
                    is_over = true;
                    break;
                }
            }
        }
        ensure!(Instant::now() < until, "{} bans by hand became no case", waiting.len());
        let entries: Vec<i64> = waiting.keys().copied().collect();
        let done: Vec<i64> = sqlx::query_scalar("select audit_entry_id from cases where audit_entry_id = any($1)")
            .bind(entries)
            .fetch_all(&mut admin)
            .await?;
        let now = Instant::now();
        for (at, is_warm_up) in done.iter().filter_map(|entry| waiting.remove(entry)) {
            if !is_warm_up {
                took.push((now - at).as_secs_f64() * 1_000.0);
            }
        }
        tokio::time::sleep(Duration::from_millis(4)).await;
    }
    Ok(took)
}
