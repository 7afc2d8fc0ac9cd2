//! A whole Guildhall for one test: a database of its own, a sandbox, and the worker served natively.

mod database;
mod gateway;
mod payloads;
mod person;
mod registry;
mod relayed;
mod sources;
mod tap;

use std::{
    net::Ipv4Addr,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use gateway_relay::Relay;
use guildhall::{
    edge::{self, Later},
    features, inbound,
    platform::{
        api::Limits,
        bots::{self, NewBot},
        config::Config,
        ctx::{Ctx, RequestId},
        feature::Features,
        peer,
    },
};
use jiff::SignedDuration;
use sandbox::{Demo, PLATFORM_SECRET, Sandbox, Seat};
use serde_json::Value;
use sqlx::PgConnection;
use tokio::{net::TcpListener, task::JoinHandle};
use twilight_model::id::Id;
use uuid::Uuid;

pub use database::{Database, Via};
pub use payloads::{command, component, interaction, modal};
pub use person::{Answer, Person};
pub use registry::TEST_FEATURES;
pub use sources::{code, literals, sources};
pub use tap::Explained;

/// Where people reach the worker, as it is told.
pub const PUBLIC_URL: &str = "https://guildhall.test";
/// The seed of the key that signs ticks.
const TICK_SEED: [u8; 32] = [5; 32];

/// One running Guildhall.
pub struct App {
    pub sandbox: Sandbox,
    pub demo: Demo,
    pub database: Database,
    pub config: Arc<Config>,
    pub later: Later,
    pub tenant: Uuid,
    pub url: String,
    /// Through whom the worker calls Discord, if it does not by itself.
    pub relay: Option<Relay>,
    features: Features,
    server: JoinHandle<()>,
}

impl App {
    /// The real features, through the pooler.
    pub async fn start() -> Self {
        Self::with(features::ALL, Via::Pooler).await
    }

    /// These features, to this database.
    pub async fn with(features: Features, via: Via) -> Self {
        let database = Database::create().await;
        let address = database.worker_url(via);
        Self::at(features, database, &address).await
    }

    /// These features, with the worker's own idea of where the database is.
    pub async fn at(features: Features, database: Database, worker_url: &str) -> Self {
        let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await.expect("the sandbox starts");
        // Added through the database's own address: the worker's may be out of order on purpose.
        let direct = config(&database.worker_url(Via::Direct), &sandbox, None);
        let config = config(worker_url, &sandbox, None);
        Self::assemble(features, Outside { database, sandbox, relay: None, listener: listen().await }, direct, config)
            .await
    }

    /// The worker on what is outside of it.
    async fn assemble(features: Features, outside: Outside, direct: Config, config: Config) -> Self {
        let Outside { database, sandbox, relay, listener } = outside;
        let (demo, config, later) = (sandbox.demo(), Arc::new(config), Later::default());
        sandbox.world().register_redirect(demo.platform, &format!("{PUBLIC_URL}/auth/callback"));
        let (url, server) = serve(listener, config.clone(), later.clone(), features);
        let tenant = add_bot(Arc::new(direct), &sandbox, &demo).await;
        let app = Self { sandbox, demo, database, config, later, tenant, url, relay, features, server };
        app.register().await;
        app
    }

    /// Sets the endpoint and the commands at Discord, as deploying does.
    async fn register(&self) {
        let path = bots::endpoint_path(&self.config.mac_key, Id::new(self.demo.application), &self.public_key());
        let commands = features::registration::registration(self.features);
        let commands = serde_json::to_value(commands).expect("commands are JSON");
        let token = self.sandbox.world().applications[&self.demo.application].token.clone();
        let answer = client()
            .put(format!("{}/applications/{}/commands", self.sandbox.api(), self.demo.application))
            .header("authorization", format!("Bot {token}"))
            .json(&commands)
            .send()
            .await
            .expect("the sandbox answers");
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap_or_default());
        let mut world = self.sandbox.world();
        let application = world.applications.get_mut(&self.demo.application).expect("the demo has a bot");
        application.interactions_endpoint_url = Some(format!("{}{path}", self.url));
    }

    /// Serves another worker in this one's place, configured as this App is by now.
    async fn serve_anew(&mut self) {
        self.server.abort();
        (self.url, self.server) = serve(listen().await, self.config.clone(), self.later.clone(), self.features);
        let path = bots::endpoint_path(&self.config.mac_key, Id::new(self.demo.application), &self.public_key());
        let mut world = self.sandbox.world();
        let application = world.applications.get_mut(&self.demo.application).expect("the demo has a bot");
        application.interactions_endpoint_url = Some(format!("{}{path}", self.url));
    }

    /// The same Guildhall, whose logs wait for what explains their entries, as deployments' do.
    pub async fn with_patient_logs(mut self) -> Self {
        let config = config(&self.database.worker_url(Via::Pooler), &self.sandbox, None);
        self.config = Arc::new(Config { log_delay: SignedDuration::from_millis(1_500), ..config });
        self.serve_anew().await;
        self
    }

    /// The same Guildhall as it is configured in production, but for Discord's address.
    pub async fn in_production(mut self) -> Self {
        let config = config(&self.database.worker_url(Via::Pooler), &self.sandbox, None);
        self.config = Arc::new(Config { development: false, ..config });
        self.serve_anew().await;
        self
    }

    /// The same Guildhall, where everybody may ask so often a minute.
    pub async fn with_limit(mut self, per_minute: u32) -> Self {
        let config = config(&self.database.worker_url(Via::Pooler), &self.sandbox, None);
        self.config = Arc::new(Config { api_limits: Limits::new(per_minute), ..config });
        self.serve_anew().await;
        self
    }

    /// The bot's public key, in hex.
    pub fn public_key(&self) -> String {
        self.sandbox.world().applications[&self.demo.application].public_key.clone()
    }

    /// The path of the interactions endpoint.
    pub fn endpoint(&self) -> String {
        let url = self.sandbox.world().applications[&self.demo.application].interactions_endpoint_url.clone();
        url.expect("the endpoint is set")
    }

    /// The moderator's seat.
    pub fn moderator(&self) -> Seat {
        self.demo.seat(self.demo.moderator)
    }

    /// A second bot of a second tenant in the demo guild, as the moderator uses it; the worker answers for both.
    pub async fn rival(&self) -> Seat {
        let rival = {
            let mut world = self.sandbox.world();
            let id = world.create_application("Rival");
            world.install(self.demo.guild, id, sandbox::Permissions::BAN_MEMBERS);
            let commands = world.applications[&self.demo.application].commands.clone();
            let path = bots::endpoint_path(&self.config.mac_key, Id::new(id), &world.applications[&id].public_key);
            let rival = world.applications.get_mut(&id).expect("it was just made");
            rival.commands = commands;
            rival.interactions_endpoint_url = Some(format!("{}{path}", self.url));
            rival.clone()
        };
        let ctx = self.ctx();
        let tenant = bots::provision_tenant(&ctx.db, "Rival").await.expect("a tenant");
        let (name, public_key, token) = (rival.name, rival.public_key, rival.token);
        let bot = NewBot { application: Id::new(rival.id), tenant, name, public_key, token, open_installs: true };
        bots::add(&ctx, bot).await.expect("the bot is added");
        Seat { application: rival.id, ..self.moderator() }
    }

    /// Adds another of the sandbox's bots to the demo's own tenant.
    pub async fn add_bot_of_same_tenant(&self, application: u64) {
        let bot = self.sandbox.world().applications[&application].clone();
        let (name, public_key, token) = (bot.name, bot.public_key, bot.token);
        let application = Id::new(application);
        let bot = NewBot { application, tenant: self.tenant, name, public_key, token, open_installs: true };
        bots::add(&self.ctx(), bot).await.expect("the bot is added");
    }

    /// Posts a body that Discord signs, as it is.
    pub async fn post_signed(&self, body: &[u8]) -> (u16, String) {
        let now = edge::now().as_second();
        let headers = self.sandbox.world().applications[&self.demo.application].sign(now, body);
        self.post(&self.endpoint(), &headers, body).await
    }

    /// Posts a body with these headers.
    pub async fn post(&self, url: &str, headers: &[(&'static str, String)], body: &[u8]) -> (u16, String) {
        let mut request = client().post(url).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.body(body.to_vec()).send().await.expect("the worker answers");
        (answer.status().as_u16(), answer.text().await.expect("with a text"))
    }

    /// Gets a page of the worker.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        let answer = client().get(format!("{}{path}", self.url)).send().await.expect("the worker answers");
        (answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null))
    }

    /// Ticks once; what it did.
    pub async fn tick(&self) -> Value {
        let headers = peer::sign(&TICK_SEED, edge::now().as_second(), "POST", "/tick", b"");
        let (status, body) = self.post(&format!("{}/tick", self.url), &headers, b"").await;
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("a tick answers JSON")
    }

    /// A context of its own, as a request has one.
    pub fn ctx(&self) -> Ctx {
        Ctx::new(self.config.clone(), self.features, self.later.clone(), RequestId::random())
    }

    /// A connection that sees every tenant's rows.
    pub async fn admin(&self) -> PgConnection {
        self.database.admin().await
    }

    /// One value that Postgres computes over every tenant's rows.
    pub async fn value<T>(&self, sql: &'static str) -> T
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
    {
        sqlx::query_scalar(sql).fetch_one(&mut self.admin().await).await.expect("the query runs")
    }

    /// Runs a statement as an administrator.
    pub async fn execute(&self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(&mut self.admin().await).await.expect("the statement runs");
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The one client of all tests: each that is made reads the system's certificates. It keeps no connection, because that
/// belongs to the runtime of the test that opened it.
pub fn client() -> &'static reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        reqwest::Client::builder()
            .pool_max_idle_per_host(0)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client")
    });
    &CLIENT
}

