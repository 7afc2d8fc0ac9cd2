//! Where the worker asks for calls to Discord. Each request is signed, in a tenant's name, and goes out as that tenant's
//! bot; the token is the relay's and stays here.

mod answer; // what the worker is told
mod calls; // calls to Discord's REST API
mod files; // files on Discord's CDN
mod health; // how the relay is doing
mod nonces; // no request twice
mod signed; // who asks

use std::sync::Arc;

use axum::{
    Router,
    routing::{any, get},
};
use sqlx::PgPool;
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_util::sync::CancellationToken;

use self::nonces::Nonces;
use crate::{Config, rest::Rest};

/// Requests under way at once. More are told to come later.
const AT_ONCE: usize = 1_000;

/// What all requests share.
#[derive(Debug)]
pub struct Door {
    pub config: Arc<Config>,
    pub pool: PgPool,
    pub rest: Rest,
    files: reqwest::Client,
    nonces: Nonces,
    places: Semaphore,
}

impl Door {
    /// A door that nobody has come through yet.
    pub fn new(config: Arc<Config>, pool: PgPool, rest: Rest) -> anyhow::Result<Self> {
        let (nonces, places) = (Nonces::default(), Semaphore::new(AT_ONCE));
        Ok(Self { config, pool, rest, files: files::client()?, nonces, places })
    }

    /// Serves until it is asked to stop; what is under way then is finished.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let routes = Router::new()
            .route("/discord/{*path}", any(calls::call))
            .route("/files/{*path}", any(files::file))
            .route("/health", get(health::health))
            .route("/metrics", get(health::metrics))
            .with_state(Arc::new(self));
        let served = axum::serve(listener, routes).with_graceful_shutdown(stop.cancelled_owned()).await;
        if let Err(error) = served {
            tracing::error!(%error, "the worker's requests are no longer heard");
        }
    }
}
