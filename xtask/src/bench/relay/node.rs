//! A bot made with discord.js, as its author would write it.

use std::process::Command;
use std::time::Duration;

use xtask::child::Child;
use xtask::paths;

use super::stage::Stage;

/// Starts it, and returns when it is ready. With `inserts` it writes each message into Postgres.
pub async fn start(stage: &Stage, inserts: bool) -> anyhow::Result<Child> {
    let mut node = Command::new("node");
    node.arg(paths::root().join("xtask/src/bench/relay/peers/discord_js.mjs"))
        .env("DISCORD", stage.sandbox.url())
        .env("TOKEN", &stage.token)
        .env("TENANT", stage.tenant.to_string())
        .current_dir(paths::root());
    if inserts {
        node.env("DATABASE_URL", stage.relay_url());
    }
    let mut bot = Child::start("the bot made with discord.js", &node, &paths::log("bench-discord-js"))?;
    let log = paths::log("bench-discord-js");
    bot.ready(Duration::from_secs(120), async || said(&log).contains("ready")).await?;
    Ok(bot)
}

/// Waits until it has dealt with so many messages.
pub async fn dealt_with(bot: &mut Child, messages: u64, limit: Duration) -> anyhow::Result<()> {
    let log = paths::log("bench-discord-js");
    let all = format!("messages {messages}\n");
    bot.ready(limit, async || said(&log).contains(&all)).await
}

fn said(log: &std::path::Path) -> String {
    std::fs::read_to_string(log).unwrap_or_default()
}
