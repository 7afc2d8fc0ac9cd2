//! A database of its own for every test, copied from a migrated template.
//!
//! `TEST_DATABASE_URL` signs in as an administrator of Postgres, `TEST_POOLER_URL` reaches the same server through a
//! pooler in transaction mode. `cargo xtask test` sets both.

use std::{str::FromStr, sync::Arc};

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
    /// For what a relay beside it keeps on disk.
    pub folder: Arc<tempfile::TempDir>,
}

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
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        Self { name, folder }
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
        self.folder.path().join("spool").display().to_string()
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
