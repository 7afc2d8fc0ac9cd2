//! `cargo xtask page`: the sandbox's page.

use xtask::page;

/// Build the sandbox's page into sandbox/page/dist, if its sources have changed; prints the folder.
#[derive(clap::Args)]
pub struct Args {}

pub async fn run(Args {}: Args) -> anyhow::Result<()> {
    println!("{}", page::build().await?.display());
    Ok(())
}
