//! Resident memory of the relay and of a bot made with discord.js, after the same stream.

use std::path::PathBuf;
use std::time::Duration;

use xtask::child::Child;

use super::corpus::{Corpus, ids};
use super::node;
use super::report::Row;
use super::stage::Stage;
use crate::bench::process;

pub const GUILDS: usize = 1_000;
pub const MEMBERS: usize = 100;
/// Messages a second: each member writes once.
const PER_SECOND: u32 = 2_000;

pub async fn measure(program: &PathBuf) -> anyhow::Result<Vec<Row>> {
    let stage = Stage::set(GUILDS, 5, MEMBERS).await?;
    let mut corpus = Corpus::new(2);
    let everybody = stage.guilds.iter().flat_map(|guild| guild.members.iter().map(move |member| (guild, *member)));
    let count = (GUILDS * MEMBERS) as u64;
    let stream: Vec<_> = ids(count, 3_600_000)
        .zip(everybody)
        .map(|(id, (guild, author))| {
            let said = super::corpus::Said { author, ..corpus.say(guild, id) };
            (guild.id, "MESSAGE_CREATE", said.event())
        })
        .collect();

    let mut relay = stage.relay(program, "http://127.0.0.1:9").await?;
    stage.feed(&stream, Some(PER_SECOND)).await?;
    stage.written(&mut relay, Duration::from_secs(300)).await?;
    let ours = taken(&relay)?;
    relay.stop();

    let mut bot = node::start(&stage, false).await?;
    stage.feed(&stream, Some(PER_SECOND)).await?;
    node::dealt_with(&mut bot, count, Duration::from_secs(300)).await?;
    let theirs = taken(&bot)?;
    let told = format!(
        "MiB resident (at most): relay {:.0} ({:.0}), discord.js {:.0} ({:.0})",
        ours.0, ours.1, theirs.0, theirs.1
    );
    Ok(vec![Row::new("memory_vs_discordjs", ours.0 / theirs.0, told)])
}

fn taken(child: &Child) -> anyhow::Result<(f64, f64)> {
    Ok((process::memory(child.pid())?, process::most_memory(child.pid())?))
}
