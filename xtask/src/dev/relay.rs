//! The relay of a deployment on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use xtask::child::{self, Child};
use xtask::{paths, report};

use super::keys::Keys;

/// Builds it; where it is then.
pub async fn build() -> anyhow::Result<PathBuf> {
    report::say("building the relay …");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "-p", "gateway-relay"]).current_dir(paths::root());
    child::show("cargo build", &cargo).await.context("the relay cannot be built")?;
    // Beside this very program.
    let here = std::env::current_exe().context("this program is nowhere")?;
    Ok(here.with_file_name(format!("gateway-relay{}", std::env::consts::EXE_SUFFIX)))
}

/// What a relay is told, as README's table lists it.
pub struct Settings<'a> {
    pub keys: &'a Keys,
    pub database_url: String,
    pub discord_api: String,
    /// The worker's address without a path.
    pub worker: &'a str,
    /// The port on which it hears a worker that calls Discord through it.
    pub door: Option<u16>,
    /// Where it keeps what it heard while Postgres is away.
    pub spool: PathBuf,
    /// How much of that may wait in memory, in bytes, if not as much as usual.
    pub memory: Option<u64>,
}

impl Settings<'_> {
    /// Starts a relay that writes the log of this name.
    pub fn start(&self, program: &Path, log: &str) -> anyhow::Result<Child> {
        let mut command = Command::new(program);
        command
            .arg("run")
            .env("DATABASE_URL", &self.database_url)
            .env("DISCORD_API", &self.discord_api)
            // Beside a door it is for bots of an older start, whose tokens were sealed for the worker.
            .env("VAULT_KEY", format!("1:{}", self.keys.vault_key))
            .env("WORKER_URL", self.worker)
            .env("TICK_SEED", &self.keys.tick_seed)
            .env("SPOOL", &self.spool);
        if let Some(port) = self.door {
            command
                .env("OPENING_KEY", self.keys.opening_key())
                .env("LISTEN", format!("127.0.0.1:{port}"))
                .env("WORKER_PUBLIC_KEY", self.keys.worker_public_key()?);
        }
        if let Some(bytes) = self.memory {
            command.env("MEMORY_BYTES", bytes.to_string());
        }
        Child::start("the relay", &command, &paths::log(log))
    }
}
