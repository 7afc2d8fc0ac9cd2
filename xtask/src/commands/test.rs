//! `cargo xtask test`: everything that must hold before a change lands, with a table at the end.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use xtask::child;
use xtask::page::{self, Check};
use xtask::wasm::{self, Profile};
use xtask::{paths, report, setup};

use super::surroundings::Surroundings;
use crate::soak;

/// Run the tests: all of them, or the parts that are named. With CI=true a part that cannot run is a failure.
#[derive(clap::Args)]
pub struct Args {
    /// Which parts to run, all by default.
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// rustfmt, and clippy for this machine and for wasm32, warnings denied (of a clippy newer than we know only shown);
    /// TypeScript and Prettier for the page.
    Lint,
    /// The worker natively and the tools, on real Postgres, through pgbouncer and directly.
    Native,
    /// Discord's stand-in, and its page in Chromium.
    Sandbox,
    /// The built wasm in workerd, with the sandbox, and the page in Chromium.
    E2e,
    /// A public fuzzer of OpenAPI documents, against the API in workerd: it finds nothing.
    Fuzz,
    /// What `cargo xtask soak` does, in small: nothing is lost while processes are killed and frozen.
    Soak,
}

enum Outcome {
    Passed,
    Failed(String),
    NotRun(String),
}

struct Row {
    step: &'static str,
    outcome: Outcome,
    took: Duration,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let wanted = |part| args.parts.is_empty() || args.parts.contains(&part);
    let mut rows = Vec::new();
    if wanted(Part::Lint) {
        lint(&mut rows).await;
    }
    if [Part::Native, Part::Sandbox, Part::E2e, Part::Fuzz, Part::Soak].into_iter().any(wanted) {
        // One server and one pooler serve every part; they stop when this block ends, however it ends.
        match Surroundings::start().await {
            Ok(surroundings) => run_tests(&mut rows, &surroundings, wanted).await,
            Err(error) => rows.push(Row {
                step: "native, sandbox, e2e, fuzz, soak",
                outcome: Outcome::NotRun(format!("{error:#}")),
                took: Duration::ZERO,
            }),
        }
    }
    conclude(&rows)
}

async fn lint(rows: &mut Vec<Row>) {
    step(rows, "rustfmt", child::show("rustfmt", &cargo(&["fmt", "--all", "--check"]))).await;
    step(rows, "clippy", clippy("clippy", || cargo(&[]), &["--workspace", "--all-targets"])).await;
    let wasm = async {
        let toolchain = setup::wasm_toolchain().await?;
        let what = ["-p", "guildhall", "--lib", "--target", "wasm32-unknown-unknown"];
        clippy("clippy for wasm32", || toolchain.cargo(), &what).await
    };
    step(rows, "clippy for wasm32", wasm).await;
    step(rows, "tsc", page::check(Check::Types)).await;
    step(rows, "prettier", page::check(Check::Format)).await;
}

/// The newest clippy (its last number, the compiler's as well) whose every warning is known here. A newer one may have
/// lints that nobody has seen, and a newcomer's compiler is often newer: its warnings are shown, but deny nothing.
const NEWEST_KNOWN: u32 = 99;

async fn clippy(name: &'static str, cargo: impl Fn() -> Command, what: &[&str]) -> anyhow::Result<()> {
    let version = cargo().args(["clippy", "--version"]).output().context("cargo could not be started")?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let mut command = cargo();
    command.arg("clippy").args(what);
    if minor(&version).is_none_or(|minor| minor <= NEWEST_KNOWN) {
        command.args(["--", "-D", "warnings"]);
    } else {
        report::say(format!("{version} is newer than 0.1.{NEWEST_KNOWN}: its warnings are only shown"));
    }
    child::show(name, &command).await
}

/// The last number of `clippy 0.1.95 (59807616e1 2026-04-14)`.
fn minor(version: &str) -> Option<u32> {
    version.split_whitespace().nth(1)?.rsplit('.').next()?.parse().ok()
}

