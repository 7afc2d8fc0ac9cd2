//! pgbouncer in transaction mode: what stands between the worker and Postgres in every deployment.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;

use crate::child::Child;
use crate::{database, paths, ports, postgres, setup};

/// How large the pooler is.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Connections to Postgres for each database and role (`default_pool_size`).
    pub pool_size: u32,
    /// Connections from clients (`max_client_conn`); beyond it a client is refused.
    pub max_clients: u32,
    /// Seconds a client waits for a free connection before it is refused (`query_wait_timeout`).
    pub wait_seconds: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { pool_size: 20, max_clients: 1000, wait_seconds: 10 }
    }
}

/// A running pooler. Dropping it stops it.
#[derive(Debug)]
pub struct Pgbouncer {
    child: Option<Child>,
    config: PathBuf,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Pgbouncer {
    /// Starts a pooler on a free port before the server on `postgres_port`, for every database.
    pub async fn start(postgres_port: u16, pool_size: u32) -> anyhow::Result<Self> {
        Self::start_with(postgres_port, ports::free()?, Options { pool_size, ..Options::default() }).await
    }

    /// Starts a pooler on `port` before the server on `postgres_port`, both on 127.0.0.1, for every database.
    pub async fn start_with(postgres_port: u16, port: u16, options: Options) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("guildhall-pgbouncer-").tempdir_in("/tmp")?;
        let users = folder.path().join("users.txt");
        let roles = [postgres::ADMINISTRATOR, database::OWNER, database::WORKER, database::DIRECT, database::RELAY];
        std::fs::write(&users, roles.map(|role| format!("\"{role}\" \"\"\n")).concat())?;
        let config = folder.path().join("pgbouncer.ini");
        let Options { pool_size, max_clients, wait_seconds } = options;
        let text = format!(
            "[databases]\n* = host=127.0.0.1 port={postgres_port}\n\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\npool_mode = transaction\nauth_type = trust\nauth_file = {}\n\
             ignore_startup_parameters = extra_float_digits\nmax_client_conn = {max_clients}\n\
             default_pool_size = {pool_size}\nquery_wait_timeout = {wait_seconds}\nserver_login_retry = 1\nserver_idle_timeout = 5\n\
             log_connections = 0\nlog_disconnections = 0\n",
            users.display()
        );
        std::fs::write(&config, text).context("cannot write pgbouncer.ini")?;
        if setup::is_root() {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755))?;
        }
        let mut pooler = Self { child: None, config, port, _folder: folder };
        pooler.start_again().await?;
        Ok(pooler)
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where a role signs in to a database.
    pub fn url(&self, role: &str, database: &str) -> String {
        format!("postgres://{role}@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    /// Stops the pooler, breaking its connections.
    pub fn stop(&mut self) {
        self.child = None;
    }

    /// Starts a stopped pooler again on the same port.
    pub async fn start_again(&mut self) -> anyhow::Result<()> {
        if self.child.is_some() {
            return Ok(());
        }
        ports::ensure_free(self.port, "pgbouncer", "another port")?;
        let program =
            setup::program("pgbouncer", "pgbouncer", "the pooler that tests and benchmarks go through").await?;
        let mut command = setup::without_root(program);
        command.arg(&self.config).current_dir("/");
        let log = paths::log(&format!("pgbouncer-{}", self.port));
        // SIGTERM is its immediate shutdown (SIGINT waits for clients).
        let mut child = Child::start("pgbouncer", &command, &log)?;
        child.ready(Duration::from_secs(10), async || ports::answers(self.port)).await?;
        self.child = Some(child);
        Ok(())
    }
}
