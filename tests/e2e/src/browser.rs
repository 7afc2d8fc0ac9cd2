//! The sandbox's page in Chromium.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use crate::World;

/// Longer than any scenario waits for one thing, so that the scenario itself says what it missed.
const LIMIT: Duration = Duration::from_secs(90);

/// Runs one scenario of `tests/e2e/page` on this world's page, with the sandbox's own driver.
pub async fn scenario(world: &World, name: &str) -> Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let driver = here.join("../../sandbox/tests/page/driver.mjs");
    let file = here.join(format!("page/{name}.mjs"));
    let chromium =
        std::env::var("CHROMIUM").context("CHROMIUM is not set. Run these tests with `cargo xtask test`.")?;
    let mut node = Command::new("node");
    node.arg(driver).arg(file).arg(world.sandbox.url()).env("CHROMIUM", chromium);
    let run = node.stdin(Stdio::null()).kill_on_drop(true).output();
    let output = tokio::time::timeout(LIMIT, run).await.context("the browser did not finish")?.context("node")?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
