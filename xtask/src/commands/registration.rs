//! `cargo xtask commands`: what is registered with Discord.

use guildhall::features::{ALL, registration::registration};

/// Print the bot's commands as they are registered with Discord.
#[derive(clap::Args)]
pub struct Args {
    /// The request body of Discord's "Bulk Overwrite Global Application Commands".
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> anyhow::Result<()> {
    let commands = registration(ALL);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&commands)?);
        return Ok(());
    }
    for command in commands {
        println!("/{:<12} {}", command.name, command.description);
    }
    Ok(())
}
