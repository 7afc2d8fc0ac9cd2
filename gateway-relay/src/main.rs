//! `gateway-relay run | check`.

use clap::Parser;
use gateway_relay::{Config, Relay, check};
use tracing_subscriber::EnvFilter;

/// Keeps the bots' websockets to Discord and writes what they hear into Postgres.
///
/// Configured by the environment: DATABASE_URL, DISCORD_API, VAULT_KEY, WORKER_URL, TICK_SEED, SPOOL.
#[derive(Parser)]
#[command(version)]
enum Command {
    /// Run until SIGTERM or Ctrl-C. Sessions are kept, and resumed by the next start.
    Run,
    /// See whether the configuration and the database are in order, and say how many bots want a connection.
    Check,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let command = Command::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().json().with_env_filter(filter).init();
    let config = Config::read(|name| std::env::var(name).ok())?;
    match command {
        Command::Check => println!("The relay can start. Bots that want a connection: {}.", check(config).await?),
        Command::Run => {
            let relay = Relay::start(config)?;
            asked_to_stop().await?;
            tracing::info!("stopping; sessions are kept");
            relay.stop().await;
        }
    }
    Ok(())
}

#[cfg(unix)]
async fn asked_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminated.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
