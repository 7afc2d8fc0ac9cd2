//! `cargo xtask`: the developer commands.

mod commands;
mod dev;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

/// Developer commands of Guildhall.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    Dev(dev::Args),
    Test(commands::test::Args),
    Db(commands::db::Args),
    Commands(commands::registration::Args),
    Build(commands::build::Args),
    Setup(commands::setup::Args),
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let command = Command::parse();
    // `dev` has no other end.
    let endless = matches!(command, Command::Dev(_));
    // Leaving either way drops what was started, and dropping stops it.
    let done = tokio::select! {
        done = run(command) => done,
        () = asked_to_stop() => if endless { Ok(()) } else { Err(anyhow::anyhow!("stopped before it was done")) },
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
        Command::Dev(args) => dev::run(args).await,
        Command::Test(args) => commands::test::run(args).await,
        Command::Db(args) => commands::db::run(args).await,
        Command::Commands(args) => commands::registration::run(args),
        Command::Build(args) => commands::build::run(args).await,
        Command::Setup(args) => commands::setup::run(args).await,
    }
}

/// Ctrl-C, or a supervisor's SIGTERM.
async fn asked_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => terminated.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
}
