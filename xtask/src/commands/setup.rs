//! `cargo xtask setup`: the outside parts, fetched or listed.

use xtask::{page, setup};

/// Get the outside parts that this machine lacks; the other commands do so by themselves.
#[derive(clap::Args)]
pub struct Args {
    /// Only print where each part comes from, as a table.
    #[arg(long)]
    list: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    if args.list {
        print!("{}", setup::table());
        return Ok(());
    }
    setup::ensure().await?;
    page::build().await?;
    println!("everything that the worker and the sandbox need is here");
    Ok(())
}
