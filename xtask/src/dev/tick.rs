//! The clock of a local worker: `wrangler dev` fires no crons, so a signed POST /tick does.

use std::convert::Infallible;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, ensure};
use guildhall::platform::peer;
use xtask::report;

/// Ticks for ever. Says once that ticks fail and once that they work again.
pub async fn every_second(worker: &str, seed: [u8; 32]) -> Infallible {
    let client = reqwest::Client::new();
    let mut clock = tokio::time::interval(Duration::from_secs(1));
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    let mut worked = true;
    loop {
        clock.tick().await;
        let ticked = tick(&client, worker, &seed).await;
        match &ticked {
            Ok(()) if !worked => report::say("the tick works again"),
            Err(error) if worked => report::say(format!("the tick failed, the worker's log says why: {error:#}")),
            _ => {}
        }
        worked = ticked.is_ok();
    }
}

async fn tick(client: &reqwest::Client, worker: &str, seed: &[u8; 32]) -> anyhow::Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?.as_secs();
    let mut request = client.post(format!("{worker}/tick")).timeout(Duration::from_secs(30));
    for (name, value) in peer::sign(seed, i64::try_from(now)?, "POST", "/tick", b"") {
        request = request.header(name, value);
    }
    let answer = request.send().await?;
    let status = answer.status();
    ensure!(status.is_success(), "{status} {}", answer.text().await.unwrap_or_default());
    Ok(())
}
