//! `cargo xtask`: the developer commands.

mod bench;
mod commands;
mod dev;
mod soak;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

/// Developer commands of Guildhall.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    Dev(dev::Args),
    Test(commands::test::Args),
    Soak(soak::Args),
    Bench(bench::Args),
    Db(commands::db::Args),
    Commands(commands::registration::Args),
    Openapi(commands::openapi::Args),
    Build(commands::build::Args),
    Page(commands::page::Args),
    Screenshots(commands::screenshots::Args),
    Setup(commands::setup::Args),
}

impl Command {
    /// What Ctrl-C means: the end of `dev`, which has no other, and a failure of everything else.
    fn when_stopped(&self) -> anyhow::Result<()> {
        match self {
            Command::Dev(_) => Ok(()),
            _ => Err(anyhow::anyhow!("stopped before it was done")),
        }
    }

    /// Whether Ctrl-C belongs to the program that this command runs: psql cancels a query with it.
    fn has_the_keyboard(&self) -> bool {
        matches!(self, Command::Db(args) if args.is_interactive())
    }
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let command = Command::parse();
    // Leaving either way drops what was started, and dropping stops it.
    let (stopped, keyboard) = (command.when_stopped(), !command.has_the_keyboard());
    let done = tokio::select! {
        done = run(command) => done,
        () = asked_to_stop(keyboard) => stopped,
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
        Command::Soak(args) => soak::run(args).await,
        Command::Bench(args) => bench::run(args).await,
        Command::Db(args) => commands::db::run(args).await,
        Command::Commands(args) => commands::registration::run(args),
        Command::Openapi(args) => commands::openapi::run(args),
        Command::Build(args) => commands::build::run(args).await,
        Command::Page(args) => commands::page::run(args).await,
        Command::Screenshots(args) => commands::screenshots::run(args).await,
        Command::Setup(args) => commands::setup::run(args).await,
    }
}

/// Ctrl-C, unless it belongs to somebody else, or a supervisor's SIGTERM.
async fn asked_to_stop(keyboard: bool) {
    let wait_for = async |kind| match signal(kind) {
        Ok(mut arrived) => arrived.recv().await,
        Err(_) => std::future::pending().await,
    };
    let interrupted = async {
        wait_for(SignalKind::interrupt()).await;
        // Listening alone keeps the signal from ending us.
        if !keyboard {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        _ = wait_for(SignalKind::terminate()) => {}
    }
}
