//! `cargo xtask soak`: whether anything that Discord says is lost or happens twice, while real processes are killed, frozen
//! and cut off from each other.

mod census; // what is at Discord against what the database holds
mod faults; // the plan's steps, carried out
mod identifies; // the case of the identify storm
mod plan; // what goes wrong, and when
mod report; // every count, for people
mod rows; // what stands in the database
mod settle; // waiting until nothing is left to be done
mod stream; // the case of the numbered stream
mod surroundings; // the servers, the worker, the sandbox
mod takeover; // the case of two relays
mod traffic; // something that goes on meanwhile
mod watch; // who is connected

use std::time::Duration;

use anyhow::{Context, bail};

use plan::Size;
use report::Report;
use surroundings::Programs;

/// Kill, freeze and cut off everything while numbered events stream in, and count what arrives. Fails if anything is lost
/// or happens twice.
///
/// Everything is real and of its own: Postgres, pgbouncer, the wasm in workerd, the relay; the sandbox stands in for Discord.
/// What Discord does not say is how much it keeps for a resume: here it is everything of the last 90 seconds.
#[derive(clap::Args)]
pub struct Args {
    /// How many things happen in the stream.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1_000..))]
    events: u64,
    /// Another seed is another stream.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How often the relay is killed while the stream goes on.
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// How long Postgres is away each time: 30s, 2m.
    #[arg(long, default_value = "30s", value_parser = length)]
    database_away: Duration,
    /// How long the worker is away.
    #[arg(long, default_value = "60s", value_parser = length)]
    worker_down: Duration,
    /// Which cases to run, all by default; may be given more than once.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Case {
    /// A numbered stream at full speed while everything breaks in turn.
    Stream,
    /// Two relays: one is killed, one frozen and thawed too late.
    Takeover,
    /// Sessions that are forgotten, and a relay that is started again and again.
    Identifies,
}

/// One case after the other, as the arguments say.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let Args { events, seed, kills, database_away, worker_down, cases } = args;
    let size = Size { events, seed, kills, database_away, worker_down, strikes: 10 };
    let programs = Programs::build().await?;
    let wanted = |case| cases.is_empty() || cases.contains(&case);
    let mut reports = Vec::new();
    if wanted(Case::Identifies) {
        reports.push(("identifies", identifies::run(&programs, 20).await));
    }
    if wanted(Case::Takeover) {
        reports.push(("takeover", takeover::run(&programs).await));
    }
    if wanted(Case::Stream) {
        reports.push(("stream", stream::run(&programs, &size).await));
    }
    conclude(reports)
}

/// All cases side by side, each kind of trouble once and for a short time: what fits into `cargo xtask test`.
pub async fn small() -> anyhow::Result<()> {
    let second = Duration::from_secs(1);
    let size =
        Size { events: 5_000, seed: 1, kills: 1, database_away: 4 * second, worker_down: 4 * second, strikes: 3 };
    let programs = Programs::build().await?;
    let (stream, takeover, identifies) =
        tokio::join!(stream::run(&programs, &size), takeover::run(&programs), identifies::run(&programs, 5));
    conclude(vec![("stream", stream), ("takeover", takeover), ("identifies", identifies)])
}

/// Prints every report; an error if a case has failed.
fn conclude(reports: Vec<(&str, anyhow::Result<Report>)>) -> anyhow::Result<()> {
    let mut failed = Vec::new();
    for (name, report) in reports {
        match report {
            Ok(report) => {
                println!("\n{}", report.text());
                if !report.wrong.is_empty() {
                    failed.push(name);
                }
            }
            Err(error) => {
                println!("\n{name}: FAILED\n  ✗ it could not be carried to its end: {error:#}");
                failed.push(name);
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("something was lost, happened twice or took too long: {}", failed.join(", "))
}

/// A number of seconds or minutes: `30s`, `2m`.
fn length(text: &str) -> anyhow::Result<Duration> {
    let (number, unit) = match text.strip_suffix('m') {
        Some(number) => (number, 60),
        None => (text.strip_suffix('s').unwrap_or(text), 1),
    };
    let number: u64 = number.parse().context("write a length of time as 30s or 2m")?;
    Ok(Duration::from_secs(number.saturating_mul(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_seconds_or_minutes() {
        assert_eq!(length("30s").unwrap(), Duration::from_secs(30));
        assert_eq!(length("2m").unwrap(), Duration::from_secs(120));
        assert!(length("soon").is_err());
    }
}
