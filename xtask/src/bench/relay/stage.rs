//! What a measurement of the relay stands on: Postgres as it is in production, a tenant with a bot, and the bot's servers
//! on the sandbox.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use guildhall::platform::bots::{self, NewBot};
use guildhall::platform::gateway;
use sandbox::Sandbox;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;
use xtask::child::{self, Child};
use xtask::database::{self, DIRECT, RELAY};
use xtask::pgbouncer::Pgbouncer;
use xtask::postgres::{ADMINISTRATOR, Postgres};
use xtask::{paths, report};

use crate::bench::keys::Key;

const DATABASE: &str = "bench";
const POOL_SIZE: u32 = 20;

/// A server of the bot.
#[derive(Debug, Clone)]
pub struct Guild {
    pub id: u64,
    pub channels: Vec<u64>,
    pub members: Vec<u64>,
}

/// Running servers. Dropping it stops them.
pub struct Stage {
    pub key: Key,
    pub tenant: Uuid,
    pub token: String,
    pub guilds: Vec<Guild>,
    pub sandbox: Sandbox,
    pub pooler: Pgbouncer,
    pub postgres: Postgres,
    /// Where the relay keeps what it hears while Postgres is away.
    spool: tempfile::TempDir,
}

/// Builds the relay as it is released; where it is then.
pub async fn build() -> anyhow::Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--release", "-p", "gateway-relay"]).current_dir(paths::root());
    report::long("building the relay for release", child::show("cargo build", &cargo)).await?;
    let target = std::env::current_exe().context("this program is nowhere")?;
    let target = target.parent().and_then(|folder| folder.parent()).context("this program is in no folder")?;
    Ok(target.join("release").join(format!("gateway-relay{}", std::env::consts::EXE_SUFFIX)))
}

impl Stage {
    /// So many servers with so many channels and people each.
    pub async fn set(guilds: usize, channels: usize, members: usize) -> anyhow::Result<Self> {
        let key = Key::random()?;
        let postgres = Postgres::measured().await?;
        let pooler = Pgbouncer::start(postgres.port(), POOL_SIZE).await?;
        database::prepare(&postgres.admin_url(), DATABASE).await?;
        let sandbox = Sandbox::start(([127, 0, 0, 1], 0).into()).await?;
        let (application, token, guilds) = people(&sandbox, guilds, channels, members)?;
        let ctx = key.ctx(&postgres.url(DIRECT, DATABASE), &sandbox.api())?;
        let tenant = bots::provision_tenant(&ctx.db, "Bench").await?;
        let id = twilight_model::id::Id::new_checked(application).context("the bot has no id")?;
        let (name, public_key) = ("Bench".to_owned(), key.public());
        let bot = NewBot { application: id, tenant, name, public_key, token: token.clone(), open_installs: true };
        bots::add(&ctx, bot).await?;
        gateway::subscribe(&ctx).await?;
        Ok(Self { key, tenant, token, guilds, sandbox, pooler, postgres, spool: tempfile::tempdir()? })
    }

    /// A connection that row-level security does not bind.
    pub async fn admin(&self) -> anyhow::Result<PgConnection> {
        Ok(PgConnection::connect(&self.postgres.url(ADMINISTRATOR, DATABASE)).await?)
    }

    /// A connection of the worker's role, within the tenant.
    pub async fn worker(&self) -> anyhow::Result<PgConnection> {
        let mut worker = PgConnection::connect(&self.worker_url()).await?;
        sqlx::query("select set_config('app.tenant_id', $1, false)")
            .bind(self.tenant.to_string())
            .execute(&mut worker)
            .await?;
        Ok(worker)
    }

    pub fn worker_url(&self) -> String {
        self.postgres.url(DIRECT, DATABASE)
    }

    pub fn pooled_url(&self) -> String {
        self.pooler.url(DIRECT, DATABASE)
    }

    pub fn relay_url(&self) -> String {
        self.postgres.url(RELAY, DATABASE)
    }

    /// Starts the relay, and returns when it has written all servers down.
    pub async fn relay(&self, program: &PathBuf, worker: &str) -> anyhow::Result<Child> {
        let mut command = Command::new(program);
        command
            .arg("run")
            .env("DATABASE_URL", self.relay_url())
            .env("DISCORD_API", self.sandbox.api())
            .env("VAULT_KEY", self.key.vault())
            .env("WORKER_URL", worker)
            .env("TICK_SEED", self.key.seed())
            .env("SPOOL", self.spool.path());
        let mut relay = Child::start("the relay", &command, &paths::log("bench-relay"))?;
        let mut admin = self.admin().await?;
        let wanted = i64::try_from(self.guilds.len())?;
        let known = async || {
            let known = sqlx::query_scalar::<_, i64>("select count(*) from guilds").fetch_one(&mut admin).await;
            known.is_ok_and(|known| known == wanted) && self.sequence() == self.recorded(&mut admin).await.ok()
        };
        relay.ready(Duration::from_secs(120), known).await?;
        Ok(relay)
    }

    /// Tells the bot's sessions of these events, at once or so many a second.
    pub async fn feed(&self, events: &[(u64, &'static str, String)], per_second: Option<u32>) -> anyhow::Result<()> {
        let began = Instant::now();
        for (number, part) in events.chunks(10).enumerate() {
            if let Some(rate) = per_second {
                let due = Duration::from_secs_f64((number * 10) as f64 / f64::from(rate));
                tokio::time::sleep_until((began + due).into()).await;
            }
            let mut world = self.sandbox.world();
            for (guild, name, data) in part {
                if world.tell(*guild, name, data) == 0 {
                    bail!("nobody is connected to hear of the stream");
                }
            }
            drop(world);
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Waits until the relay has written everything that it was told.
    pub async fn written(&self, relay: &mut Child, limit: Duration) -> anyhow::Result<()> {
        let mut admin = self.admin().await?;
        let done = async || self.sequence() == self.recorded(&mut admin).await.ok();
        relay.ready(limit, done).await.context("not all was written")
    }

    /// Of the newest event that the connected session was told.
    fn sequence(&self) -> Option<i64> {
        let sessions = self.sandbox.world().gateway.sessions();
        sessions.iter().filter(|session| session.is_connected).map(|session| session.sequence.cast_signed()).max()
    }

    async fn recorded(&self, admin: &mut PgConnection) -> sqlx::Result<i64> {
        sqlx::query_scalar("select coalesce(max(sequence), -1) from gateway_shards").fetch_one(admin).await
    }
}

/// A bot, and people in its servers.
fn people(
    sandbox: &Sandbox,
    guilds: usize,
    channels: usize,
    members: usize,
) -> anyhow::Result<(u64, String, Vec<Guild>)> {
    let mut world = sandbox.world();
    // Neither contender is to be cut off while it is busy.
    (world.gateway.queued_payloads, world.gateway.replayed_events) = (2_000_000, 1_000);
    let application = world.create_application("Bench");
    let token = world.application(application)?.token.clone();
    let guilds = (0..guilds).map(|number| {
        let owner = world.create_user("owner");
        let id = world.create_guild(&format!("Server {number}"), owner);
        for channel in 1..channels {
            world.create_channel(id, &format!("channel-{channel}"));
        }
        let members = (0..members).map(|_| world.create_member(id, "member", &[])).collect();
        world.install(id, application, 8);
        let channels = world.guilds[&id].channels.keys().copied().collect();
        Guild { id, channels, members }
    });
    let guilds = guilds.collect();
    Ok((application, token, guilds))
}
