//! What was measured, as a table for people and as JSON for programs.

use std::fmt::Write as _;

use serde::Serialize;

/// One figure. Its unit is in its name: a ratio where it is `…_vs_…`, milliseconds where it ends with `_ms`.
#[derive(Debug, Serialize)]
pub struct Row {
    pub case: String,
    pub value: f64,
    /// How it came about, for people.
    pub told: String,
}

impl Row {
    pub fn new(case: impl Into<String>, value: f64, told: impl Into<String>) -> Self {
        Self { case: case.into(), value: (value * 1000.0).round() / 1000.0, told: told.into() }
    }
}

/// The whole benchmark.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    rows: Vec<Row>,
}

impl Report {
    pub fn extend(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows);
    }

    pub fn table(&self) -> String {
        let mut text = format!("{:<34} {:>10}  {}\n", "case", "value", "how");
        for Row { case, value, told } in &self.rows {
            writeln!(text, "{case:<34} {value:>10.3}  {told}").ok();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_has_the_fields_that_are_promised() {
        let mut report = Report::default();
        report.extend(vec![Row::new("ingest_vs_copy", 0.123_45, "3 rounds")]);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["rows"][0]["case"], "ingest_vs_copy");
        assert_eq!(json["rows"][0]["value"], 0.123);
        assert!(report.table().contains("0.123"));
    }
}
