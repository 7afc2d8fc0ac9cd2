//! Workers side by side: each in a workerd of its own, asked the same in turns, by a client that waits for each answer.

mod contender; // one of them
mod load; // the closed-loop client
mod report; // the table and the JSON

use std::time::Duration;

use anyhow::{Context, bail};
use xtask::report::say;

pub use contender::{Bindings, Contender, Peer};
pub use report::{Report, Row};

use self::load::Round;
use self::report::Figures;
use super::{figures::median, process};

/// Nothing that is measured calls Discord.
pub const NO_DISCORD: &str = "http://127.0.0.1:9/api/v10";

/// What every contender is asked, and which answer is right.
pub trait Question: Copy + Send + Sync + 'static {
    fn name(self) -> &'static str;
    /// Connections that each have one request under way.
    fn connections(self) -> usize;
    fn accepts(self, status: u16, body: &[u8]) -> bool;
}

/// For how long they are asked.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Turns {
    /// How often each contender has its turn in each case.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How long a turn takes, in seconds.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
}

impl Turns {
    /// One turn.
    pub fn length(self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }

    /// One question for all contenders, the first of which is ours: a turn each to warm up, then rounds of turns.
    /// `requests` makes what a contender is sent in a turn, whole HTTP messages, which are sent in a circle.
    pub async fn compare<Q: Question>(
        self,
        question: Q,
        contenders: &mut [Contender],
        requests: impl Fn(&Contender) -> Vec<Vec<u8>>,
    ) -> anyhow::Result<Vec<Row>> {
        let (rounds, seconds, many) = (self.rounds, self.seconds, contenders.len());
        say(format!("{}: {rounds} rounds of {seconds} s for each of {many}", question.name()));
        let mut turns: Vec<Vec<Turn>> = contenders.iter().map(|_| Vec::new()).collect();
        for round in 0..=self.rounds {
            for (contender, turns) in contenders.iter_mut().zip(&mut turns) {
                let requests = requests(contender);
                let turn = self.turn(question, contender, requests).await?;
                if round > 0 {
                    turns.push(turn);
                }
            }
        }
        let (ours, theirs) = turns.split_first().context("nothing was measured")?;
        let figures =
            |contender: &Contender, turns| Ok::<_, anyhow::Error>(summary(turns, process::memory(contender.pid)?));
        let (us, peers) = contenders.split_first().context("nothing was measured")?;
        let our_figures = figures(us, ours)?;
        let rows = peers.iter().zip(theirs).map(|(peer, theirs)| {
            let ratios =
                ours.iter().zip(theirs).map(|(ours, theirs)| ours.round.per_second() / theirs.round.per_second());
            Ok(Row::new(question.name(), peer.name, ratios.collect(), our_figures.clone(), figures(peer, theirs)?))
        });
        rows.collect()
    }

    async fn turn<Q: Question>(
        self,
        question: Q,
        contender: &mut Contender,
        requests: Vec<Vec<u8>>,
    ) -> anyhow::Result<Turn> {
        let (port, length) = (contender.port(), self.length());
        let before = process::cpu_seconds(contender.pid)?;
        // A runtime of its own: the client must not wait for whatever else this program does.
        let round = tokio::task::spawn_blocking(move || load::round(port, question, requests, length)).await??;
        let cpu_seconds = process::cpu_seconds(contender.pid)? - before;
        contender.check()?;
        if let Some(wrong) = &round.wrong {
            let (name, errors) = (contender.name, round.errors);
            bail!("{name} gave {errors} wrong answers to {}, the last: {wrong}", question.name());
        }
        Ok(Turn { round, cpu_seconds })
    }
}

/// A round and the CPU time that the server spent in it.
struct Turn {
    round: Round,
    cpu_seconds: f64,
}

fn summary(turns: &[Turn], memory_mib: f64) -> Figures {
    let of = |figure: fn(&Turn) -> f64| median(turns.iter().map(figure).collect());
    Figures {
        requests_per_second: of(|turn| turn.round.per_second()),
        p50_ms: of(|turn| turn.round.percentile_ms(50)),
        p99_ms: of(|turn| turn.round.percentile_ms(99)),
        cpu_seconds_per_10000: of(|turn| turn.cpu_seconds * 10_000.0 / turn.round.answers() as f64),
        memory_mib,
    }
}
