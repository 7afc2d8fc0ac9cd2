//! A whole Guildhall for one end-to-end test: the built wasm in workerd, the sandbox, a database of its own.

pub mod browser;
pub mod relayed;
mod signed_in;

use std::{
    collections::BTreeMap,
    net::Ipv4Addr,
    path::PathBuf,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use ed25519_dalek::SigningKey;
use gateway_relay::Relay;
use guildhall::{
    edge::{Later, now},
    features::{ALL, registration::registration},
    platform::{
        bots::{self, NewBot},
        config::Config,
        ctx::{Ctx, RequestId},
        gateway, peer,
    },
};
use reqwest::redirect::Policy;
use sandbox::{Demo, Message, PLATFORM_SECRET, Sandbox, Seat};
use serde_json::Value;
use sqlx::PgConnection;
use twilight_model::id::Id;
use xtask::{
    database,
    workerd::{self, Workerd},
};

/// The seed of the key that signs ticks.
const TICK_SEED: [u8; 32] = [5; 32];
const MAC_KEY: [u8; 32] = [11; 32];

/// Where people reach the worker, as it is told.
pub const PUBLIC_URL: &str = "https://guildhall.test";

/// One running Guildhall.
pub struct World {
    pub sandbox: Sandbox,
    pub demo: Demo,
    pub worker: Workerd,
    /// Through whom the worker calls Discord, if it does not by itself.
    pub relay: Option<Relay>,
    admin_url: String,
    database: String,
    /// For what a relay keeps on disk.
    folder: tempfile::TempDir,
}

/// An answer that a person sees.
#[derive(Debug)]
pub struct Shown {
    pub interaction: u64,
    pub message: Message,
}

impl World {
    /// On the shared server, through the shared pooler.
    pub async fn start() -> Result<Self> {
        let (admin_url, pooler) = (required("TEST_DATABASE_URL")?, required("TEST_POOLER_URL")?);
        let database = format!("e2e_{:016x}", getrandom::u64()?);
        database::copy_template(&admin_url, &database).await?;
        Self::on(&admin_url, &database, &worker_url(&pooler, &database)?).await
    }

    /// On a database that stands already; the worker reaches it at `worker_url`.
    pub async fn on(admin_url: &str, database: &str, worker_url: &str) -> Result<Self> {
        Self::with(admin_url, database, worker_url, workerd::Options::default()).await
    }

    /// The same in a runtime with these options.
    pub async fn with(
        admin_url: &str,
        database: &str,
        worker_url: &str,
        options: workerd::Options<'_>,
    ) -> Result<Self> {
        let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let demo = sandbox.demo();
        let bindings = bindings(worker_url, &sandbox);
        let worker = Workerd::start_with(&built()?, &bindings, options).await?;
        let direct = bindings_with(&bindings, &self::worker_url(admin_url, database)?);
        add_bot(&direct, &sandbox, &demo, &worker.url()).await?;
        let (admin_url, database, folder) = (admin_url.to_owned(), database.to_owned(), tempfile::tempdir()?);
        Ok(Self { sandbox, demo, worker, relay: None, admin_url, database, folder })
    }

    /// The moderator's seat.
    pub fn moderator(&self) -> Seat {
        self.demo.seat(self.demo.moderator)
    }

    /// The demo guild's bans: user ids.
    pub fn banned(&self) -> Vec<u64> {
        self.sandbox
            .world()
            .guilds
            .get(&self.demo.guild)
            .map(|guild| guild.bans.keys().copied().collect())
            .unwrap_or_default()
    }

    /// Types a line in the demo's first channel as this person; the text of the answer, once it is there.
    pub async fn type_line(&self, user: u64, line: &str) -> Result<String> {
        Ok(self.show_line(user, line).await?.message.content)
    }

    /// The same; the whole answer.
    pub async fn show_line(&self, user: u64, line: &str) -> Result<Shown> {
        let body = serde_json::json!({
            "guild": self.demo.guild.to_string(), "channel": self.demo.channel.to_string(),
            "user": user.to_string(), "line": line,
        });
        let answer = client().post(format!("{}/sandbox/lines", self.sandbox.url())).json(&body).send().await?;
        let status = answer.status();
        let told: Value = answer.json().await?;
        ensure!(status.is_success() && told["failure"].is_null(), "{line}: {told}");
        let interaction = told["interaction"].as_str().context("the answer names its interaction")?.parse()?;
        let settled = |message: &Message| message.flags & sandbox::LOADING == 0;
        let message = self.sandbox.until_original(interaction, Duration::from_secs(30), settled).await?;
        Ok(Shown { interaction, message })
    }

    /// A member of the demo guild, by name.
    pub fn person(&self, name: &str) -> Result<u64> {
        let world = self.sandbox.world();
        let found = world.users.values().find(|user| user.username == name).map(|user| user.id);
        found.with_context(|| format!("nobody is called {name}"))
    }

    /// The messages in a channel, oldest first.
    pub fn messages_in(&self, channel: u64) -> Vec<Message> {
        self.sandbox.world().messages.values().filter(|message| message.channel == channel).cloned().collect()
    }

    /// Ticks once; what it did.
    pub async fn tick(&self) -> Result<Value> {
        let mut request = client().post(format!("{}/tick", self.worker.url()));
        for (name, value) in peer::sign(&TICK_SEED, now().as_second(), "POST", "/tick", b"") {
            request = request.header(name, value);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        ensure!(status.is_success(), "the tick answered {status}: {body}");
        Ok(serde_json::from_str(&body)?)
    }

    /// Ticks as a deployment does, until it is dropped or a tick fails.
    pub async fn tick_every_second(&self) -> Result<()> {
        let mut clock = tokio::time::interval(Duration::from_secs(1));
        loop {
            clock.tick().await;
            self.tick().await?;
        }
    }

    /// Gets a page of the worker.
    pub async fn get(&self, path: &str) -> Result<(u16, Value)> {
        let answer = client().get(format!("{}{path}", self.worker.url())).send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    /// Posts bytes to the interactions endpoint under these headers.
    pub async fn post(&self, headers: &[(&'static str, String)], body: &[u8]) -> Result<(u16, String)> {
        self.post_to(&self.endpoint()?, headers, body).await
    }

    /// The same to another address.
    pub async fn post_to(&self, url: &str, headers: &[(&'static str, String)], body: &[u8]) -> Result<(u16, String)> {
        let mut request = client().post(url).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.body(body.to_vec()).send().await?;
        Ok((answer.status().as_u16(), answer.text().await?))
    }

    /// The interactions endpoint as Discord knows it.
    pub fn endpoint(&self) -> Result<String> {
        let world = self.sandbox.world();
        world.application(self.demo.application)?.interactions_endpoint_url.clone().context("the endpoint is set")
    }

    /// The endpoint that any key would have, under a good mac.
    pub fn endpoint_of_key(&self, public_key: &str) -> String {
        let path = bots::endpoint_path(&MAC_KEY, Id::new(self.demo.application), public_key);
        format!("{}{path}", self.worker.url())
    }

    /// A connection that sees every tenant's rows.
    pub async fn admin(&self) -> Result<PgConnection> {
        use sqlx::{ConnectOptions, postgres::PgConnectOptions};
        let options: PgConnectOptions = self.admin_url.parse()?;
        Ok(options.database(&self.database).connect().await?)
    }

    /// One value that Postgres computes over every tenant's rows.
    pub async fn value<T>(&self, sql: &'static str) -> Result<T>
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
    {
        Ok(sqlx::query_scalar(sql).fetch_one(&mut self.admin().await?).await?)
    }

    /// Runs statements as an administrator.
    pub async fn execute(&self, sql: &'static str) -> Result<()> {
        sqlx::raw_sql(sql).execute(&mut self.admin().await?).await?;
        Ok(())
    }
}

/// Waits until `check` holds; an error after `limit`.
pub async fn eventually(what: &str, limit: Duration, mut check: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    let give_up = Instant::now() + limit;
    while !check().await? {
        ensure!(Instant::now() < give_up, "{what} did not happen within {limit:?}");
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// Where the worker signs in to the database, on the server of `base`.
pub fn worker_url(base: &str, database: &str) -> Result<String> {
    role_url(xtask::database::DIRECT, base, database)
}

fn role_url(role: &str, base: &str, database: &str) -> Result<String> {
    let options: sqlx::postgres::PgConnectOptions = base.parse()?;
    Ok(format!("postgres://{role}@{}:{}/{database}?sslmode=disable", options.get_host(), options.get_port()))
}

/// What a worker is told, and what Discord is told of where people come back to.
fn bindings(worker_url: &str, sandbox: &Sandbox) -> BTreeMap<&'static str, String> {
    let tick_key = SigningKey::from_bytes(&TICK_SEED).verifying_key();
    let platform = sandbox.demo().platform;
    sandbox.world().register_redirect(platform, &format!("{PUBLIC_URL}/auth/callback"));
    BTreeMap::from([
        ("ENVIRONMENT", "development".to_owned()),
        ("DATABASE_URL", worker_url.to_owned()),
        ("DISCORD_API", sandbox.api()),
        ("PUBLIC_URL", PUBLIC_URL.to_owned()),
        // A test asks for more in a minute than a person does.
        ("API_REQUESTS_PER_MINUTE", "1000000".to_owned()),
        ("OAUTH_CLIENT_ID", platform.to_string()),
        ("OAUTH_CLIENT_SECRET", PLATFORM_SECRET.to_owned()),
        ("MAC_KEY", hex::encode(MAC_KEY)),
        ("VAULT_KEY", format!("1:{}", "0c".repeat(32))),
        ("TICK_PUBLIC_KEY", hex::encode(tick_key.to_bytes())),
    ])
}

fn bindings_with(bindings: &BTreeMap<&'static str, String>, worker_url: &str) -> BTreeMap<&'static str, String> {
    let mut bindings = bindings.clone();
    bindings.insert("DATABASE_URL", worker_url.to_owned());
    bindings
}

/// Adds the demo's bot to a new tenant, registers its commands, has Discord probe the endpoint, and says what features
/// listen to.
async fn add_bot(
    bindings: &BTreeMap<&'static str, String>,
    sandbox: &Sandbox,
    demo: &Demo,
    worker: &str,
) -> Result<()> {
    let config = Arc::new(Config::read(|name| bindings.get(name).cloned())?);
    let ctx = Ctx::new(config, ALL, Later::default(), RequestId::random());
    gateway::subscribe(&ctx).await?;
    let tenant = bots::provision_tenant(&ctx.db, "Demo").await?;
    let application = sandbox.world().application(demo.application)?.clone();
    let (id, public_key, token) = (Id::new(application.id), application.public_key, application.token);
    let path = bots::endpoint_path(&MAC_KEY, id, &public_key);
    let bot = NewBot {
        application: id,
        tenant,
        name: application.name,
        public_key,
        token: token.clone(),
        open_installs: true,
    };
    bots::add(&ctx, bot).await?;
    let commands = client().put(format!("{}/applications/{id}/commands", sandbox.api())).json(&registration(ALL));
    let endpoint = serde_json::json!({ "interactions_endpoint_url": format!("{worker}{path}") });
    let endpoint = client().patch(format!("{}/applications/@me", sandbox.api())).json(&endpoint);
    for request in [commands, endpoint] {
        let answer = request.header("authorization", format!("Bot {token}")).send().await?;
        let status = answer.status();
        ensure!(status.is_success(), "{status}: {}", answer.text().await?);
    }
    Ok(())
}

/// The client of all tests: each that is made reads the system's certificates. It connects anew for each request, since
/// workers come and go, and so do the runtimes of tests.
pub fn client() -> &'static reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        reqwest::Client::builder().pool_max_idle_per_host(0).redirect(Policy::none()).build().expect("a client")
    });
    &CLIENT
}

fn built() -> Result<PathBuf> {
    Ok(PathBuf::from(required("GUILDHALL_WASM_DIR")?))
}

fn required(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set. Run these tests with `cargo xtask test e2e`."))
}
