//! The parts from crates.io: built once into the tool cache, at the versions that Cargo.lock asks for.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::debian;
use crate::{child, paths, report};

/// The program worker-build, at the version of the `worker` crate in Cargo.lock.
pub async fn worker_build() -> anyhow::Result<PathBuf> {
    let version = locked_version("worker")?;
    if !cached("worker-build", &version).is_file() && !has_openssl() {
        debian::install(&["libssl-dev", "pkg-config"], "because worker-build is built with OpenSSL").await?;
    }
    tool("worker-build", "worker-build", &version, "4 minutes").await
}

/// Whether a crate that is built with OpenSSL will find it, the way it looks itself.
fn has_openssl() -> bool {
    !cfg!(target_os = "linux")
        || std::env::var_os("OPENSSL_DIR").is_some()
        || Command::new("pkg-config").args(["--exists", "openssl"]).status().is_ok_and(|status| status.success())
}

/// The program wasm-bindgen, at exactly the version in Cargo.lock: its two halves must match.
pub async fn wasm_bindgen() -> anyhow::Result<PathBuf> {
    tool("wasm-bindgen-cli", "wasm-bindgen", &locked_version("wasm-bindgen")?, "3 minutes").await
}

fn locked_version(name: &str) -> anyhow::Result<String> {
    let path = paths::root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    version_in(&lock, name).with_context(|| format!("Cargo.lock has no crate {name}: run `cargo check` once"))
}

async fn tool(package: &str, program: &str, version: &str, time: &str) -> anyhow::Result<PathBuf> {
    let path = cached(program, version);
    if path.is_file() {
        return Ok(path);
    }
    let root = root(program, version);
    let name = format!("cargo install {package}");
    let install = |locked: bool| {
        let mut cargo = Command::new("cargo");
        cargo.args(["install", package, "--version", version, "--root"]).arg(&root).current_dir(std::env::temp_dir());
        // This project's flags and target folder are not the tool's.
        cargo.args(locked.then_some("--locked")).env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
        cargo
    };
    report::long(&format!("building {package} {version} (about {time})"), async {
        // A tool's own lockfile may name a crate that was withdrawn since; then the newest crates that fit are taken.
        if child::run(&name, &install(true)).await.is_err() {
            child::run(&name, &install(false)).await?;
        }
        Ok(())
    })
    .await?;
    Ok(path)
}

fn root(program: &str, version: &str) -> PathBuf {
    paths::cache().join(format!("{program}-{version}"))
}

fn cached(program: &str, version: &str) -> PathBuf {
    root(program, version).join("bin").join(program)
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let (_, after) = lock.split_once(&format!("\nname = \"{name}\"\nversion = \""))?;
    Some(after.split_once('"')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_for_the_whole_name_only() {
        let lock = "[[package]]\nname = \"worker-macros\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"worker\"\nversion = \"0.8.7\"\n";
        assert_eq!(version_in(lock, "worker").as_deref(), Some("0.8.7"));
        assert_eq!(version_in(lock, "work"), None);
    }
}
