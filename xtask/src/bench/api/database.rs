//! A database with one tenant, its long lists and its owner, who is signed in; reached through the pooler.

use anyhow::Context;
use guildhall::platform::access::{self, Secret, SignIn};
use guildhall::platform::api::COOKIE;
use guildhall::platform::ctx::Ctx;
use sqlx::{Connection, PgConnection};
use twilight_model::id::Id;
use uuid::Uuid;
use xtask::database::{self, DIRECT};
use xtask::pgbouncer::Pgbouncer;
use xtask::postgres::{ADMINISTRATOR, Postgres};

use super::list::List;
use crate::bench::keys::Key;
use crate::bench::tenant::{self, GUILD};
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
        let mut admin = PgConnection::connect(&postgres.url(ADMINISTRATOR, DATABASE)).await?;
        let tenant = tenant::provision(&ctx, &key, &mut admin).await?;
        let cookie = sign_in(&ctx).await?;
        fill(&mut admin, tenant).await.context("cannot fill the benchmark's lists")?;
        admin.close().await?;
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
async fn fill(admin: &mut PgConnection, tenant: Uuid) -> anyhow::Result<()> {
    let (owner, guild) = (OWNER.cast_signed(), GUILD.cast_signed());
    let owns = "insert into memberships (tenant_id, user_id, user_name, role) values ($1, $2, 'mason', 'owner')";
    sqlx::query(owns).bind(tenant).bind(owner).execute(&mut *admin).await?;
    // Milliseconds that do not end in 0 are written alike by everybody.
    for sql in [
        "insert into audit_entries (tenant_id, guild_id, action, subject, before, after, actor_user_id, actor_name, via, reason, request, created_at)
         select $1, $3, 'case.reason', 'case/' || number, jsonb_build_object('reason', 'Advertising'),
           jsonb_build_object('reason', 'Advertising in ' || number % 20 || ' channels'), $2, 'mason', 'dashboard',
           'He wrote it down too short', to_hex(number * 7919), timestamptz '2026-01-01 00:00:00.001Z' + number * interval '110 ms'
         from generate_series(1, 100000) number",
        "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name, reason,
           expires_at, created_at, messages_kept)
         select $1, $3, number, serving($1, $3), (array['ban', 'warn', 'timeout', 'kick', 'warn'])[1 + number % 5],
           53908232506190000 + number % 9000, 'spammer' || number % 9000, $2, 'mason', 'Advertising in ' || number % 20 || ' channels',
           case when number % 5 = 2 then timestamptz '2100-01-01 00:00:00.001Z' end,
           timestamptz '2026-01-01 00:00:00.001Z' + number * interval '110 ms', number % 11
         from generate_series(1, 100000) number",
    ] {
        sqlx::query(sql).bind(tenant).bind(owner).bind(guild).execute(&mut *admin).await?;
    }
    sqlx::query("analyze").execute(admin).await?;
    Ok(())
}
