//! The sandbox's page built by Vite, skipped while nothing that goes into it has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::{child, fingerprint, paths, report, setup};

/// What holds the page to its promises without a browser, run with node.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// vitest: what can be told without a browser.
    Tests,
    /// TypeScript, strict.
    Types,
    /// Prettier: the page and the scenarios of its tests are written in its format.
    Format,
}

/// Where the page's sources are.
fn folder() -> PathBuf {
    paths::root().join("sandbox/page")
}

/// Builds the page into `sandbox/page/dist`, getting the packages first. Returns that folder.
pub async fn build() -> anyhow::Result<PathBuf> {
    let dist = folder().join("dist");
    let stamp = paths::root().join("build/page.fingerprint");
    let wanted = fingerprint::of("page", &["package-lock.json", "sandbox/page"])?;
    if dist.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(dist);
    }
    setup::packages().await?;
    // Built aside and put in place whole: a sandbox that runs meanwhile never serves half a page.
    let fresh = paths::root().join("build/page");
    let mut vite = node("vite/bin/vite.js");
    vite.args(["build", "--emptyOutDir", "--outDir"]).arg(&fresh);
    report::long("building the sandbox's page", child::run("vite build", &vite)).await?;
    replace(&dist, &fresh)?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(dist)
}

/// Runs one of the checks, its output shown.
pub async fn check(check: Check) -> anyhow::Result<()> {
    setup::packages().await?;
    let (name, program, arguments): (_, _, &[&str]) = match check {
        Check::Tests => ("vitest", "vitest/vitest.mjs", &["run"]),
        Check::Types => ("tsc", "typescript/bin/tsc", &[]),
        Check::Format => {
            ("prettier", "prettier/bin/prettier.cjs", &["--check", "sandbox/page", "sandbox/tests", "tests/e2e/page"])
        }
    };
    let mut command = node(program);
    if matches!(check, Check::Format) {
        command.current_dir(paths::root());
    }
    command.args(arguments);
    child::show(name, &command).await
}

/// A package's program, run in the page's folder.
fn node(program: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(paths::node_module(program)).current_dir(folder());
    node
}

fn replace(old: &Path, fresh: &Path) -> anyhow::Result<()> {
    if old.exists() {
        fs::remove_dir_all(old).with_context(|| format!("cannot remove {}", old.display()))?;
    }
    fs::rename(fresh, old).with_context(|| format!("cannot move the page to {}", old.display()))
}
