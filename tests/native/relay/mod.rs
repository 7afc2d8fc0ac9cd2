//! The relay, on the sandbox's gateway.

mod ahead;
mod bots;
mod cable;
mod door;
mod gaps;
mod greeting;
mod hearing;
mod loss;
mod presences;
mod rest;
mod sealing;
mod spool;

use std::time::Duration;

use gateway_relay::{Config, Relay};
use tokio::runtime::Runtime;

use crate::support::App;

/// A relay with threads of its own, so that it can be killed as a process is: from one moment to the next, with its
/// connections cut and nothing said.
struct Running {
    relay: Option<Relay>,
    runtime: Option<Runtime>,
}

impl Running {
    fn start(app: &App) -> Self {
        Self::with(config(app))
    }

    fn with(config: Config) -> Self {
        let runtime = Runtime::new().expect("threads");
        let relay = runtime.block_on_elsewhere(async { Relay::start(config).expect("the relay starts") });
        Self { relay: Some(relay), runtime: Some(runtime) }
    }

    fn kill(mut self) {
        self.cut();
    }

    fn cut(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Where blocking is allowed: nothing of it goes on when this returns.
            let gone = std::thread::spawn(move || runtime.shutdown_timeout(Duration::from_secs(10)));
            gone.join().expect("it does not panic");
        }
    }

    async fn stop(mut self) {
        if let (Some(relay), Some(runtime)) = (self.relay.take(), &self.runtime) {
            runtime.spawn(relay.stop()).await.expect("the relay stops");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cut();
    }
}

trait Elsewhere {
    fn block_on_elsewhere<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> T;
}

impl Elsewhere for Runtime {
    /// Runs it there, from within another runtime.
    fn block_on_elsewhere<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> T {
        let handle = self.handle().clone();
        std::thread::spawn(move || handle.block_on(future)).join().expect("it does not panic")
    }
}

fn config(app: &App) -> Config {
    Config::read(|name| {
        Some(match name {
            "DATABASE_URL" => app.database.relay_url(),
            "DISCORD_API" => app.sandbox.api(),
            "VAULT_KEY" => format!("1:{}", "0c".repeat(32)),
            "WORKER_URL" => app.url.clone(),
            "TICK_SEED" => hex::encode([5; 32]),
            "SPOOL" => app.database.spool(),
            _ => return None,
        })
    })
    .expect("the configuration is complete")
}

impl App {
    /// Everything with its relay, once the bot is in its server.
    async fn relayed() -> (Self, Running) {
        let app = Self::start().await;
        guildhall::platform::gateway::subscribe(&app.ctx()).await.expect("features can listen");
        let relay = Running::start(&app);
        app.counts("select count(*) from members", app.members()).await;
        (app, relay)
    }

    fn members(&self) -> i64 {
        i64::try_from(self.sandbox.world().guilds[&self.demo.guild].members.len()).expect("few")
    }

    /// Waits until a query over all tenants counts so many.
    async fn counts(&self, sql: &'static str, wanted: i64) {
        let mut admin = self.admin().await;
        let mut counted = -1;
        let until = std::time::Instant::now() + Duration::from_secs(60);
        while counted != wanted {
            assert!(std::time::Instant::now() < until, "{sql}: {counted} instead of {wanted}");
            counted = sqlx::query_scalar(sql).fetch_one(&mut admin).await.expect("the query runs");
            tokio::task::yield_now().await;
        }
    }

    /// Somebody writes; the message's id.
    fn write(&self, content: &str) -> u64 {
        self.sandbox.world().create_message(self.demo.channel, self.demo.member, content)
    }
}
