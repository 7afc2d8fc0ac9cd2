//! `cargo xtask screenshots`: the pictures that the README shows.

use std::process::Command;

use anyhow::anyhow;
use xtask::wasm::{self, Profile};
use xtask::{child, page, paths};

use super::surroundings::Surroundings;

/// Take the README's pictures anew, into docs/pictures: the real worker, the sandbox, its page in Chromium.
///
/// What is shown are the scenarios of tests/e2e/tests/pictures.rs, which run as tests, too.
#[derive(clap::Args)]
pub struct Args {}

pub async fn run(Args {}: Args) -> anyhow::Result<()> {
    let surroundings = Surroundings::start().await?;
    if let Err(missing) = &surroundings.chromium {
        return Err(anyhow!("{missing}"));
    }
    page::build().await?;
    let folder = paths::root().join("docs/pictures");
    std::fs::create_dir_all(&folder)?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "-p", "e2e", "--test", "pictures"])
        .current_dir(paths::root())
        .envs(&surroundings.variables)
        .env("GUILDHALL_WASM_DIR", wasm::build(Profile::Dev).await?.dir)
        .env("PICTURES", &folder);
    child::show("the pictures", &cargo).await?;
    println!("{}", folder.display());
    Ok(())
}
