//! `cargo xtask`: the developer commands.

use clap::Parser;
use xtask::wasm::Profile;
use xtask::{setup, wasm};

/// Developer commands of Guildhall.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Get the outside parts that are missing on this machine.
    Setup {
        /// Only print where each part comes from, as a table.
        #[arg(long)]
        list: bool,
    },
    /// Build the worker to wasm, into build/dev or build/release.
    Build {
        /// Optimised, as it is deployed.
        #[arg(long)]
        release: bool,
    },
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let command = Command::parse();
    let done = tokio::select! {
        done = run(command) => done,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("interrupted")),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Setup { list: true } => print!("{}", setup::table()),
        Command::Setup { list: false } => {
            setup::ensure().await?;
        }
        Command::Build { release } => {
            let profile = if release { Profile::Release } else { Profile::Dev };
            println!("{}", wasm::build(profile).await?.dir.display());
        }
    }
    Ok(())
}
