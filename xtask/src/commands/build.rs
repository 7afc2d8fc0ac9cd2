//! `cargo xtask build`: the worker as wasm.

use xtask::wasm::{self, Profile};

/// Build the worker to wasm, into build/dev or build/release; prints the folder.
#[derive(clap::Args)]
pub struct Args {
    /// Optimised, as it is deployed (some minutes).
    #[arg(long)]
    release: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let profile = if args.release { Profile::Release } else { Profile::Dev };
    println!("{}", wasm::build(profile).await?.dir.display());
    Ok(())
}
