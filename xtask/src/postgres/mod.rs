//! A Postgres server of our own: started, frozen, stopped and started again on one port and folder.

mod files;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::{Pid, kill_process};

use crate::child::{Child, Signal};
use crate::{paths, ports, setup};

/// The administrator of every server started here.
pub const ADMINISTRATOR: &str = "postgres";

/// A running server. Dropping it stops the server; the data of a scratch server goes with it.
#[derive(Debug)]
pub struct Postgres {
    child: Option<Child>,
    data: PathBuf,
    port: u16,
    settings: &'static [&'static str],
    _scratch: Option<tempfile::TempDir>,
}

/// What a server that keeps its data is told.
const KEPT: &[&str] = &["max_connections=200"];

/// Tests lose nothing when the machine loses power, so nothing waits for the disk. A pooler holds some connections to
/// each database, and every test has a database of its own.
const SCRATCH: &[&str] =
    &["max_connections=600", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB"];

/// What was committed is still there when the server crashes, as in a deployment; only not when the machine does.
const CRASHING: &[&str] = &["max_connections=200", "fsync=off", "full_page_writes=off"];

/// As durable as in production, with the memory of a small server.
const MEASURED: &[&str] =
    &["max_connections=200", "shared_buffers=1GB", "max_wal_size=8GB", "maintenance_work_mem=1GB"];

impl Postgres {
    /// Starts a server whose data stays in `data` (made at the first start), on 127.0.0.1 alone.
    pub async fn start(data: &Path, port: u16) -> anyhow::Result<Self> {
        Self::start_with(files::reachable(data), port, KEPT, None).await
    }

    /// Starts a server on a free port with data that vanishes with it.
    pub async fn scratch() -> anyhow::Result<Self> {
        Self::vanishing(SCRATCH).await
    }

    /// The same for a test that lets the server crash: what was committed survives that.
    pub async fn scratch_that_crashes() -> anyhow::Result<Self> {
        Self::vanishing(CRASHING).await
    }

    /// The same for measuring: what is committed is on the disk.
    pub async fn measured() -> anyhow::Result<Self> {
        Self::vanishing(MEASURED).await
    }

    async fn vanishing(settings: &'static [&'static str]) -> anyhow::Result<Self> {
        let parent = tempfile::Builder::new().prefix("guildhall-postgres-").tempdir_in("/tmp")?;
        files::open_to_the_server(parent.path())?;
        Self::start_with(parent.path().join("data"), ports::free()?, settings, Some(parent)).await
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the administrator signs in.
    pub fn admin_url(&self) -> String {
        self.url(ADMINISTRATOR, "postgres")
    }

    /// Where a role signs in to a database. There are no passwords: the server trusts the loopback address.
    pub fn url(&self, role: &str, database: &str) -> String {
        format!("postgres://{role}@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    /// Stops the server, breaking its connections; [`Postgres::start_again`] brings it back with the same data.
    pub fn stop(&mut self) {
        self.child = None;
    }

    /// Stops the server without a farewell, as `pg_ctl stop -m immediate` does: it recovers when it starts again.
    pub fn crash(&mut self) {
        self.child = self.child.take().map(|child| child.stopped_by(Signal::QUIT));
        self.stop();
    }

    /// Ends the server at once, as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill();
        }
    }

    /// Starts a stopped or killed server again on the same port.
    pub async fn start_again(&mut self) -> anyhow::Result<()> {
        if self.child.is_none() {
            files::forget_dead_server(&self.data);
            self.child = Some(launch(&self.data, self.port, self.settings).await?);
        }
        Ok(())
    }

    /// From the next connection on, `role` is served under TLS with this certificate and key (PEM), or not at all.
    pub async fn encrypt(&self, role: &str, certificate: &str, key: &str) -> anyhow::Result<()> {
        files::write(&self.data.join("server.crt"), certificate)?;
        files::write(&self.data.join("server.key"), key)?;
        let access = format!("hostnossl all {role} all reject\nhost all all 127.0.0.1/32 trust\n");
        files::write(&self.data.join("pg_hba.conf"), &access)?;
        use sqlx::Connection;
        let mut admin = sqlx::PgConnection::connect(&self.admin_url()).await?;
        sqlx::raw_sql("alter system set ssl = on").execute(&mut admin).await?;
        sqlx::raw_sql("select pg_reload_conf()").execute(&mut admin).await?;
        Ok(admin.close().await?)
    }

    /// Stops the clock of the server and of every connection: sockets stay open, nothing answers.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Ends a freeze.
    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    /// Fails with one sentence when the server has died.
    pub fn check(&mut self) -> anyhow::Result<()> {
        self.child.as_mut().map_or(Ok(()), Child::check)
    }

    async fn start_with(
        data: PathBuf,
        port: u16,
        settings: &'static [&'static str],
        scratch: Option<tempfile::TempDir>,
    ) -> anyhow::Result<Self> {
        if !data.join("PG_VERSION").exists() {
            files::initialize(&data).await?;
        }
        files::forget_dead_server(&data);
        let child = launch(&data, port, settings).await?;
        Ok(Self { child: Some(child), data, port, settings, _scratch: scratch })
    }

    /// Each connection is a process in a session of its own, so the process group is not enough.
    fn signal(&self, signal: Signal) {
        let Some(child) = &self.child else { return };
        let parent = child.pid();
        let backends = processes().into_iter().filter(|(_, ppid)| *ppid == parent).map(|(pid, _)| pid);
        for pid in std::iter::once(parent).chain(backends) {
            if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
                kill_process(pid, signal).ok();
            }
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A frozen process does not see the request to stop.
        self.thaw();
        self.stop();
    }
}

async fn launch(data: &Path, port: u16, settings: &[&str]) -> anyhow::Result<Child> {
    ports::ensure_free(port, "Postgres", "--postgres-port")?;
    let mut command = setup::without_root(files::program("postgres")?);
    command.arg("-D").arg(data).args(["-p", &port.to_string()]).current_dir("/");
    let always = ["listen_addresses=127.0.0.1", "unix_socket_directories="];
    for setting in always.iter().chain(settings) {
        command.args(["-c", setting]);
    }
    let log = paths::log(&format!("postgres-{port}"));
    // SIGINT is Postgres's fast shutdown: connections are broken off, the data is left consistent.
    let mut child = Child::start("Postgres", &command, &log)?.stopped_by(Signal::INT).grace(Duration::from_secs(10));
    let url = format!("postgres://{ADMINISTRATOR}@127.0.0.1:{port}/postgres?sslmode=disable");
    let accepts = async || {
        use sqlx::Connection;
        ports::answers(port) && sqlx::PgConnection::connect(&url).await.is_ok()
    };
    child.ready(Duration::from_secs(30), accepts).await?;
    Ok(child)
}

/// Every process with its parent, from /proc; empty where there is none.
fn processes() -> Vec<(u32, u32)> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent = |pid: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name in parentheses may hold anything, so count from its end: state, then the parent.
        let (_, after) = stat.rsplit_once(')')?;
        after.split_whitespace().nth(1)?.parse().ok()
    };
    pids.filter_map(|pid| Some((pid, parent(pid)?))).collect()
}
