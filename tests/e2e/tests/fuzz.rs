//! Schemathesis, a public fuzzer of OpenAPI documents, against the JSON API in workerd: it finds nothing.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use e2e::{PUBLIC_URL, World, client};
use serde_json::{Value, json};
use sqlx::PgConnection;
use tokio::process::Command;

/// What the fuzzer does, and what it is told where the document says nothing.
const CONFIGURATION: &str = include_str!("../fuzz/schemathesis.toml");
const HOOKS: &str = include_str!("../fuzz/hooks.py");

/// What there is in the tenant, so that most of what is asked for is there. The dictionaries of the configuration.
const FOUND: [(&str, &str); 12] = [
    ("tenant", "select tenant_id::text from bots"),
    ("guild", "select guild_id::text from installations"),
    ("application", "select application_id::text from bots"),
    ("user", "select user_id::text from memberships where role <> 'owner'"),
    ("invitation", "select id::text from invitations"),
    ("channel", "select channel_id::text from channels"),
    ("role", "select role_id::text from roles"),
    ("message", "select message_id::text from messages"),
    ("grant", "select id::text from support_grants"),
    ("session", "select id::text from sessions where agent = 'another'"),
    ("secret", "select number::text from generate_series(1, 40) number"),
    ("token", "select id::text from api_tokens where name = 'another'"),
];

/// Makes the person of this id the owner of the demo's tenant, with enough of everything that some is left however much
/// is deleted.
const FILL: [&str; 11] = [
    "insert into memberships (tenant_id, user_id, user_name, role)
     select tenant_id, $1, 'ada', 'owner' from bots
     union all select tenant_id, $1 + number, 'member', 'moderator' from bots, generate_series(1, 400) number",
    "insert into invitations (tenant_id, token_hash, role, created_by_user_id, created_by_name, expires_at)
     select tenant_id, sha256(number::text::bytea), 'viewer', $1, 'ada', now() + interval '1 day'
     from bots, generate_series(1, 40) number",
    "insert into support_grants (tenant_id, role, reason, created_by_user_id, created_by_name, expires_at)
     select tenant_id, 'viewer', 'Help us', $1, 'ada', now() + interval '1 day' from bots, generate_series(1, 400)",
    "insert into sessions (token_hash, user_id, agent, idle_until, expires_at)
     select sha256(number::text::bytea), $1, 'another', now() + interval '1 day', now() + interval '1 day'
     from generate_series(1, 15) number",
    "insert into api_tokens (token_hash, user_id, name, scopes, expires_at)
     select sha256(number::text::bytea), $1, 'another', array['read'], now() + interval '1 day' from generate_series(1, 30) number",
    "insert into grants (tenant_id, guild_id, user_id, feature, effect, created_by_user_id)
     select tenant_id, guild_id, number, 'about', 'allow', $1 from installations, generate_series(1, 200) number",
    "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name)
     select tenant_id, guild_id, 1000 + number, application_id, 'note', 7, 'mallory', $1, 'ada'
     from installations, generate_series(1, 200) number",
    "update case_counters set last_number = 2000 where $1 > 0",
    "insert into tasks (tenant_id, application_id, guild_id, kind, subject, unique_key, payload, state)
     select tenant_id, application_id, guild_id, 'effect', 'case/1', 'fuzz/' || number,
       jsonb_build_object('act', 'unban', 'user', ($1 + number)::text), 'dead'
     from installations, generate_series(1, 20) number",
    "insert into guilds (tenant_id, guild_id, name, owner_user_id) select tenant_id, guild_id, 'Demo', $1 from installations",
    "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, content)
     select tenant_id, guild_id, 5, snowflake_at(now()) + number, $1, 'ada', 'hello' from installations, generate_series(1, 20) number",
];

#[tokio::test]
async fn a_fuzzer_finds_nothing_with_a_token() -> Result<()> {
    let prepared = Prepared::new().await?;
    let new = json!({ "name": "fuzz", "scopes": ["read", "moderate", "manage"] });
    let made = client().post(prepared.url("/api/v1/me/tokens")).header("cookie", &prepared.session).json(&new);
    let made: Value = made.header("origin", PUBLIC_URL).send().await?.error_for_status()?.json().await?;
    let token = made["token"].as_str().context("no token")?;
    prepared.fuzz(json!({ "Authorization": format!("Bearer {token}") })).await
}

