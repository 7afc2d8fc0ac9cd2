//! What was measured, as a table for people and as JSON for programs.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde::Serialize;
use xtask::wasm::Built;

use crate::bench::figures::median;

/// One contender in one case: medians over the rounds.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    pub requests_per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Of the server's process, all threads.
    pub cpu_seconds_per_10000: f64,
    /// Resident, after the last round.
    pub memory_mib: f64,
}

/// Us against one peer in one case.
#[derive(Debug, Serialize)]
pub struct Row {
    pub case: &'static str,
    pub peer: &'static str,
    /// Our requests per second by the peer's: the median of the rounds' ratios, so that a machine which slows down for
    /// some rounds slows both.
    pub ratio: f64,
    pub ours: Figures,
    pub theirs: Figures,
}

impl Row {
    pub fn new(case: &'static str, peer: &'static str, ratios: Vec<f64>, ours: Figures, theirs: Figures) -> Self {
        let ratio = median(ratios);
        Self { case, peer, ratio: (ratio * 1000.0).round() / 1000.0, ours, theirs }
    }
}

/// A whole benchmark.
#[derive(Debug, Serialize)]
pub struct Report {
    pub rows: Vec<Row>,
    pub wasm_gzip_bytes: u64,
}

impl Report {
    /// Of what was built.
    pub fn new(rows: Vec<Row>, built: &Built) -> anyhow::Result<Self> {
        Ok(Self { rows, wasm_gzip_bytes: gzip_bytes(&built.dir.join("index_bg.wasm"))? })
    }

    /// For people, or as JSON for programs.
    pub fn print(&self, json: bool) -> anyhow::Result<()> {
        if json {
            println!("{}", serde_json::to_string(self)?);
        } else {
            print!("{}", self.table());
        }
        Ok(())
    }

    /// Two lines for each row: ours, then the peer's.
    fn table(&self) -> String {
        let mut text = format!(
            "{:<18} {:<26} {:>7} {:>11} {:>9} {:>9} {:>11} {:>9}\n",
            "case", "worker", "ratio", "requests/s", "p50 ms", "p99 ms", "CPU s/10k", "memory"
        );
        for row in &self.rows {
            line(&mut text, row.case, "guildhall", &format!("{:.2}", row.ratio), &row.ours);
            line(&mut text, "", row.peer, "", &row.theirs);
        }
        let kib = self.wasm_gzip_bytes as f64 / 1024.0;
        writeln!(text, "\nwasm, gzip: {kib:.0} KiB. The ratio is our requests per second by the peer's.").ok();
        text
    }
}

fn line(text: &mut String, case: &str, worker: &str, ratio: &str, figures: &Figures) {
    let Figures { requests_per_second, p50_ms, p99_ms, cpu_seconds_per_10000, memory_mib } = figures;
    writeln!(
        text,
        "{case:<18} {worker:<26} {ratio:>7} {requests_per_second:>11.0} {p50_ms:>9.2} {p99_ms:>9.2} \
         {cpu_seconds_per_10000:>11.2} {memory_mib:>5.0} MiB"
    )
    .ok();
}

/// How many bytes a file has when gzip has packed it as well as it can.
fn gzip_bytes(file: &Path) -> anyhow::Result<u64> {
    let packed = Command::new("gzip").arg("-9c").arg(file).output().context("gzip could not be started")?;
    anyhow::ensure!(packed.status.success(), "gzip failed: {}", String::from_utf8_lossy(&packed.stderr).trim());
    Ok(packed.stdout.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_has_the_fields_that_are_promised() {
        let figures = |requests_per_second| Figures {
            requests_per_second,
            p50_ms: 1.0,
            p99_ms: 2.0,
            cpu_seconds_per_10000: 1.5,
            memory_mib: 100.0,
        };
        let rows = vec![Row::new("ping", "discord-hono", vec![1.1, 1.3, 1.2], figures(6_000.0), figures(5_000.0))];
        let report = Report { rows, wasm_gzip_bytes: 700_000 };
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["rows"][0]["case"], "ping");
        assert_eq!(json["rows"][0]["peer"], "discord-hono");
        assert_eq!(json["rows"][0]["ratio"], 1.2);
        assert_eq!(json["wasm_gzip_bytes"], 700_000);
        assert!(report.table().contains("1.20"));
    }
}
