//! `cargo xtask bench`: how fast things are beside other ways to do the same, in one run on this machine.

mod api; // the JSON API, asked by a browser
mod figures; // the middle and the ends of many figures
mod interactions; // the worker, asked by Discord
mod keys; // what a deployment that is measured is configured with
mod process; // a process's CPU time and memory
mod relay; // the relay, told by Discord, and the search of what it wrote
mod tenant; // a tenant with a bot in one guild
mod workers; // ours and its peers, asked in turns

/// Measure against peers and limits, on this machine.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// The JSON API: a page of a long list.
    Api(api::Options),
    /// Interactions: PING, a command, a command with a transaction, a bad signature.
    Interactions(interactions::Options),
    /// The relay: messages into Postgres, an event's way to its listener, memory, search.
    Relay(relay::Options),
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.what {
        What::Api(options) => api::run(options).await,
        What::Interactions(options) => interactions::run(options).await,
        What::Relay(options) => relay::run(options).await,
    }
}
