//! What came of a case, for people: every count, and in the end what is wrong.

use std::fmt::Write as _;
use std::time::Duration;

use super::census::Count;

/// As many names of missing things as are shown.
const SHOWN: usize = 8;

/// One case.
#[derive(Debug, Default)]
pub struct Report {
    pub name: &'static str,
    pub counts: Vec<Count>,
    /// Other figures, each with what it is of.
    pub figures: Vec<(&'static str, String)>,
    /// Sentences; none of them means that the case has passed.
    pub wrong: Vec<String>,
}

impl Report {
    pub fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    pub fn figure(&mut self, of: &'static str, figure: impl ToString) {
        self.figures.push((of, figure.to_string()));
    }

    /// Says what is wrong if something does not hold.
    pub fn check(&mut self, holds: bool, otherwise: impl Into<String>) {
        if !holds {
            self.wrong.push(otherwise.into());
        }
    }

    /// Takes over the counts of what was sent, and notes whatever is missing, there twice, or never sent.
    pub fn take(&mut self, counts: Vec<Count>) {
        for count in &counts {
            let Count { what, twice, strange, missing, .. } = count;
            let shown = missing.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
            let more = if missing.len() > SHOWN { ", …" } else { "" };
            self.check(missing.is_empty(), format!("{what}: {} missing: {shown}{more}", missing.len()));
            self.check(*twice == 0, format!("{what}: {twice} are there more than once"));
            self.check(*strange == 0, format!("{what}: {strange} were never sent"));
        }
        self.counts = counts.into_iter().filter(|count| count.sent > 0).collect();
    }

    /// The report as a text of several lines.
    pub fn text(&self) -> String {
        let verdict = if self.wrong.is_empty() { "passed" } else { "FAILED" };
        let mut text = format!("{}: {verdict}\n", self.name);
        if !self.counts.is_empty() {
            let (there, once) = ("in the database", "more than once");
            writeln!(text, "  {:<24} {:>10} {there:>16} {once:>15} {:>8}", "", "sent", "missing").ok();
        }
        for Count { what, sent, had, twice, missing, .. } in &self.counts {
            let (sent, had, lost) = (grouped(*sent), grouped(*had), grouped(missing.len() as u64));
            writeln!(text, "  {what:<24} {sent:>10} {had:>16} {:>15} {lost:>8}", grouped(*twice)).ok();
        }
        for (of, figure) in &self.figures {
            writeln!(text, "  {of:<24} {figure}").ok();
        }
        for sentence in &self.wrong {
            writeln!(text, "  ✗ {sentence}").ok();
        }
        text
    }
}

/// A number with its thousands apart: 100,000.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Seconds with one decimal.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([7, 999, 1_000, 1_234_567].map(grouped), ["7", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_missing_message_fails_the_case_by_name() {
        let mut report = Report::new("stream");
        let count = Count { what: "messages", sent: 2, had: 1, twice: 0, strange: 0, missing: vec!["2".to_owned()] };
        report.take(vec![count]);
        assert!(report.text().starts_with("stream: FAILED"));
        assert!(report.text().ends_with("✗ messages: 1 missing: 2\n"), "{}", report.text());
    }
}
