//! How fast the worker answers beside other ways to serve Discord's interactions.

mod case; // what is asked, and which answer is right
mod database; // the tenant whose case is shown
mod mint; // signed requests, never the same twice
mod peers; // other ways to do the same

use xtask::report::long;
use xtask::wasm::{self, Profile};

use case::Case;
use peers::{HONO, HONO_POSTGRES, HONO_POSTGRES_DEFAULTS, SAMPLE};

use super::workers::{Contender, Report, Turns};

/// What is measured, and for how long.
#[derive(clap::Args)]
pub struct Options {
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    turns: Turns,
    /// Which cases to measure, all by default; may be given more than once.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
}

pub async fn run(options: Options) -> anyhow::Result<()> {
    let built = wasm::build(Profile::Release).await?;
    let surroundings = long("starting Postgres, pgbouncer and a tenant", database::Surroundings::start()).await?;
    let key = &surroundings.key;
    let mut rows = Vec::new();
    for (cases, peers, database_url) in [
        (&Case::WITHOUT_DATABASE[..], [HONO, SAMPLE], &surroundings.direct),
        (&[Case::DbCommand], [HONO_POSTGRES, HONO_POSTGRES_DEFAULTS], &surroundings.direct),
        (&[Case::DbCommandPooled], [HONO_POSTGRES, HONO_POSTGRES_DEFAULTS], &surroundings.pooled),
    ] {
        let wanted = |case: &&Case| options.cases.is_empty() || options.cases.contains(case);
        let cases: Vec<Case> = cases.iter().filter(wanted).copied().collect();
        if cases.is_empty() {
            continue;
        }
        let bindings = peers::bindings(key, database_url);
        let mut contenders = vec![Contender::ours(&built.dir, peers::our_path(key), &bindings).await?];
        for peer in peers {
            contenders.push(Contender::peer(peer, "/".to_owned(), &bindings).await?);
        }
        for case in cases {
            let count = case.requests(options.turns.length());
            let requests = |contender: &Contender| mint::requests(case, &contender.path, key, count);
            rows.extend(options.turns.compare(case, &mut contenders, requests).await?);
        }
    }
    Report::new(rows, &built)?.print(options.json)
}
