//! How fast the worker answers a page of a long list beside another way to do so, for somebody who is signed in.

mod database; // a tenant with long lists, and somebody who may see them
mod list; // what is asked, and which answer is right

use anyhow::ensure;
use serde_json::Value;
use xtask::report::long;
use xtask::wasm::{self, Profile};

use database::Surroundings;
use list::List;

use super::workers::{Contender, Peer, Report, Turns};

/// The same statements over the same pooler, one connection for each request, as a Worker must.
const HONO_POSTGRES: Peer = Peer { name: "hono+postgres", source: "api/peers/hono_postgres.js", flag: None };

/// What is measured, and for how long.
#[derive(clap::Args)]
pub struct Options {
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    turns: Turns,
    /// Which lists to ask for, all by default; may be given more than once.
    #[arg(long = "case", value_enum)]
    cases: Vec<List>,
}

pub async fn run(options: Options) -> anyhow::Result<()> {
    let built = wasm::build(Profile::Release).await?;
    let surroundings = long("starting Postgres, pgbouncer and a tenant with long lists", Surroundings::start()).await?;
    let bindings = surroundings.bindings();
    let mut rows = Vec::new();
    for list in List::wanted(&options.cases) {
        let path = surroundings.path(list);
        let mut contenders = [
            Contender::ours(&built.dir, path.clone(), &bindings).await?,
            Contender::peer(HONO_POSTGRES, path, &bindings).await?,
        ];
        same(&contenders, &surroundings.cookie).await?;
        let requests = |contender: &Contender| vec![list::request(&contender.path, &surroundings.cookie)];
        rows.extend(options.turns.compare(list, &mut contenders, requests).await?);
    }
    Report::new(rows, &built)?.print(options.json)
}

/// Refuses contenders that do not answer the same: they would not do the same work.
async fn same(contenders: &[Contender; 2], cookie: &str) -> anyhow::Result<()> {
    let answer = async |contender: &Contender| {
        let url = format!("http://127.0.0.1:{}{}", contender.port(), contender.path);
        let answer = reqwest::Client::new().get(url).header("cookie", cookie).send().await?;
        Ok::<Value, anyhow::Error>(answer.json().await?)
    };
    let [ours, theirs] = contenders;
    let (ours, theirs) = (answer(ours).await?, answer(theirs).await?);
    ensure!(ours == theirs, "the peer does not answer as we do:\n{ours:#}\n{theirs:#}");
    Ok(())
}
