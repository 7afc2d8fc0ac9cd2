//! Discord on localhost: REST v10, the gateway, signed interactions, and a page where a person types commands.
//!
//! Everything is in memory. What Discord checks is checked here too: permissions and role order, text limits, the three
//! seconds and the fifteen minutes of an interaction, rate limits. Faults can be ordered.

#![warn(missing_docs)]

mod connection;
mod demo;
mod faults;
mod gateway;
mod interactions;
mod line;
mod load;
mod oauth;
mod page;
mod rest;
mod scripting;
mod shape;
mod world;

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use tokio::{net::TcpListener, task::AbortHandle};

use connection::{Breakable, Cut};
pub use demo::{Demo, PLATFORM_SECRET};
pub use faults::{Fault, Kind as FaultKind};
pub use gateway::{Gateway, Opened, Order as GatewayOrder, SessionStanding, close_code};
pub use interactions::{Answer, Reply, Seat, kind};
pub use load::{Dice, Load, Loaded, Mix};
pub use oauth::{OAuth, Scope, Token};
pub use rest::Seen;
pub use world::{
    Application, Attachment, AuditEntry, Ban, Channel, Dm, EPHEMERAL, Guild, IS_COMPONENTS_V2, LOADING, Member,
    Mentions, Message, Overwrite, Permissions, Role, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, User, Watched, World,
    audit_event, channel_type,
};

/// A running stand-in for Discord. Clones share it; the last one dropped stops it.
#[derive(Debug, Clone)]
pub struct Sandbox(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    address: SocketAddr,
    world: Mutex<World>,
    /// Raised whenever something that a page shows has changed.
    changed: tokio::sync::watch::Sender<u64>,
    server: Mutex<Option<AbortHandle>>,
}

impl Sandbox {
    /// Serves on `address`; port 0 takes a free one. The page is the one that this checkout was built with.
    pub async fn start(address: SocketAddr) -> Result<Self> {
        Self::start_with_page(address, PathBuf::from(page::BUILT)).await
    }

    /// The same with the built page in another folder, the one that holds its `index.html`.
    pub async fn start_with_page(address: SocketAddr, page: PathBuf) -> Result<Self> {
        let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        let sandbox = Self(Arc::new(Inner {
            address: listener.local_addr()?,
            world: Mutex::new(World::new()),
            changed: tokio::sync::watch::Sender::new(0),
            server: Mutex::new(None),
        }));
        // The server holds no strong reference, or the last handle would never be dropped.
        let router = router(Arc::downgrade(&sandbox.0), page);
        let task = tokio::spawn(async move {
            // It ends only by being aborted.
            let service = router.into_make_service_with_connect_info::<Cut>();
            let _ = axum::serve(Breakable(listener), service).await;
        });
        *sandbox.0.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.abort_handle());
        Ok(sandbox)
    }

    /// `http://127.0.0.1:port`: the page.
    pub fn url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// The base of the REST API, as a worker's `DISCORD_API`.
    pub fn api(&self) -> String {
        format!("{}/api/v10", self.url())
    }

    /// The address of the gateway, which `GET /gateway` tells.
    pub fn gateway(&self) -> String {
        format!("ws://{}/gateway", self.0.address)
    }

    /// Everything that is in this Discord. The guard must not be held over an await. When it is let go of, the gateway
    /// tells of what was changed.
    pub fn world(&self) -> Opened<'_> {
        // A test that panicked while it held the world says so itself.
        Opened(self.0.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Moves this Discord's clock forward.
    pub fn advance(&self, by: Duration) {
        self.world().advance(by);
    }

    /// Tells the pages that something has changed.
    fn announce(&self) {
        self.0.changed.send_modify(|version| *version += 1);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(server) = self.server.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            server.abort();
        }
    }
}

/// The client of all sandboxes of this process: each that is made reads the system's certificates. It keeps no connection,
/// because that belongs to the runtime that opened it, and a test has its own.
fn client() -> Result<&'static reqwest::Client> {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    if let Some(client) = CLIENT.get() {
        return Ok(client);
    }
    let client = reqwest::Client::builder().pool_max_idle_per_host(0).redirect(reqwest::redirect::Policy::none());
    let client = client.build()?;
    Ok(CLIENT.get_or_init(|| client))
}

/// What the server's handlers hold.
type Shared = std::sync::Weak<Inner>;

fn router(shared: Shared, page: PathBuf) -> axum::Router {
    rest::router(shared.clone())
        .merge(gateway::router(shared.clone()))
        .merge(oauth::router(shared.clone()))
        .merge(scripting::router(shared))
        .merge(page::router(page))
}
