//! Which bots are wanted: rows say so, and bots are started and stopped as the rows change.

use std::{collections::HashMap, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::{
    Config, bot,
    buffers::Buffers,
    door::Door,
    poke,
    presence::Kept,
    record::{
        bots::{self, Subscriptions, Wanted},
        presences,
        sealing::Sealer,
    },
    rest::Rest,
};

/// How often the rows are looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Connections to Postgres: each shard that writes takes one for the time of a batch.
const CONNECTIONS: u32 = 8;
/// The same of the worker's calls, which must not wait for batches.
const CALLING: u32 = 4;
/// How long Postgres waits for the rest of a batch. A relay that is frozen in the middle of one holds the rows of its shards,
/// and until they are free nobody can take over; so this is less than a lease lasts.
const BATCH_PAUSE: &str = "10s";
/// What Postgres may take to bring a GIN index's pending list into order. With its own 4 MB that takes several passes, and a
/// message costs a third more.
const INDEX_MEMORY: &str = "64MB";

/// A relay that runs.
#[derive(Debug)]
pub struct Relay {
    /// Where the worker's calls are heard, if they are.
    pub address: Option<SocketAddr>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Relay {
    /// Starts. Nothing else is needed: what is away now is waited for.
    pub fn start(config: Config) -> anyhow::Result<Self> {
        // One provider of cryptography for every connection. That there is one already is no error.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let config = Arc::new(config);
        let stop = CancellationToken::new();
        let stopping = stop.clone();
        let pool = pool(&config, CONNECTIONS)?;
        let (rest, http) = (Rest::new(&config.discord_api)?, reqwest::Client::new());
        let buffers = Buffers::open(&config)?;
        let (address, hearing) = hear(&config, &rest, stop.clone())?.unzip();
        let running = async move {
            run(config, pool, rest, http, buffers, stop).await;
            if let Some(hearing) = hearing {
                let _ = hearing.await;
            }
        };
        Ok(Self { address, stop: stopping, running: tokio::spawn(running) })
    }

    /// Closes the connections so that their sessions are kept, and writes what was heard.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.running.await;
    }
}

/// Whether the database and the configuration are good enough to start. Says how many bots want a connection.
pub async fn check(config: Config) -> anyhow::Result<usize> {
    Buffers::open(&config)?;
    let wanted =
        bots::wanted(&pool(&config, 1)?, &config).await.context("the bots cannot be read from DATABASE_URL")?;
    Ok(wanted.len())
}

/// Listens for the worker's calls, if they are to be heard.
fn hear(
    config: &Arc<Config>,
    rest: &Rest,
    stop: CancellationToken,
) -> anyhow::Result<Option<(SocketAddr, JoinHandle<()>)>> {
    let Some(door) = &config.door else { return Ok(None) };
    let listener = std::net::TcpListener::bind(door.address).context("LISTEN cannot be listened on")?;
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    let door = Door::new(config.clone(), pool(config, CALLING)?, rest.clone())?;
    Ok(Some((address, tokio::spawn(door.serve(listener, stop)))))
}

/// Connections to Postgres, so many at most, each opened when it is needed.
pub fn pool(config: &Config, connections: u32) -> anyhow::Result<PgPool> {
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(10));
    let database: PgConnectOptions = config.database.parse().context("DATABASE_URL is not a postgres:// address")?;
    let settings = [("idle_in_transaction_session_timeout", BATCH_PAUSE), ("work_mem", INDEX_MEMORY)];
    Ok(options.connect_lazy_with(database.options(settings)))
}

async fn run(
    config: Arc<Config>,
    pool: PgPool,
    rest: Rest,
    http: reqwest::Client,
    buffers: Buffers,
    stop: CancellationToken,
) {
    let (said, subscriptions) = watch::channel(Subscriptions::default());
    let (keeping, kept) = watch::channel(Kept::default());
    let events = Arc::new(Notify::new());
    let poking = tokio::spawn(poke::poke(config.clone(), http, events.clone()));
    let relay = buffers.disk.relay;
    let sealer = Sealer::new(config.tokens.vault.clone());
    let ask_again = config.ask_again;
    let shared =
        bot::Shared { pool: pool.clone(), rest, relay, subscriptions, kept, events, buffers, ask_again, sealer };
    let mut running: HashMap<Wanted, (CancellationToken, JoinHandle<()>)> = HashMap::new();
    while !stop.is_cancelled() {
        match look(&pool, &config, &said, &keeping).await {
            Ok(wanted) => {
                let gone: Vec<Wanted> = running.keys().filter(|bot| !wanted.contains(*bot)).cloned().collect();
                for bot in gone {
                    if let Some((stop, keeping)) = running.remove(&bot) {
                        stop.cancel();
                        let _ = keeping.await;
                    }
                }
                for bot in wanted {
                    running.entry(bot).or_insert_with_key(|bot| {
                        let stop = stop.child_token();
                        let span = tracing::info_span!("bot", application = bot.application);
                        (stop.clone(), tokio::spawn(bot::keep(shared.clone(), bot.clone(), stop).instrument(span)))
                    });
                }
            }
            Err(error) => tracing::warn!(%error, "the bots cannot be looked up; those that run go on"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = stop.cancelled() => {}
        }
    }
    for (_, keeping) in running.into_values() {
        let _ = keeping.await;
    }
    poking.abort();
}

/// The bots that are wanted now. Tells everybody what is listened to, and where it is kept who is online.
async fn look(
    pool: &PgPool,
    config: &Config,
    said: &watch::Sender<Subscriptions>,
    keeping: &watch::Sender<Kept>,
) -> sqlx::Result<std::collections::HashSet<Wanted>> {
    tell(said, bots::subscriptions(pool).await?);
    tell(keeping, presences::kept(pool).await?);
    bots::wanted(pool, config).await
}

fn tell<T: PartialEq>(said: &watch::Sender<T>, now: T) {
    said.send_if_modified(|before| {
        let is_new = *before != now;
        *before = now;
        is_new
    });
}
