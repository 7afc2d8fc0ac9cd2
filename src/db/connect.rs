//! Opening the request's one connection.

use std::{sync::Arc, time::Duration};

use futures_util::lock::{Mutex, MutexGuard};
use tokio_postgres::{
    Client,
    config::{Host, SslMode},
};

use super::{Error, Param, Result, Row, tx::Tx};
use crate::edge::{self, Later};

/// How long opening a connection may take, signing in included.
const CONNECT_LIMIT: Duration = Duration::from_millis(2_500);
/// How long a statement outside a transaction may take.
const CALL_LIMIT: Duration = Duration::from_secs(8);

/// Where Postgres is and how to sign in.
#[derive(Debug, Clone)]
pub struct Address {
    config: Arc<tokio_postgres::Config>,
    host: String,
    port: u16,
    encrypted: bool,
}

impl Address {
    /// Reads a `postgres://` URL. `sslmode=disable` is for a database on the same machine; anything else means TLS, and
    /// no connection to a server that has none.
    pub fn parse(url: &str) -> std::result::Result<Self, String> {
        let mut config: tokio_postgres::Config = url.parse().map_err(|_| "it is not a postgres:// URL".to_owned())?;
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            _ => return Err("it names no host".to_owned()),
        };
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let encrypted = config.get_ssl_mode() != SslMode::Disable;
        if encrypted {
            config.ssl_mode(SslMode::Require);
        }
        Ok(Self { config: Arc::new(config), host, port, encrypted })
    }
}

/// A request's way to the database. Clones share one connection; transactions on it take turns.
#[derive(Debug, Clone)]
pub struct Db {
    address: Address,
    later: Later,
    slot: Arc<Mutex<Option<Arc<Client>>>>,
}

impl Db {
    /// Nothing is opened yet.
    pub fn new(address: Address, later: Later) -> Self {
        Self { address, later, slot: Arc::default() }
    }

    /// The same database over a connection of its own, for what must not wait for a transaction under way.
    pub fn separate(&self) -> Self {
        Self::new(self.address.clone(), self.later.clone())
    }

    /// Whether this request has used the database. False while another transaction holds the connection.
    pub fn was_used(&self) -> bool {
        self.slot.try_lock().is_some_and(|slot| slot.is_some())
    }

    /// Calls one of the resolver's functions in a statement of its own, outside any tenant.
    pub async fn call(&self, sql: &'static str, params: Vec<Param>) -> Result<Vec<Row>> {
        let mut turn = self.turn().await?;
        let tx = Tx::new(turn.client.clone());
        match edge::timeout(CALL_LIMIT, tx.rows(sql, params)).await {
            Some(Ok(rows)) => {
                turn.keep();
                Ok(rows)
            }
            Some(Err(error)) => Err(error),
            None => Err(Error::Unconfirmed("no answer in time".to_owned())),
        }
    }

    /// Calls a function that always answers with one row.
    pub async fn call_row(&self, sql: &'static str, params: Vec<Param>) -> Result<Row> {
        let row = self.call(sql, params).await?.pop();
        row.ok_or_else(|| Error::Statement("the function returned no row".to_owned()))
    }

    /// Waits for the connection to be free, opening it if there is none.
    pub(super) async fn turn(&self) -> Result<Turn<'_>> {
        let mut slot = self.slot.lock().await;
        let client = match slot.take().filter(|client| !client.is_closed()) {
            Some(client) => client,
            None => Arc::new(self.open().await?),
        };
        Ok(Turn { slot, client })
    }

    async fn open(&self) -> Result<Client> {
        let Address { config, host, port, encrypted } = &self.address;
        let opening = async {
            let (stream, tls) =
                edge::dial(host, *port, *encrypted).await.map_err(|error| Error::Unavailable(error.to_string()))?;
            // Whatever goes wrong before the first statement, nothing was done.
            config.connect_raw(stream, tls).await.map_err(|error| Error::Unavailable(Error::from(error).to_string()))
        };
        let (client, connection) = edge::timeout(CONNECT_LIMIT, opening)
            .await
            .unwrap_or_else(|| Err(Error::Unavailable("no connection in time".to_owned())))?;
        self.later.drive(async move {
            // Its errors reach whoever waits for a statement.
            let _ = connection.await;
        });
        Ok(client)
    }
}

/// The connection while one transaction has it. Unless kept it is closed, which rolls back what is open.
pub(super) struct Turn<'a> {
    slot: MutexGuard<'a, Option<Arc<Client>>>,
    pub(super) client: Arc<Client>,
}

impl Turn<'_> {
    /// Leaves the connection to the next in line: it is known to be outside any transaction.
    pub(super) fn keep(&mut self) {
        *self.slot = Some(self.client.clone());
    }
}
