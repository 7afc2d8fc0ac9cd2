//! What happens by itself at so many warnings: `3: timeout 1h`, `5: kick`, `7: ban 30d`, `9: ban`.

use std::fmt::{self, Display};

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::platform::duration::{Bounds, brief, parse};

/// How long a timeout or a temporary ban may last.
pub const LASTING: Bounds =
    Bounds { least: SignedDuration::from_mins(1), most: SignedDuration::from_hours(24 * 365 * 5) };
/// The most warnings that a threshold may wait for.
const MOST: u16 = 100;

/// At so many active warnings, this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Threshold {
    pub warnings: u16,
    pub penalty: Penalty,
}

/// What a threshold does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Penalty {
    Timeout(SignedDuration),
    Kick,
    /// For good, if there is no duration.
    Ban(Option<SignedDuration>),
}

impl Threshold {
    /// Reads `3: timeout 1h`; the colon may be left out.
    pub fn read(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let (count, rest) = lower.trim().split_once([':', ' '])?;
        let warnings = count.trim().parse().ok().filter(|count| (1..=MOST).contains(count))?;
        let rest = rest.trim_start_matches([':', ' ']).trim_end();
        let (word, duration) = rest.split_once(' ').unwrap_or((rest, ""));
        let lasting = || parse(duration).filter(|duration| (LASTING.least..=LASTING.most).contains(duration));
        let penalty = match (word, duration.is_empty()) {
            ("timeout", false) => Penalty::Timeout(lasting()?),
            ("kick", true) => Penalty::Kick,
            ("ban", true) => Penalty::Ban(None),
            ("ban", false) => Penalty::Ban(Some(lasting()?)),
            _ => return None,
        };
        Some(Self { warnings, penalty })
    }
}

impl TryFrom<String> for Threshold {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).ok_or("not a threshold")
    }
}

impl From<Threshold> for String {
    fn from(threshold: Threshold) -> Self {
        threshold.to_string()
    }
}

impl Display for Threshold {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.warnings)?;
        match self.penalty {
            Penalty::Timeout(duration) => write!(formatter, "timeout {}", brief(duration)),
            Penalty::Kick => formatter.write_str("kick"),
            Penalty::Ban(None) => formatter.write_str("ban"),
            Penalty::Ban(Some(duration)) => write!(formatter, "ban {}", brief(duration)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_read_as_people_write_them_and_written_in_one_form() {
        for (text, usual) in [
            ("3: timeout 1h", "3: timeout 1h"),
            ("3 Timeout 60 minutes", "3: timeout 1h"),
            (" 5 :kick", "5: kick"),
            ("7: ban 30d", "7: ban 4w 2d"),
            ("9 ban", "9: ban"),
        ] {
            let threshold = Threshold::read(text).unwrap();
            assert_eq!(threshold.to_string(), usual, "{text}");
            assert_eq!(Threshold::read(usual), Some(threshold));
        }
    }

    #[test]
    fn what_is_no_threshold_is_not_read() {
        for text in
            ["", "3", "3:", "0: kick", "101: kick", "3: timeout", "3: timeout 5s", "3: kick 1h", "3: hug", "x: ban"]
        {
            assert_eq!(Threshold::read(text), None, "{text}");
        }
    }
}
