//! `gateway-relay run | check`.

use clap::Parser;
use gateway_relay::{Config, Relay, check, keys, reseal};
use tracing_subscriber::EnvFilter;

/// Keeps the bots' websockets to Discord and writes what they hear into Postgres.
///
/// Configured by the environment: DATABASE_URL, DISCORD_API, WORKER_URL, TICK_SEED, SPOOL, OPENING_KEY, VAULT_KEY, and to
/// carry the worker's calls LISTEN and WORKER_PUBLIC_KEY. README says what they are.
#[derive(Parser)]
#[command(version)]
enum Command {
    /// Run until SIGTERM or Ctrl-C. Sessions are kept, and resumed by the next start.
    Run,
    /// See whether the configuration and the database are in order, and say how many bots want a connection, and whether
    /// the worker's calls are carried.
    Check,
    /// Seal the bots' tokens to the relay alone that a worker could open until now.
    Reseal,
    /// Make keys for a new deployment, and print them as the settings of the worker and the relay.
    Keys,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let command = Command::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().json().with_env_filter(filter).init();
    if matches!(command, Command::Keys) {
        print!("{}", keys()?);
        return Ok(());
    }
    let config = Config::read(|name| std::env::var(name).ok())?;
    match command {
        Command::Keys => {}
        Command::Check => {
            let carries = match &config.door {
                Some(door) => format!("The worker's calls are heard on {}.", door.address),
                None => "The worker's calls are not carried: LISTEN is not set.".to_owned(),
            };
            println!("The relay can start. Bots that want a connection: {}. {carries}", check(config).await?);
        }
        Command::Reseal => {
            let done = reseal(config).await?;
            println!("Sealed to the relay: {} now, {} before.", done.now, done.before);
        }
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
