//! How fast messages are found among very many, while more come in.

mod asked; // the fixed mix of searches
mod filled; // a table of as many messages as wanted, and how large it is

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use sqlx::{Connection, PgConnection};
use xtask::report::{long, say};

use super::corpus::{Corpus, ids};
use super::report::Row;
use super::stage::Stage;
use crate::bench::figures::percentile;
use asked::Asked;

/// Messages that come in each second meanwhile.
const INGEST: u32 = 300;
/// How often the mix is asked warm.
const ROUNDS: usize = 12;

pub async fn measure(program: &PathBuf, messages: u64) -> anyhow::Result<Vec<Row>> {
    let mut stage = Stage::set(100, 20, 200).await?;
    let mut rows = long("writing the messages and building their indexes", filled::fill(&stage, messages)).await?;
    let mix = asked::mix(&stage);

    stage.postgres.stop();
    forget_files();
    stage.postgres.start_again().await?;
    let cold = ask(&mut stage.worker().await?, &mix, 1).await?;

    let relay = stage.relay(program, "http://127.0.0.1:9").await?;
    let mut corpus = Corpus::new(5);
    let stream: Vec<_> = ids(u64::from(INGEST) * 600, 1_000)
        .zip(stage.guilds.iter().cycle())
        .map(|(id, guild)| (guild.id, "MESSAGE_CREATE", corpus.say(guild, id).event()))
        .collect();
    let mut worker = stage.worker().await?;
    let over = Arc::new(AtomicBool::new(false));
    let feeding = async {
        for second in stream.chunks(INGEST as usize) {
            if over.load(Ordering::Relaxed) {
                break;
            }
            stage.feed(second, Some(INGEST)).await?;
        }
        anyhow::Ok(())
    };
    let asking = async {
        let _ = ask(&mut worker, &mix, 1).await?;
        let warm = ask(&mut worker, &mix, ROUNDS).await;
        over.store(true, Ordering::Relaxed);
        warm
    };
    let (fed, warm) = tokio::join!(feeding, asking);
    fed?;
    let warm = warm?;
    drop(relay);
    worker.close().await.context("the last connection did not close")?;

    let p95 = |took: &[(&'static str, f64)], kind: Option<&str>| {
        percentile(took.iter().filter(|(of, _)| kind.is_none_or(|kind| kind == *of)).map(|(_, ms)| *ms).collect(), 95)
    };
    let told = format!("{} searches of {messages} messages, with {INGEST} more each second", warm.len());
    rows.insert(0, Row::new("search_p95_ms", p95(&warm, None), told));
    rows.insert(1, Row::new("search_p95_cold_ms", p95(&cold, None), "each once, after a restart with no file cached"));
    for kind in asked::KINDS {
        rows.push(Row::new(format!("search_p95_ms_{kind}"), p95(&warm, Some(kind)), "warm"));
    }
    Ok(rows)
}

/// How long each search took, in milliseconds.
async fn ask(worker: &mut PgConnection, mix: &[Asked], rounds: usize) -> anyhow::Result<Vec<(&'static str, f64)>> {
    let mut took = Vec::new();
    for _ in 0..rounds {
        for asked in mix {
            let began = Instant::now();
            asked.ask(worker).await?;
            took.push((asked.kind, began.elapsed().as_secs_f64() * 1_000.0));
        }
        // What comes in has its turn.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(took)
}

/// Makes the system forget what it has read of the disk, where we may.
fn forget_files() {
    if std::fs::write("/proc/sys/vm/drop_caches", "3").is_err() {
        say("the system keeps what it has read of the disk: only root can change that, and cold is less cold");
    }
}
