//! A database with one tenant, one bot and one case, reached straight and through the pooler.

use anyhow::Context;
use sqlx::{Connection, PgConnection};
use xtask::database::{self, DIRECT};
use xtask::pgbouncer::Pgbouncer;
use xtask::postgres::{ADMINISTRATOR, Postgres};

use crate::bench::keys::Key;
use crate::bench::tenant::{self, APPLICATION, GUILD};
use crate::bench::workers::NO_DISCORD;

const DATABASE: &str = "bench";
/// As many as a small Postgres gives a pooler.
const POOL_SIZE: u32 = 20;

/// Running servers and the keys of the bot. Dropping it stops them.
pub struct Surroundings {
    pub key: Key,
    /// Where a worker signs in to Postgres itself.
    pub direct: String,
    /// Where it signs in to pgbouncer in transaction mode.
    pub pooled: String,
    _pooler: Pgbouncer,
    _postgres: Postgres,
}

impl Surroundings {
    pub async fn start() -> anyhow::Result<Self> {
        let key = Key::random()?;
        let postgres = Postgres::scratch().await?;
        let pooler = Pgbouncer::start(postgres.port(), POOL_SIZE).await?;
        database::prepare(&postgres.admin_url(), DATABASE).await?;
        let direct = postgres.url(DIRECT, DATABASE);
        let pooled = pooler.url(DIRECT, DATABASE);
        seed(&direct, &postgres.url(ADMINISTRATOR, DATABASE), &key)
            .await
            .context("cannot make the benchmark's tenant")?;
        Ok(Self { key, direct, pooled, _pooler: pooler, _postgres: postgres })
    }
}

/// A tenant with a bot in one guild, and that guild's case 1.
async fn seed(direct: &str, admin_url: &str, key: &Key) -> anyhow::Result<()> {
    let ctx = key.ctx(direct, NO_DISCORD)?;
    let mut admin = PgConnection::connect(admin_url).await?;
    let tenant = tenant::provision(&ctx, key, &mut admin).await?;
    let (application, guild) = (APPLICATION.cast_signed(), GUILD.cast_signed());
    sqlx::query(
        "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name, reason)
         values ($1, $2, 1, $3, 'ban', 53908232506183681, 'spammer', 53908232506183680, 'mason', 'Advertising')",
    )
    .bind(tenant)
    .bind(guild)
    .bind(application)
    .execute(&mut admin)
    .await?;
    Ok(admin.close().await?)
}
