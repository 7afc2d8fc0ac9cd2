//! A database of its own for every test, copied from a migrated template.
//!
//! `TEST_DATABASE_URL` signs in as an administrator of Postgres, `TEST_POOLER_URL` reaches the same server through a
//! pooler in transaction mode. `cargo xtask test` sets both.

use std::{
    path::Path,
    str::FromStr,
    sync::{Arc, LazyLock, mpsc},
};

use sqlx::{ConnectOptions, PgConnection, postgres::PgConnectOptions};

/// How the worker reaches Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Pooler,
    Direct,
}

/// One test's database.
#[derive(Debug, Clone)]
pub struct Database {
    pub name: String,
    traces: Arc<Traces>,
}

/// What a test leaves on disk, and what takes it away.
#[derive(Debug)]
struct Traces {
    name: String,
    folder: tempfile::TempDir,
}

impl Drop for Traces {
    fn drop(&mut self) {
        // Of the last tests of all the server's own end takes it away.
        let _ = USED.send(self.name.clone());
    }
}

/// Databases that nobody needs any more. Hundreds of tests would fill a disk with theirs.
static USED: LazyLock<mpsc::Sender<String>> = LazyLock::new(|| {
    let (used, taken) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        while let Ok(name) = taken.recv() {
            let drop = format!("drop database if exists {name} with (force)");
            runtime.block_on(async {
                let mut admin = connect("postgres").await;
                let dropped = sqlx::raw_sql(sqlx::AssertSqlSafe(drop)).execute(&mut admin).await;
                dropped.expect("the database is dropped");
            });
        }
    });
    used
});

impl Database {
    /// Copies the template.
    pub async fn create() -> Self {
        let name =
            format!("test_{}", uuid::Uuid::from_u128(u128::from(getrandom::u64().expect("randomness"))).simple());
        let mut admin = connect("postgres").await;
        // Copies of one template take turns; the lock makes them wait instead of failing.
        let copy = format!("create database {name} template guildhall_template owner guildhall_owner");
        sqlx::raw_sql("select pg_advisory_lock(7263)").execute(&mut admin).await.expect("the lock");
        sqlx::raw_sql(sqlx::AssertSqlSafe(copy)).execute(&mut admin).await.expect("the template is there");
        sqlx::raw_sql("select pg_advisory_unlock(7263)").execute(&mut admin).await.expect("the lock");
        let folder = tempfile::tempdir().expect("a folder");
        Self { traces: Arc::new(Traces { name: name.clone(), folder }), name }
    }

    /// For what a relay beside it keeps on disk.
    pub fn folder(&self) -> &Path {
        self.traces.folder.path()
    }

    /// Where a worker signs in that calls Discord by itself.
    pub fn worker_url(&self, via: Via) -> String {
        let base = match via {
            Via::Pooler => required("TEST_POOLER_URL"),
            Via::Direct => required("TEST_DATABASE_URL"),
        };
        self.url(&base, "guildhall_direct")
    }

    /// Where a worker signs in whose calls go through a relay.
    pub fn relayed_worker_url(&self) -> String {
        self.url(&required("TEST_POOLER_URL"), "guildhall_worker")
    }

    /// Where the relay signs in: to Postgres itself.
    pub fn relay_url(&self) -> String {
        self.url(&required("TEST_DATABASE_URL"), "guildhall_relay")
    }

    /// Where that relay keeps what it hears.
    pub fn spool(&self) -> String {
        self.folder().join("spool").display().to_string()
    }

    fn url(&self, base: &str, role: &str) -> String {
        let options = PgConnectOptions::from_str(base).expect("a postgres:// URL");
        let (host, port, name) = (options.get_host(), options.get_port(), &self.name);
        format!("postgres://{role}@{host}:{port}/{name}?sslmode=disable")
    }

    /// A connection that sees every tenant's rows.
    pub async fn admin(&self) -> PgConnection {
        connect(&self.name).await
    }
}

async fn connect(name: &str) -> PgConnection {
    let options = PgConnectOptions::from_str(&required("TEST_DATABASE_URL")).expect("a postgres:// URL");
    options.database(name).connect().await.expect("Postgres answers")
}

fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set. Run the tests with `cargo xtask test native`."))
}
