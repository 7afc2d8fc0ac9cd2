//! How fast the relay writes what it hears beside other ways to do so, how soon a listener has acted, what it takes of
//! memory, and how fast what it wrote is found.

mod corpus; // what is said, and how Discord tells of it
mod ingest; // messages into Postgres, beside COPY and a bot made with discord.js
mod latency; // an event's way to its listener's effect
mod memory; // beside a bot made with discord.js
mod node; // that bot
mod report; // the table and the JSON
mod search; // over as many messages as wanted, while more come in
mod stage; // Postgres, the sandbox with its servers, the relay

use xtask::report::say;

use report::Report;

/// What is measured, and how much of it.
#[derive(clap::Args)]
pub struct Options {
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Messages that are written in one turn of `ingest`.
    #[arg(long, default_value_t = 40_000, value_parser = clap::value_parser!(u64).range(1_000..))]
    events: u64,
    /// Turns of `ingest` for each contender.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Messages that `search` looks through.
    #[arg(long, default_value_t = 2_000_000, value_parser = clap::value_parser!(u64).range(10_000..=20_000_000))]
    messages: u64,
    /// How long `latency` takes, in seconds.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(5..))]
    seconds: u32,
    /// What to measure, all by default; may be given more than once.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
}

/// One thing to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Case {
    /// Messages a second into Postgres with all indexes.
    Ingest,
    /// From the gateway to a listener's effect, at 500 events a second.
    Latency,
    /// Resident memory with 1,000 servers and 100,000 members.
    Memory,
    /// Search while messages come in.
    Search,
}

pub async fn run(options: Options) -> anyhow::Result<()> {
    let wanted = |case| options.cases.is_empty() || options.cases.contains(&case);
    let program = stage::build().await?;
    let mut report = Report::default();
    if wanted(Case::Ingest) {
        say(format!("ingest: {} rounds of {} messages for each of 3", options.rounds, options.events));
        report.extend(ingest::measure(&program, options.events, options.rounds).await?);
    }
    if wanted(Case::Latency) {
        say(format!("latency: {} s at {} events a second", options.seconds, latency::PER_SECOND));
        report.extend(latency::measure(&program, options.seconds).await?);
    }
    if wanted(Case::Memory) {
        say(format!("memory: {} servers, {} members", memory::GUILDS, memory::GUILDS * memory::MEMBERS));
        report.extend(memory::measure(&program).await?);
    }
    if wanted(Case::Search) {
        say(format!("search: {} messages", options.messages));
        report.extend(search::measure(&program, options.messages).await?);
    }
    if options.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", report.table());
    }
    Ok(())
}