async fn run_tests(rows: &mut Vec<Row>, surroundings: &Surroundings, wanted: impl Fn(Part) -> bool) {
    let test = |packages: &[&str]| {
        let mut cargo = cargo(&["test", "--no-fail-fast"]);
        for package in packages {
            cargo.args(["-p", package]);
        }
        if surroundings.chromium.is_err() {
            // The tests of the page need the browser and are named so; without it the others still run.
            cargo.args(["--", "--skip", "page"]);
        }
        cargo.envs(&surroundings.variables);
        cargo
    };
    if let Err(missing) = &surroundings.chromium {
        rows.push(Row { step: "tests of the page", outcome: Outcome::NotRun(missing.clone()), took: Duration::ZERO });
    }
    if wanted(Part::Native) {
        step(rows, "native tests", child::show("the native tests", &test(&["guildhall", "gateway-relay", "xtask"])))
            .await;
    }
    if wanted(Part::Sandbox) || wanted(Part::E2e) {
        step(rows, "page build", async { page::build().await.map(drop) }).await;
    }
    if wanted(Part::Sandbox) {
        step(rows, "page's own tests", page::check(Check::Tests)).await;
        step(rows, "sandbox tests", child::show("the sandbox tests", &test(&["sandbox"]))).await;
    }
    if wanted(Part::E2e) || wanted(Part::Fuzz) {
        let mut built = None;
        step(rows, "wasm build", async {
            built = Some(wasm::build(Profile::Dev).await?.dir);
            Ok(())
        })
        .await;
        if wanted(Part::E2e) {
            on_wasm(rows, "end-to-end tests", built.as_deref(), test(&["e2e"])).await;
        }
        if wanted(Part::Fuzz) {
            fuzz(rows, built.as_deref(), &surroundings.variables).await;
        }
    }
    if wanted(Part::Soak) {
        step(rows, "soak", soak::small()).await;
    }
}

async fn fuzz(rows: &mut Vec<Row>, built: Option<&Path>, variables: &BTreeMap<&'static str, String>) {
    const STEP: &str = "fuzzer of the API";
    match setup::fuzzer().await {
        Ok(programs) => {
            let mut validator = Command::new(programs.join("openapi-spec-validator"));
            validator.arg("docs/openapi.json").current_dir(paths::root());
            step(rows, "API's document", child::show("the validator of the API's document", &validator)).await;
            let mut tests = cargo(&["test", "--no-fail-fast", "-p", "e2e", "--test", "fuzz"]);
            tests.envs(variables).env("SCHEMATHESIS", programs.join("schemathesis"));
            on_wasm(rows, STEP, built, tests).await;
        }
        Err(missing) => {
            let outcome = Outcome::NotRun(format!("{missing:#}"));
            rows.push(Row { step: STEP, outcome, took: Duration::ZERO });
        }
    }
}

/// Runs tests of the built worker, if there is one.
async fn on_wasm(rows: &mut Vec<Row>, name: &'static str, built: Option<&Path>, mut tests: Command) {
    let Some(dir) = built else {
        let outcome = Outcome::NotRun("the wasm was not built".to_owned());
        rows.push(Row { step: name, outcome, took: Duration::ZERO });
        return;
    };
    tests.env("GUILDHALL_WASM_DIR", dir);
    step(rows, name, child::show(&format!("the {name}"), &tests)).await;
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(arguments).current_dir(paths::root());
    cargo
}

async fn step(rows: &mut Vec<Row>, step: &'static str, run: impl Future<Output = anyhow::Result<()>>) {
    report::say(step);
    let began = Instant::now();
    let outcome = match run.await {
        Ok(()) => Outcome::Passed,
        Err(error) => Outcome::Failed(format!("{error:#}")),
    };
    rows.push(Row { step, outcome, took: began.elapsed() });
}

/// Prints the table; fails unless everything passed. Outside CI a part that could not run is only said aloud.
fn conclude(rows: &[Row]) -> anyhow::Result<()> {
    let strict = std::env::var("CI").is_ok_and(|value| value == "true");
    println!();
    for Row { step, outcome, took } in rows {
        let word = match outcome {
            Outcome::Passed => "passed",
            Outcome::Failed(_) => "FAILED",
            Outcome::NotRun(_) => "NOT RUN",
        };
        println!("{step:<20} {word:<8} {:>6.0} s", took.as_secs_f64());
    }
    for Row { step, outcome, .. } in rows {
        match outcome {
            Outcome::Passed => {}
            Outcome::Failed(why) => println!("\n{step}: {why}"),
            Outcome::NotRun(why) => println!("\n{step}: not run: {why}"),
        }
    }
    if rows.iter().any(|row| matches!(row.outcome, Outcome::Failed(_))) {
        bail!("some tests failed; what is above says which");
    }
    if strict && rows.iter().any(|row| matches!(row.outcome, Outcome::NotRun(_))) {
        bail!("some tests did not run, which with CI=true is a failure");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clippys_version_is_read() {
        assert_eq!(minor("clippy 0.1.95 (59807616e1 2026-04-14)"), Some(95));
        assert_eq!(minor("error: no such command"), None);
    }

    #[test]
    fn a_failed_step_fails_the_whole() {
        let row = |outcome| Row { step: "step", outcome, took: Duration::ZERO };
        assert!(conclude(&[row(Outcome::Passed)]).is_ok());
        assert!(conclude(&[row(Outcome::Passed), row(Outcome::Failed("why".to_owned()))]).is_err());
    }
}