/// Waits until `check` holds, and fails with its words after ten seconds.
pub async fn eventually(what: &str, mut check: impl AsyncFnMut() -> bool) {
    let give_up = Instant::now() + Duration::from_secs(10);
    while !check().await {
        assert!(Instant::now() < give_up, "{what} did not happen within ten seconds");
        tokio::task::yield_now().await;
    }
}

/// What an App is made on.
struct Outside {
    database: Database,
    sandbox: Sandbox,
    relay: Option<Relay>,
    /// Where the worker will be.
    listener: TcpListener,
}

async fn listen() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port")
}

fn serve(listener: TcpListener, config: Arc<Config>, later: Later, features: Features) -> (String, JoinHandle<()>) {
    let url = address(&listener);
    let server = tokio::spawn(async move {
        let answer = move |request| inbound::route(config.clone(), later.clone(), features, request);
        edge::serve(listener, answer).await.expect("the server runs until it is aborted");
    });
    (url, server)
}

fn address(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().expect("it has an address"))
}

async fn add_bot(config: Arc<Config>, sandbox: &Sandbox, demo: &Demo) -> Uuid {
    let ctx = Ctx::new(config, features::ALL, Later::default(), RequestId::random());
    let tenant = bots::provision_tenant(&ctx.db, "Demo").await.expect("a tenant");
    let application = sandbox.world().applications[&demo.application].clone();
    let bot = NewBot {
        application: Id::new(application.id),
        tenant,
        name: application.name,
        public_key: application.public_key,
        token: application.token,
        open_installs: true,
    };
    bots::add(&ctx, bot).await.expect("the bot is added");
    tenant
}

