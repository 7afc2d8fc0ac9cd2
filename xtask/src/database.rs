//! Roles, migrations, and databases made from a migrated template.

use std::str::FromStr;

use anyhow::{Context, bail};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, Executor};

use crate::paths;

/// Owns the schema and migrates it.
pub const OWNER: &str = "guildhall_owner";
/// What a worker signs in as whose calls to Discord go through the relay.
pub const WORKER: &str = "guildhall_worker";
/// What a worker signs in as that calls Discord by itself.
pub const DIRECT: &str = "guildhall_direct";
/// What the gateway-relay signs in as.
pub const RELAY: &str = "guildhall_relay";

/// The migrated database that [`copy_template`] copies.
pub const TEMPLATE: &str = "guildhall_template";

/// Roles, the database `name` owned by the owner role, and every migration; what is there already stays.
pub async fn prepare(admin_url: &str, name: &str) -> anyhow::Result<()> {
    Server::trusting(admin_url)?.migrate(name).await
}

/// A new database, copied from [`TEMPLATE`]; far quicker than migrating. Nobody may be connected to the template.
pub async fn copy_template(admin_url: &str, name: &str) -> anyhow::Result<()> {
    Server::trusting(admin_url)?.create(name, TEMPLATE).await
}

/// Drops a database with its connections, if it exists.
pub async fn drop(admin_url: &str, name: &str) -> anyhow::Result<()> {
    Server::trusting(admin_url)?.drop(name).await
}

/// A Postgres server, reached as an administrator.
#[derive(Debug, Clone)]
pub struct Server {
    admin: PgConnectOptions,
    password: Option<String>,
}

impl Server {
    /// A server that trusts our roles without a password, as those of [`crate::postgres`] do.
    pub fn trusting(admin_url: &str) -> anyhow::Result<Self> {
        let admin = PgConnectOptions::from_str(admin_url)
            .context("the database address is not of the form postgres://user:password@host:port/database")?;
        Ok(Self { admin: admin.disable_statement_logging(), password: None })
    }

    /// A server that wants passwords: [`Server::roles`] gives each role this one. Hexadecimal digits only.
    pub fn with_password(admin_url: &str, password: &str) -> anyhow::Result<Self> {
        if !password.chars().all(|char| char.is_ascii_hexdigit()) {
            bail!("the password of the development roles may hold hexadecimal digits only");
        }
        Ok(Self { password: Some(password.to_owned()), ..Self::trusting(admin_url)? })
    }

    /// Where a role signs in to a database.
    pub fn url(&self, role: &str, database: &str) -> String {
        let password = self.password.as_ref().map(|password| format!(":{password}")).unwrap_or_default();
        let (host, port) = (self.admin.get_host(), self.admin.get_port());
        // A server on this machine speaks no TLS; one elsewhere must.
        let mode = if ["127.0.0.1", "localhost", "::1"].contains(&host) { "disable" } else { "require" };
        format!("postgres://{role}{password}@{host}:{port}/{database}?sslmode={mode}")
    }

    /// Applies migrations/roles.sql; applying it again changes nothing.
    pub async fn roles(&self) -> anyhow::Result<()> {
        let path = paths::root().join("migrations/roles.sql");
        let sql = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut connection = self.connect().await?;
        run(&mut connection, sql).await.context("migrations/roles.sql failed")?;
        for role in [OWNER, WORKER, DIRECT, RELAY] {
            if let Some(password) = &self.password {
                run(&mut connection, format!("alter role {role} password '{password}'")).await?;
            }
        }
        Ok(())
    }

    /// Creates the database, owned by the owner role, unless it exists; then migrates it.
    pub async fn migrate(&self, database: &str) -> anyhow::Result<()> {
        self.roles().await?;
        if !self.exists(database).await? {
            self.create(database, "template0").await?;
        }
        let options = PgConnectOptions::from_str(&self.url(OWNER, database))?.disable_statement_logging();
        let mut owner =
            PgConnection::connect_with(&options).await.with_context(|| format!("{OWNER} cannot sign in"))?;
        let migrator = Migrator::new(paths::root().join("migrations")).await.context("cannot read migrations")?;
        migrator.run_direct(None, &mut owner, false).await.context(
            "a migration failed: repair it, then run `cargo xtask db reset` if it was changed after it had been applied",
        )?;
        owner.close().await?;
        Ok(())
    }

    /// Throws the database away, with its connections, and makes it anew.
    pub async fn reset(&self, database: &str) -> anyhow::Result<()> {
        self.drop(database).await?;
        self.migrate(database).await
    }

    async fn create(&self, database: &str, template: &str) -> anyhow::Result<()> {
        let mut connection = self.connect().await?;
        // Copies of one template take turns instead of failing; the lock ends with this connection.
        sqlx::query("select pg_advisory_lock(7263)").execute(&mut connection).await?;
        let sql = format!("create database {} template {} owner {OWNER}", quoted(database), quoted(template));
        run(&mut connection, sql).await.with_context(|| format!("cannot create the database {database}"))
    }

    /// Drops a database with its connections, if it exists.
    pub async fn drop(&self, database: &str) -> anyhow::Result<()> {
        let mut connection = self.connect().await?;
        let sql = format!("drop database if exists {} with (force)", quoted(database));
        run(&mut connection, sql).await.with_context(|| format!("cannot drop the database {database}"))
    }

    async fn exists(&self, database: &str) -> anyhow::Result<bool> {
        let mut connection = self.connect().await?;
        let query = sqlx::query_scalar("select exists (select from pg_database where datname = $1)");
        Ok(query.bind(database).fetch_one(&mut connection).await?)
    }

    async fn connect(&self) -> anyhow::Result<PgConnection> {
        let place = format!("{}:{}", self.admin.get_host(), self.admin.get_port());
        let connected = PgConnection::connect_with(&self.admin).await;
        connected.with_context(|| format!("cannot sign in to Postgres at {place} as an administrator"))
    }
}

async fn run(connection: &mut PgConnection, sql: String) -> anyhow::Result<()> {
    // Every part of these statements is a constant, a quoted name or hexadecimal digits.
    connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