#[tokio::test]
async fn a_fuzzer_finds_nothing_in_a_browser() -> Result<()> {
    let prepared = Prepared::new().await?;
    prepared.fuzz(json!({ "Cookie": prepared.session, "Origin": PUBLIC_URL })).await
}

/// A world in which every address has something behind it, and its owner, who is signed in.
struct Prepared {
    world: World,
    session: String,
    /// Where the fuzzer runs.
    folder: tempfile::TempDir,
}

impl Prepared {
    async fn new() -> Result<Self> {
        let world = World::start().await?;
        // What Discord limits is no fault of ours.
        world.sandbox.world().limit_globally(10_000);
        world.sandbox.world().limit_route("GET /users/@me/guilds", 10_000, Duration::from_secs(1));
        world.type_line(world.demo.moderator, "/warn user:@mallory reason:shouting").await?;
        let session = world.sign_in(world.demo.owner).await?;
        let mut admin = world.admin().await?;
        for sql in FILL {
            sqlx::query(sql).bind(world.demo.owner.cast_signed()).execute(&mut admin).await?;
        }
        mirror(&world, &mut admin).await?;
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("schemathesis.toml"), CONFIGURATION)?;
        std::fs::write(folder.path().join("hooks.py"), HOOKS)?;
        for (name, sql) in FOUND {
            let found: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut admin).await?;
            ensure!(!found.is_empty(), "there is no {name}");
            let lines = found.into_iter().map(|value| format!("\"{value}\"\n"));
            std::fs::write(folder.path().join(name), lines.collect::<String>())?;
        }
        Ok(Self { world, session, folder })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.world.worker.url())
    }

    /// Everything that the document promises, asked for with these headers.
    async fn fuzz(&self, headers: Value) -> Result<()> {
        let me: Value =
            client().get(self.url("/api/v1/me")).header("cookie", &self.session).send().await?.json().await?;
        let session = me["session_id"].as_str().context("no session")?;
        let program = std::env::var("SCHEMATHESIS").context("SCHEMATHESIS is not set. Run `cargo xtask test fuzz`.")?;
        let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json").canonicalize()?;
        let mut command = Command::new(program);
        command.args(["--config-file", "schemathesis.toml", "--no-color", "run"]).arg(document);
        command.args(["--url", &self.url("")]).current_dir(self.folder.path()).kill_on_drop(true);
        command.env("FUZZ_URL", self.url("")).env("FUZZ_HEADERS", headers.to_string());
        command.env("FUZZ_SESSION", session).env("FUZZ_GUILD", self.world.demo.guild.to_string());
        for (name, value) in headers.as_object().context("headers")? {
            command.args(["--header", &format!("{name}: {}", value.as_str().context("a header")?)]);
        }
        let ran = command.output().await.context("the fuzzer could not be started")?;
        let (said, errors) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        ensure!(ran.status.success(), "the fuzzer has found something:\n{said}\n{errors}");
        println!("{said}");
        Ok(())
    }
}

/// The channels and roles of the demo's server, as the relay would mirror them, and where the messages are.
async fn mirror(world: &World, admin: &mut PgConnection) -> Result<()> {
    for channel in [world.demo.channel, world.demo.mod_log] {
        let sql = "insert into channels (tenant_id, guild_id, channel_id, type, name)
                   select tenant_id, guild_id, $1, 0, 'general' from installations";
        sqlx::query(sql).bind(channel.cast_signed()).execute(&mut *admin).await?;
    }
    for role in [world.demo.guild, world.demo.helper_role] {
        let sql = "insert into roles (tenant_id, guild_id, role_id, name, position, permissions)
                   select tenant_id, guild_id, $1, 'Helper', 0, 0 from installations";
        sqlx::query(sql).bind(role.cast_signed()).execute(&mut *admin).await?;
    }
    let sql = "update messages set channel_id = $1";
    sqlx::query(sql).bind(world.demo.channel.cast_signed()).execute(&mut *admin).await?;
    Ok(())
}
