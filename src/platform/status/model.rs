//! What the counts mean. Pure.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use crate::platform::locale::{Locale, say};

/// What is counted of all tenants together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Interactions of the last five minutes, and how many of them ended in an apology.
    pub runs: i64,
    pub failed_runs: i64,
    /// Answers that are owed for longer than a minute.
    pub overdue_answers: i64,
    pub bots_to_connect: i64,
    pub shards_connected: i64,
    pub shards_away: i64,
    pub oldest_event_seconds: i64,
    /// Calls of the last five minutes that were done, those that failed and wait, and how late the latest is.
    pub effects_done: i64,
    pub effects_failing: i64,
    pub oldest_effect_seconds: i64,
}

/// How a path is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Ok,
    Degraded,
    Down,
}

/// One of the ways that the work takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Path {
    #[serde(skip)]
    pub name: &'static str,
    pub state: State,
    /// One sentence: what it means for whoever uses Guildhall.
    pub says: String,
    #[serde(flatten)]
    pub numbers: Value,
}

/// After so many seconds what waits is late.
const LATE: i64 = 60;
/// From so many milliseconds on the database is slow.
const SLOW_MS: u128 = 1_000;

/// The paths, in the order in which people read them.
pub fn paths(locale: Locale, counts: &Counts, took: Duration) -> [Path; 4] {
    [interactions(locale, counts), gateway(locale, counts), rest(locale, counts), database(locale, took)]
}

/// The same where the database does not answer.
pub fn without_database(locale: Locale) -> [Path; 4] {
    let path = |name, state, says| Path { name, state, says, numbers: json!({}) };
    let unknown = || say!(locale, "Nobody can tell while the database does not answer.");
    [
        path(
            "interactions",
            State::Degraded,
            say!(locale, "Commands that need the database are answered with an apology."),
        ),
        path("gateway", State::Degraded, unknown()),
        path("rest", State::Degraded, unknown()),
        path(
            "database",
            State::Down,
            say!(locale, "The database does not answer. Nothing that was confirmed is lost."),
        ),
    ]
}

fn interactions(locale: Locale, counts: &Counts) -> Path {
    let Counts { runs, failed_runs, overdue_answers, .. } = *counts;
    let is_mostly_failing = failed_runs.saturating_mul(2) > runs;
    let (state, says) = if is_mostly_failing && failed_runs >= 5 {
        (State::Down, say!(locale, "Most commands end in an apology."))
    } else if failed_runs > 0 || overdue_answers > 0 {
        (State::Degraded, say!(locale, "Some commands end in an apology or are answered late."))
    } else {
        (State::Ok, say!(locale, "Commands, buttons and forms are answered."))
    };
    let numbers = json!({ "runs": runs, "failed_runs": failed_runs, "overdue_answers": overdue_answers });
    Path { name: "interactions", state, says, numbers }
}

fn gateway(locale: Locale, counts: &Counts) -> Path {
    let Counts { bots_to_connect, shards_connected, shards_away, oldest_event_seconds, .. } = *counts;
    let (state, says) = if bots_to_connect == 0 {
        (State::Ok, say!(locale, "No bot wants to hear what happens by itself."))
    } else if shards_connected == 0 {
        (State::Down, say!(locale, "No bot hears what happens by itself. It is looked for once one does again."))
    } else if shards_away > 0 {
        (State::Degraded, say!(locale, "Some bots do not hear what happens. It is looked for once they do again."))
    } else if oldest_event_seconds > LATE {
        (State::Degraded, say!(locale, "What happens is heard, and acted upon late."))
    } else {
        (State::Ok, say!(locale, "What happens on Discord is heard."))
    };
    let numbers = json!({
        "bots_to_connect": bots_to_connect, "shards_connected": shards_connected, "shards_away": shards_away,
        "oldest_event_seconds": oldest_event_seconds,
    });
    Path { name: "gateway", state, says, numbers }
}

fn rest(locale: Locale, counts: &Counts) -> Path {
    let Counts { effects_done, effects_failing, oldest_effect_seconds, .. } = *counts;
    let (state, says) = if effects_failing > 0 && effects_done == 0 {
        (State::Down, say!(locale, "Discord takes no calls. What was decided waits and is tried again."))
    } else if effects_failing > 0 || oldest_effect_seconds > LATE {
        (State::Degraded, say!(locale, "Some of what was decided waits and is tried again."))
    } else {
        (State::Ok, say!(locale, "What is decided is done on Discord at once."))
    };
    let numbers = json!({
        "effects_done": effects_done, "effects_failing": effects_failing, "oldest_effect_seconds": oldest_effect_seconds,
    });
    Path { name: "rest", state, says, numbers }
}

fn database(locale: Locale, took: Duration) -> Path {
    let (state, says) = if took.as_millis() > SLOW_MS {
        (State::Degraded, say!(locale, "The database answers slowly."))
    } else {
        (State::Ok, say!(locale, "The database answers."))
    };
    let answer_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    Path { name: "database", state, says, numbers: json!({ "answer_ms": answer_ms }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(3);

    fn states(counts: Counts, took: Duration) -> [State; 4] {
        paths(Locale::ENGLISH, &counts, took).map(|path| path.state)
    }

    #[test]
    fn each_path_is_judged_by_its_own_counts() {
        use State::{Degraded, Down, Ok};
        let quiet = Counts { bots_to_connect: 1, shards_connected: 1, ..Counts::default() };
        let slow = Duration::from_millis(1_500);
        for (what, counts, took, expected) in [
            ("quiet", quiet, QUICK, [Ok, Ok, Ok, Ok]),
            ("one apology", Counts { runs: 1, failed_runs: 1, ..quiet }, QUICK, [Degraded, Ok, Ok, Ok]),
            ("mostly apologies", Counts { runs: 9, failed_runs: 5, ..quiet }, QUICK, [Down, Ok, Ok, Ok]),
            ("an answer is owed", Counts { overdue_answers: 1, ..quiet }, QUICK, [Degraded, Ok, Ok, Ok]),
            ("a shard is away", Counts { shards_away: 1, ..quiet }, QUICK, [Ok, Degraded, Ok, Ok]),
            ("all are away", Counts { shards_connected: 0, shards_away: 1, ..quiet }, QUICK, [Ok, Down, Ok, Ok]),
            ("nobody wants one", Counts { bots_to_connect: 0, shards_connected: 0, ..quiet }, QUICK, [Ok; 4]),
            ("events are late", Counts { oldest_event_seconds: 61, ..quiet }, QUICK, [Ok, Degraded, Ok, Ok]),
            ("some calls fail", Counts { effects_done: 9, effects_failing: 1, ..quiet }, QUICK, [Ok, Ok, Degraded, Ok]),
            ("all calls fail", Counts { effects_failing: 1, ..quiet }, QUICK, [Ok, Ok, Down, Ok]),
            ("slow", quiet, slow, [Ok, Ok, Ok, Degraded]),
        ] {
            assert_eq!(states(counts, took), expected, "{what}");
        }
    }
}
