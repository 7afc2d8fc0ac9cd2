//! `cargo xtask dev`: everything on this machine, until Ctrl-C.

pub mod database;
pub mod keys;
pub mod relay;
pub mod seed;
pub mod tick;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context;
use sandbox::{PLATFORM_SECRET, Sandbox};
use xtask::child::Child;
use xtask::wasm::{self, Profile};
use xtask::{page, paths, ports, report, setup};

use self::database::Database;
use self::keys::Keys;

/// Where the embedded Postgres listens unless told otherwise.
pub const POSTGRES_PORT: u16 = 54329;
/// The development database's name.
pub const DATABASE: &str = "guildhall";

/// Run everything here: Postgres, the worker, the relay, Discord's stand-in, a demo guild. Ctrl-C stops it all.
///
/// Set DATABASE_URL to an administrator's address to use a Postgres server of your own. Running
/// `cargo xtask build` in another terminal reloads the worker.
#[derive(clap::Args)]
pub struct Args {
    /// The worker's port.
    #[arg(long, default_value_t = 8787)]
    worker_port: u16,
    /// The port of the sandbox, Discord's stand-in.
    #[arg(long, default_value_t = 8788)]
    sandbox_port: u16,
    /// The port on which the relay hears the worker.
    #[arg(long, default_value_t = 8789)]
    relay_port: u16,
    /// The port of the embedded Postgres.
    #[arg(long, default_value_t = POSTGRES_PORT)]
    postgres_port: u16,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let began = Instant::now();
    ports::ensure_free(args.worker_port, "the worker", "--worker-port")?;
    ports::ensure_free(args.sandbox_port, "the sandbox", "--sandbox-port")?;
    ports::ensure_free(args.relay_port, "the relay", "--relay-port")?;
    setup::packages().await?;
    let (database, built, _) =
        tokio::try_join!(start_database(args.postgres_port), wasm::build(Profile::Dev), page::build())?;
    let program = relay::build().await?;
    let mut database = database;

    let sandbox = Sandbox::start(([127, 0, 0, 1], args.sandbox_port).into()).await?;
    let keys = Keys::load()?;
    let database_url = |role| database.server.url(role, DATABASE);
    let mut bindings = keys.bindings(database_url(xtask::database::WORKER), sandbox.api())?;
    bindings.extend([
        ("RELAY_URL", format!("http://127.0.0.1:{}", args.relay_port)),
        ("RELAY_SEED", keys.relay_seed.clone()),
        ("RELAY_SEALING_KEY", keys.sealing_key()?),
    ]);
    let address = format!("http://127.0.0.1:{}", args.worker_port);
    let demo = sandbox.demo();
    sandbox.world().register_redirect(demo.platform, &format!("{address}/auth/callback"));
    bindings.extend([
        ("PUBLIC_URL", address.clone()),
        ("OAUTH_CLIENT_ID", demo.platform.to_string()),
        ("OAUTH_CLIENT_SECRET", PLATFORM_SECRET.to_owned()),
    ]);
    report::say("starting wrangler dev …");
    let mut worker = start_worker(&built.dir, &bindings, args.worker_port).await?;
    seed::seed(&bindings, &sandbox, &address, &[demo.application]).await?;
    let settings = relay::Settings {
        keys: &keys,
        database_url: database_url(xtask::database::RELAY),
        discord_api: sandbox.api(),
        worker: &address,
        door: Some(args.relay_port),
        spool: paths::dev().join("spool"),
        memory: None,
    };
    let mut relay = settings.start(&program, "relay")?;

    println!(
        "\nGuildhall is up ({:.0} s).\n\n  type commands   {}\n  worker          {address}\n  Discord's API   {}\n  \
         database        {}\n  logs            {}\n\nCtrl-C stops everything.",
        began.elapsed().as_secs_f64(),
        sandbox.url(),
        sandbox.api(),
        database.server.url(xtask::database::OWNER, DATABASE),
        paths::dev().join("log").display(),
    );
    tokio::select! {
        dead = watch(&mut database, &mut worker, &mut relay) => dead,
        never = tick::every_second(&address, keys.tick_seed()?) => match never {},
    }
}

async fn start_database(port: u16) -> anyhow::Result<Database> {
    let database = Database::start(port).await?;
    database.server.migrate(DATABASE).await?;
    Ok(database)
}

/// `wrangler dev` on the worker that is already built: the same configuration file as a deployment, other bindings.
async fn start_worker(dir: &Path, bindings: &BTreeMap<&str, String>, port: u16) -> anyhow::Result<Child> {
    let variables = paths::dev().join("worker.env");
    let text: String = bindings.iter().map(|(name, value)| format!("{name}=\"{value}\"\n")).collect();
    keys::write_private(&variables, &text)?;
    let mut wrangler = Command::new("node");
    wrangler
        .arg(setup::wrangler()?)
        .arg("dev")
        .arg(dir.join("main.js"))
        .args(["--ip", "127.0.0.1", "--port", &port.to_string(), "--inspector-port", "0"])
        .args(["--show-interactive-dev-session", "false", "--env-file"])
        .arg(&variables)
        .arg("--persist-to")
        .arg(paths::dev().join("wrangler"))
        .current_dir(paths::root())
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_LOG_PATH", paths::dev().join("log"));
    let mut child = Child::start("wrangler dev", &wrangler, &paths::log("worker"))?;
    let health = format!("http://127.0.0.1:{port}/health");
    let client = reqwest::Client::new();
    let healthy = async || {
        let answer = client.get(&health).timeout(Duration::from_secs(5)).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    };
    child.ready(Duration::from_secs(60), healthy).await.context("the worker did not start")?;
    Ok(child)
}

/// Returns when something that should run has died.
async fn watch(database: &mut Database, worker: &mut Child, relay: &mut Child) -> anyhow::Result<()> {
    loop {
        database.check()?;
        worker.check()?;
        relay.check()?;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