fn config(worker_url: &str, sandbox: &Sandbox, relay: Option<&str>) -> Config {
    let tick_key = ed25519_dalek::SigningKey::from_bytes(&TICK_SEED).verifying_key();
    Config::read(|name| {
        Some(match name {
            "ENVIRONMENT" => "development".to_owned(),
            "DATABASE_URL" => worker_url.to_owned(),
            "DISCORD_API" => sandbox.api(),
            "OAUTH_CLIENT_ID" => sandbox.world().platform().to_string(),
            "OAUTH_CLIENT_SECRET" => PLATFORM_SECRET.to_owned(),
            "MAC_KEY" => "0b".repeat(32),
            "VAULT_KEY" => format!("1:{}", "0c".repeat(32)),
            // Most tests are about what is told by itself, and need not wait for what explains it.
            "LOG_DELAY_MS" => "0".to_owned(),
            "PUBLIC_URL" => PUBLIC_URL.to_owned(),
            "API_REQUESTS_PER_MINUTE" => "100000".to_owned(),
            "TICK_PUBLIC_KEY" => hex::encode(tick_key.to_bytes()),
            "RELAY_URL" => relay?.to_owned(),
            "RELAY_SEED" => relay.map(|_| hex::encode(relayed::WORKER_SEED))?,
            "RELAY_SEALING_KEY" => relay.map(|_| relayed::opening_key().sealing_key().to_string())?,
            _ => return None,
        })
    })
    .expect("the configuration is complete")
}
