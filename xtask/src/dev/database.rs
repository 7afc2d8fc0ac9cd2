//! The development database: the embedded server in `.dev`, or the one that DATABASE_URL names.

use anyhow::Context;
use xtask::database::Server;
use xtask::postgres::{ADMINISTRATOR, Postgres};
use xtask::{paths, ports, setup};

use super::keys::Keys;

/// A server, and our own process behind it if we started one.
pub struct Database {
    pub server: Server,
    embedded: Option<Postgres>,
}

impl Database {
    /// Starts the embedded server. With DATABASE_URL, signs in there as an administrator instead.
    pub async fn start(port: u16) -> anyhow::Result<Self> {
        if let Ok(url) = std::env::var("DATABASE_URL") {
            let server = Server::with_password(&url, &Keys::load()?.database_password);
            return Ok(Self { server: server.context("DATABASE_URL cannot be used")?, embedded: None });
        }
        setup::packages().await?;
        let postgres = Postgres::start(&paths::dev().join("postgres"), port).await?;
        Ok(Self { server: Server::trusting(&postgres.admin_url())?, embedded: Some(postgres) })
    }

    /// Like [`Database::start`], but joins an embedded server that `cargo xtask dev` is running.
    pub async fn open(port: u16) -> anyhow::Result<Self> {
        if std::env::var_os("DATABASE_URL").is_some() || !ports::answers(port) {
            return Self::start(port).await;
        }
        let url = format!("postgres://{ADMINISTRATOR}@127.0.0.1:{port}/postgres?sslmode=disable");
        Ok(Self { server: Server::trusting(&url)?, embedded: None })
    }

    /// Fails with one sentence when the embedded server has died.
    pub fn check(&mut self) -> anyhow::Result<()> {
        self.embedded.as_mut().map_or(Ok(()), Postgres::check)
    }
}
