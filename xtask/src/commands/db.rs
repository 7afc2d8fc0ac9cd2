//! `cargo xtask db`: the development database.

use std::process::Command;

use xtask::database;

use crate::dev::{self, database::Database};

/// Migrate, reset or look into the development database.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// The port of the embedded Postgres; unused when DATABASE_URL is set.
    #[arg(long, global = true, default_value_t = dev::POSTGRES_PORT)]
    postgres_port: u16,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Apply the roles and the migrations that are missing.
    Migrate,
    /// Throw the database away and make it anew.
    Reset,
    /// Open psql as the owner of the schema, or run it with the arguments after `--`.
    Psql {
        #[arg(last = true)]
        arguments: Vec<String>,
    },
}

impl Args {
    /// Whether this runs a program that reads from the terminal.
    pub fn is_interactive(&self) -> bool {
        matches!(self.action, Action::Psql { .. })
    }
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let database = Database::open(args.postgres_port).await?;
    match args.action {
        Action::Migrate => {
            database.server.migrate(dev::DATABASE).await?;
            println!("the database {} is up to date", dev::DATABASE);
        }
        Action::Reset => {
            database.server.reset(dev::DATABASE).await?;
            println!(
                "the database {} is empty and up to date; `cargo xtask dev` fills in the demo when it starts",
                dev::DATABASE
            );
        }
        Action::Psql { arguments } => {
            let psql = xtask::setup::program("psql", "postgresql-client", "to look into the database").await?;
            database.server.migrate(dev::DATABASE).await?;
            let mut command = Command::new(psql);
            command.arg(database.server.url(database::OWNER, dev::DATABASE)).args(arguments);
            interactive(command).await?;
        }
    }
    Ok(())
}

/// Runs a program that talks to the person: in our own process group, so that it may read from the terminal.
async fn interactive(mut command: Command) -> anyhow::Result<()> {
    let status = tokio::task::spawn_blocking(move || command.status()).await??;
    anyhow::ensure!(status.success(), "psql ended with {status}");
    Ok(())
}
