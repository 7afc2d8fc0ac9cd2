//! `cargo xtask openapi`: the document of the JSON API.

use anyhow::Context;
use guildhall::features::ALL;
use guildhall::inbound::api;
use xtask::{paths, report};

/// Write the document of the JSON API down as its routes are (docs/openapi.json), which the worker serves.
#[derive(clap::Args)]
pub struct Args {}

pub fn run(Args {}: Args) -> anyhow::Result<()> {
    let document = api::document(ALL).to_pretty_json().context("the document is no JSON")?;
    let path = paths::root().join("docs/openapi.json");
    std::fs::write(&path, format!("{document}\n")).with_context(|| format!("cannot write {}", path.display()))?;
    report::say("docs/openapi.json is as the routes are");
    Ok(())
}
