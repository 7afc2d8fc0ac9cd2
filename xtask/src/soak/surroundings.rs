//! What a case runs on, all of it its own: Postgres, pgbouncer, the worker in workerd, the sandbox, bots of one tenant.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use sandbox::{Demo, Permissions, Sandbox};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use tokio::task::JoinHandle;
use xtask::child::Child;
use xtask::database::{self, DIRECT, RELAY};
use xtask::pgbouncer::Pgbouncer;
use xtask::postgres::{ADMINISTRATOR, Postgres};
use xtask::wasm::{self, Profile};
use xtask::workerd::Workerd;
use xtask::{report, setup};

use crate::dev::keys::Keys;
use crate::dev::{relay, seed, tick};

const DATABASE: &str = "soak";
/// As many as a small Postgres gives a pooler.
const POOL_SIZE: u32 = 20;
/// What a relay may hold in memory, in bytes: so little that it has to write on its disk while Postgres is away.
const MEMORY: u64 = 4 * 1024 * 1024;

/// The programs that are soaked.
#[derive(Debug, Clone)]
pub struct Programs {
    worker: PathBuf,
    relay: PathBuf,
}

impl Programs {
    /// Builds what has changed, as the end-to-end tests have it.
    pub async fn build() -> anyhow::Result<Self> {
        setup::packages().await?;
        Ok(Self { worker: wasm::build(Profile::Dev).await?.dir, relay: relay::build().await? })
    }
}

/// Running servers. Dropping them stops them.
pub struct Surroundings {
    /// Of the case, for progress and the names of logs.
    pub name: &'static str,
    pub sandbox: Sandbox,
    pub demo: Demo,
    /// All of one tenant and in the demo's guild.
    pub bots: Vec<u64>,
    pub postgres: Postgres,
    pub worker: Workerd,
    programs: Programs,
    keys: Keys,
    relays: u32,
    disks: tempfile::TempDir,
    ticking: JoinHandle<()>,
    _pooler: Pgbouncer,
}

impl Surroundings {
    /// With so many bots in the guild.
    pub async fn start(name: &'static str, programs: &Programs, bots: usize) -> anyhow::Result<Self> {
        let postgres = Postgres::scratch_that_crashes().await?;
        let pooler = Pgbouncer::start(postgres.port(), POOL_SIZE).await?;
        database::prepare(&postgres.admin_url(), DATABASE).await?;
        let sandbox = Sandbox::start(([127, 0, 0, 1], 0).into()).await?;
        let demo = sandbox.demo();
        let bots = with_others(&sandbox, &demo, bots);
        let keys = Keys::random()?;
        let worker =
            Workerd::start(&programs.worker, &keys.bindings(pooler.url(DIRECT, DATABASE), sandbox.api())?).await?;
        let direct = keys.bindings(postgres.url(DIRECT, DATABASE), sandbox.api())?;
        seed::seed(&direct, &sandbox, &worker.url(), &bots).await?;
        let ticking = tokio::spawn({
            let (address, seed) = (worker.url(), keys.tick_seed()?);
            async move { match tick::every_second(&address, seed).await {} }
        });
        let disks = tempfile::Builder::new().prefix("guildhall-soak-").tempdir()?;
        let (programs, relays) = (programs.clone(), 0);
        Ok(Self {
            name,
            sandbox,
            demo,
            bots,
            postgres,
            worker,
            programs,
            keys,
            relays,
            disks,
            ticking,
            _pooler: pooler,
        })
    }

    /// Starts one more relay on this machine, with a log of its own. Relays that follow each other there have one disk.
    pub fn relay(&mut self, machine: &str) -> anyhow::Result<Child> {
        self.relays += 1;
        let worker = self.worker.url();
        let settings = relay::Settings {
            keys: &self.keys,
            database_url: self.postgres.url(RELAY, DATABASE),
            discord_api: self.sandbox.api(),
            worker: &worker,
            door: None,
            spool: self.disks.path().join(machine),
            memory: Some(MEMORY),
        };
        settings.start(&self.programs.relay, &format!("soak-{}-relay-{}", self.name, self.relays))
    }

    /// A connection that sees every tenant's rows.
    pub async fn admin(&self) -> anyhow::Result<PgConnection> {
        Ok(PgConnection::connect(&self.postgres.url(ADMINISTRATOR, DATABASE)).await?)
    }

    /// Has the demo's guild log its cases.
    pub async fn log_cases(&self) -> anyhow::Result<()> {
        let options = json!({ "setting": "moderation.log_channel", "channel": self.demo.mod_log.to_string() });
        let reply = self.sandbox.command(self.demo.seat(self.demo.admin), "settings set", options).await?;
        ensure!(reply.failure.is_none(), "the log channel was not set: {reply:?}");
        Ok(())
    }

    /// How often a bot has identified, and may in 24 hours, as Discord counts it.
    pub async fn identifies(&self, bot: u64) -> anyhow::Result<(u64, u64)> {
        let token = self.sandbox.world().application(bot)?.token.clone();
        let asked = reqwest::Client::new().get(format!("{}/gateway/bot", self.sandbox.api()));
        let answer: serde_json::Value =
            asked.header("authorization", format!("Bot {token}")).send().await?.json().await?;
        let limit = &answer["session_start_limit"];
        let (total, remaining) =
            limit["total"].as_u64().zip(limit["remaining"].as_u64()).context("no limit is told")?;
        Ok((total - remaining, total))
    }

    /// One line of progress.
    pub fn say(&self, words: impl std::fmt::Display) {
        report::say(format!("{}: {words}", self.name));
    }
}

impl Drop for Surroundings {
    fn drop(&mut self) {
        self.ticking.abort();
    }
}

/// The demo's bot and more of them beside it.
fn with_others(sandbox: &Sandbox, demo: &Demo, bots: usize) -> Vec<u64> {
    let mut world = sandbox.world();
    let others = (2..=bots).map(|number| {
        let bot = world.create_application(&format!("Guildhall {number}"));
        world.install(demo.guild, bot, Permissions::ADMINISTRATOR);
        bot
    });
    std::iter::once(demo.application).chain(others).collect()
}

/// Waits until `check` holds; an error that says what was waited for after `limit`. How long it took.
pub async fn until(
    what: &str,
    limit: Duration,
    mut check: impl AsyncFnMut() -> anyhow::Result<bool>,
) -> anyhow::Result<Duration> {
    let began = Instant::now();
    loop {
        if check().await? {
            return Ok(began.elapsed());
        }
        if began.elapsed() > limit {
            bail!("{} s were not enough until {what}", limit.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
