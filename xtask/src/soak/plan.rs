//! What is done to everybody while the stream goes on: a list of steps that is written down before the first.

use std::fmt;
use std::time::Duration;

/// One thing that goes wrong, in the middle of its share of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The relay is killed with SIGKILL, and another started at once.
    KillRelay,
    /// The gateway tells everybody to connect anew, so many times.
    Reconnects(u32),
    /// The gateway says that sessions are invalid and can be resumed, so many times.
    InvalidSessions(u32),
    /// The gateway forgets what it kept of each session: a new one has to begin.
    LoseSessions,
    /// Connections break off in the middle of a frame, so many times.
    CutFrames(u32),
    /// Every event comes twice.
    Duplicates,
    /// Of two edits the older comes last.
    LateEdits,
    /// Postgres is asked to stop, and is away for so long.
    StopDatabase(Duration),
    /// Postgres goes down without a farewell, and while it is away the relay is killed.
    CrashDatabase(Duration),
    /// The worker is killed, and is away for so long.
    KillWorker(Duration),
}

/// How large a stream's test is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub events: u64,
    pub seed: u64,
    pub kills: u32,
    pub database_away: Duration,
    pub worker_down: Duration,
    /// How often a storm strikes.
    pub strikes: u32,
}

impl Step {
    /// How large its share of the stream is, beside those of the others.
    pub fn weight(self) -> u64 {
        match self {
            // What comes while these are away is what they are about.
            Self::StopDatabase(_) | Self::CrashDatabase(_) | Self::KillWorker(_) => 4,
            _ => 1,
        }
    }
}

/// Every kind of trouble once, and between them the relay's deaths.
pub fn plan(size: &Size) -> Vec<Step> {
    let others = [
        Step::Reconnects(size.strikes),
        Step::StopDatabase(size.database_away),
        Step::InvalidSessions(size.strikes),
        Step::CutFrames(size.strikes),
        Step::KillWorker(size.worker_down),
        Step::Duplicates,
        Step::LateEdits,
        Step::CrashDatabase(size.database_away),
        Step::LoseSessions,
    ];
    let rounds = others.len() as u32;
    let mut steps = Vec::new();
    for (round, other) in (0..).zip(others) {
        // As many of the deaths as are due by now.
        let deaths = size.kills * (round + 1) / rounds - size.kills * round / rounds;
        steps.extend((0..deaths).map(|_| Step::KillRelay));
        steps.push(other);
    }
    steps
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KillRelay => write!(f, "the relay is killed"),
            Self::Reconnects(times) => write!(f, "op 7, {times} times"),
            Self::InvalidSessions(times) => write!(f, "op 9 that can be resumed, {times} times"),
            Self::LoseSessions => write!(f, "op 9 that cannot be resumed"),
            Self::CutFrames(times) => write!(f, "connections break in mid-frame, {times} times"),
            Self::Duplicates => write!(f, "every event comes twice"),
            Self::LateEdits => write!(f, "edits come out of order"),
            Self::StopDatabase(away) => write!(f, "Postgres is stopped for {} s", away.as_secs()),
            Self::CrashDatabase(away) => {
                write!(f, "Postgres crashes for {} s, and the relay is killed meanwhile", away.as_secs())
            }
            Self::KillWorker(away) => write!(f, "the worker is killed and away for {} s", away.as_secs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(kills: u32) -> Size {
        let second = Duration::from_secs(1);
        Size { events: 1_000, seed: 1, kills, database_away: second, worker_down: second, strikes: 3 }
    }

    #[test]
    fn every_kind_of_trouble_comes_and_the_relay_dies_as_often_as_wanted() {
        for kills in [0, 1, 9, 20] {
            let steps = plan(&size(kills));
            let deaths = steps.iter().filter(|step| **step == Step::KillRelay).count();
            assert_eq!((deaths, steps.len()), (kills as usize, kills as usize + 9));
        }
    }
}
