//! Programs of the machine: found in `PATH`, installed from Debian's archive when we are root there.

use std::path::PathBuf;
use std::process::Command;

use anyhow::bail;

use crate::{child, paths, report};

/// The user and the group without rights, the same numbers on every Linux: as these run what refuses root.
pub const NOBODY: u32 = 65534;

/// Whether this process may install system packages, and whether Postgres would refuse to run as it.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A command that runs the program as an ordinary user even when we are root: Postgres and pgbouncer refuse root.
pub fn without_root(program: impl AsRef<std::ffi::OsStr>) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let nobody = NOBODY.to_string();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &nobody, "--regid", &nobody, "--clear-groups"]).arg(program);
    command
}

/// Where a program is, after installing `package` if it was missing and we may. `why` ends the sentence that tells a
/// person what to install.
pub async fn program(name: &str, package: &str, why: &str) -> anyhow::Result<PathBuf> {
    if let Some(path) = paths::which(name) {
        return Ok(path);
    }
    install(&[package], why).await?;
    match paths::which(name) {
        Some(path) => Ok(path),
        None => bail!("{package} was installed but has no program {name}: install {name} yourself, {why}"),
    }
}

/// Installs Debian packages; an error says what a person should install and why.
pub async fn install(packages: &[&str], why: &str) -> anyhow::Result<()> {
    let names = packages.join(" ");
    if paths::which("apt-get").is_none() {
        bail!("this machine lacks {names}: install it with your system's package manager, {why}");
    }
    if !is_root() {
        bail!("this machine lacks {names}: run `sudo apt-get install {names}`, {why}");
    }
    report::long(&format!("installing {names} from Debian"), async {
        child::run("apt-get update", Command::new("apt-get").args(["-q", "update"])).await?;
        let mut install = Command::new("apt-get");
        install
            .args(["-qy", "install", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive");
        child::run("apt-get install", &install).await
    })
    .await
}
