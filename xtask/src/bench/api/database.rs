//! A database with one tenant, its long lists and its owner, who is signed in; reached through the pooler.

use anyhow::Context;
use guildhall::platform::access::{self, Secret, SignIn};
use guildhall::platform::api::COOKIE;
use guildhall::platform::bots;
use guildhall::platform::ctx::Ctx;
use sqlx::{Connection, PgConnection};
use twilight_model::id::Id;
use uuid::Uuid;
use xtask::database::{self, DIRECT};
use xtask::pgbouncer::Pgbouncer;
use xtask::postgres::{ADMINISTRATOR, Postgres};

use super::list::List;
use crate::bench::keys::Key;
use crate::bench::workers::{Bindings, NO_DISCORD};

const DATABASE: &str = "bench";
/// As many as a small Postgres gives a pooler.
const POOL_SIZE: u32 = 20;
/// The tenant's owner.
const OWNER: u64 = 53_908_232_506_183_680;

/// Running servers. Dropping it stops them.
pub struct Surroundings {
    /// What the owner's browser sends, `name=value`.
    pub cookie: String,
    tenant: Uuid,
    key: Key,
    pooler: Pgbouncer,
    _postgres: Postgres,
}

impl Surroundings {
    pub async fn start() -> anyhow::Result<Self> {
        let key = Key::random()?;
        let postgres = Postgres::scratch().await?;
        let pooler = Pgbouncer::start(postgres.port(), POOL_SIZE).await?;
        database::prepare(&postgres.admin_url(), DATABASE).await?;
        let ctx = key.ctx(&postgres.url(DIRECT, DATABASE), NO_DISCORD)?;
        let tenant = bots::provision_tenant(&ctx.db, "Bench").await?;
        let cookie = sign_in(&ctx).await?;
        fill(&postgres.url(ADMINISTRATOR, DATABASE), tenant).await.context("cannot fill the benchmark's lists")?;
        Ok(Self { cookie, tenant, key, pooler, _postgres: postgres })
    }

    /// What ours and the peer read.
    pub fn bindings(&self) -> Bindings {
        let mut bindings = self.key.bindings(&self.pooler.url(DIRECT, DATABASE), NO_DISCORD);
        // One person asks for everything here.
        bindings.insert("API_REQUESTS_PER_MINUTE", "1000000".to_owned());
        bindings
    }

    pub fn path(&self, list: List) -> String {
        list.path(self.tenant)
    }
}

/// Signs the owner in.
async fn sign_in(ctx: &Ctx) -> anyhow::Result<String> {
    let secret = Secret::new("").context("the system gives no random numbers")?;
    let new = SignIn {
        user: Id::new(OWNER),
        user_name: "mason",
        avatar: None,
        tokens: None,
        credential: secret.credential(),
        previous: None,
        agent: Some("bench"),
    };
    access::sign_in(&ctx.db, new).await?;
    Ok(format!("{COOKIE}={}", secret.expose()))
}

/// Makes them the tenant's owner, and its lists as long as they are to be.
async fn fill(admin_url: &str, tenant: Uuid) -> anyhow::Result<()> {
    let mut admin = PgConnection::connect(admin_url).await?;
    let owner = OWNER.cast_signed();
    for sql in [
        "insert into memberships (tenant_id, user_id, user_name, role) values ($1, $2, 'mason', 'owner')",
        // Milliseconds that do not end in 0 are written alike by everybody.
        "insert into audit_entries (tenant_id, guild_id, action, subject, before, after, actor_user_id, actor_name, via, reason, request, created_at)
         select $1, 290926798626357999, 'case.reason', 'case/' || number, jsonb_build_object('reason', 'Advertising'),
           jsonb_build_object('reason', 'Advertising in ' || number % 20 || ' channels'), $2, 'mason', 'dashboard',
           'He wrote it down too short', to_hex(number * 7919), timestamptz '2026-01-01 00:00:00.001Z' + number * interval '110 ms'
         from generate_series(1, 100000) number",
    ] {
        sqlx::query(sql).bind(tenant).bind(owner).execute(&mut admin).await?;
    }
    sqlx::query("analyze").execute(&mut admin).await?;
    Ok(admin.close().await?)
}
