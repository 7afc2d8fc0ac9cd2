//! How fast the worker answers beside other ways to serve Discord's interactions.

mod case; // what is asked, and which answer is right
mod contender; // the worker and its peers, each in a workerd of its own
mod database; // the tenant whose case is shown
mod load; // the closed-loop client
mod mint; // signed requests, never the same twice
mod report; // the table and the JSON

use std::time::Duration;

use anyhow::{Context, bail};
use xtask::report::{long, say};
use xtask::wasm::{self, Profile};

use case::Case;
use contender::{Contender, Kind};
use load::Round;
use report::{Figures, Report, Row};

use super::{figures::median, keys::Key, process};

/// What is measured, and for how long.
#[derive(clap::Args)]
pub struct Options {
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// How often each contender has its turn in each case.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How long a turn takes, in seconds.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Which cases to measure, all by default; may be given more than once.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
}

pub async fn run(options: Options) -> anyhow::Result<()> {
    let built = wasm::build(Profile::Release).await?;
    let bench = Bench { length: Duration::from_secs(options.seconds.into()), rounds: options.rounds };
    let surroundings = long("starting Postgres, pgbouncer and a tenant", database::Surroundings::start()).await?;
    let mut rows = Vec::new();
    for (cases, peers, database_url) in [
        (&Case::WITHOUT_DATABASE[..], &[Kind::Hono, Kind::Sample][..], &surroundings.direct),
        (&[Case::DbCommand], &[Kind::HonoPostgres, Kind::HonoPostgresDefaults], &surroundings.direct),
        (&[Case::DbCommandPooled], &[Kind::HonoPostgres, Kind::HonoPostgresDefaults], &surroundings.pooled),
    ] {
        let wanted = |case: &&Case| options.cases.is_empty() || options.cases.contains(case);
        let cases: Vec<&Case> = cases.iter().filter(wanted).collect();
        if cases.is_empty() {
            continue;
        }
        let mut contenders = vec![Contender::start(Kind::Ours, &built.dir, database_url, &surroundings.key).await?];
        for kind in peers {
            contenders.push(Contender::start(*kind, &built.dir, database_url, &surroundings.key).await?);
        }
        for case in cases {
            rows.extend(bench.compare(*case, &mut contenders, &surroundings).await?);
        }
    }
    let report = Report { rows, wasm_gzip_bytes: report::gzip_bytes(&built.dir.join("index_bg.wasm"))? };
    if options.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", report.table());
    }
    Ok(())
}

struct Bench {
    rounds: u32,
    length: Duration,
}

impl Bench {
    /// One case for all contenders, the first of which is ours: a turn each to warm up, then rounds of turns.
    async fn compare(
        &self,
        case: Case,
        contenders: &mut [Contender],
        surroundings: &database::Surroundings,
    ) -> anyhow::Result<Vec<Row>> {
        say(format!(
            "{}: {} rounds of {} s for each of {}",
            case.name(),
            self.rounds,
            self.length.as_secs(),
            contenders.len()
        ));
        let mut turns: Vec<Vec<Turn>> = contenders.iter().map(|_| Vec::new()).collect();
        for round in 0..=self.rounds {
            for (contender, turns) in contenders.iter_mut().zip(&mut turns) {
                let turn = self.turn(case, contender, &surroundings.key).await?;
                if round > 0 {
                    turns.push(turn);
                }
            }
        }
        let (ours, theirs) = turns.split_first().context("nothing was measured")?;
        let figures =
            |contender: &Contender, turns| Ok::<_, anyhow::Error>(summary(turns, process::memory(contender.pid())?));
        let (us, peers) = contenders.split_first().context("nothing was measured")?;
        let our_figures = figures(us, ours)?;
        let rows = peers.iter().zip(theirs).map(|(peer, theirs)| {
            let ratios =
                ours.iter().zip(theirs).map(|(ours, theirs)| ours.round.per_second() / theirs.round.per_second());
            Ok(Row::new(case.name(), peer.kind.name(), ratios.collect(), our_figures.clone(), figures(peer, theirs)?))
        });
        rows.collect()
    }

    async fn turn(&self, case: Case, contender: &mut Contender, key: &Key) -> anyhow::Result<Turn> {
        let requests = mint::requests(case, contender.kind.path(key), key, case.requests(self.length));
        let (port, length) = (contender.port(), self.length);
        let before = process::cpu_seconds(contender.pid())?;
        // A runtime of its own: the client must not wait for whatever else this program does.
        let round = tokio::task::spawn_blocking(move || load::round(port, case, requests, length)).await??;
        let cpu_seconds = process::cpu_seconds(contender.pid())? - before;
        contender.check()?;
        if let Some(wrong) = &round.wrong {
            bail!(
                "{} gave {} wrong answers to {}, the last: {wrong}",
                contender.kind.name(),
                round.errors,
                case.name()
            );
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
