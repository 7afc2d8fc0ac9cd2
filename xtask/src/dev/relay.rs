//! The relay of a development deployment.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use sandbox::Sandbox;
use xtask::child::{self, Child};
use xtask::{paths, report};

use super::keys::Keys;
use super::{DATABASE, Database};

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

/// Starts it, configured as README's table says.
pub fn start(
    program: &PathBuf,
    keys: &Keys,
    database: &Database,
    sandbox: &Sandbox,
    worker: &str,
    port: u16,
) -> anyhow::Result<Child> {
    let mut command = Command::new(program);
    command
        .arg("run")
        .env("DATABASE_URL", database.server.url(xtask::database::RELAY, DATABASE))
        .env("DISCORD_API", sandbox.api())
        .env("OPENING_KEY", keys.opening_key())
        // For bots of an older start, whose tokens were sealed for the worker.
        .env("VAULT_KEY", format!("1:{}", keys.vault_key))
        .env("LISTEN", format!("127.0.0.1:{port}"))
        .env("WORKER_PUBLIC_KEY", keys.worker_public_key()?)
        .env("WORKER_URL", worker)
        .env("TICK_SEED", &keys.tick_seed)
        .env("SPOOL", paths::dev().join("spool"));
    Child::start("the relay", &command, &paths::log("relay"))
}
