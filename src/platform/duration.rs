//! Durations as people write and read them: `7d`, `1w 12h`, `90 minutes`.

use jiff::SignedDuration;

use super::locale::{Locale, say};

/// The units, from the largest, with what they are called and how many seconds they have.
const UNITS: [(&[&str], i64); 7] = [
    (&["y", "year", "years", "j", "jahr", "jahre"], 365 * 86_400),
    (&["mo", "month", "months", "monat", "monate"], 30 * 86_400),
    (&["w", "week", "weeks", "woche", "wochen"], 604_800),
    (&["d", "day", "days", "t", "tag", "tage"], 86_400),
    (&["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"], 3_600),
    (&["m", "min", "mins", "minute", "minutes", "minuten"], 60),
    (&["s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"], 1),
];

/// What a duration must lie within, both ends included.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub least: SignedDuration,
    pub most: SignedDuration,
}

impl Bounds {
    /// Reads a duration within these bounds. The error is for the person.
    pub fn read(&self, locale: Locale, text: &str) -> Result<SignedDuration, String> {
        let duration = parse(text).ok_or_else(|| {
            let text = crate::discord::limits::shorten(text.trim(), 40);
            say!(locale, "I can't read “{text}” as a duration. Write it like 30m, 12h, 7d or 2w.", text = text)
        })?;
        if duration < self.least {
            return Err(say!(locale, "That is too short: it takes at least {least}.", least = brief(self.least)));
        }
        if duration > self.most {
            return Err(say!(locale, "That is too long: it may be at most {most}.", most = brief(self.most)));
        }
        Ok(duration)
    }
}

/// Reads a duration. None: it is none, or longer than can be counted.
pub fn parse(text: &str) -> Option<SignedDuration> {
    let compact: String = text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut rest = compact.as_str();
    let mut seconds: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let (amount, tail) = rest.split_at_checked(digits)?;
        let letters = tail.find(|letter: char| letter.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(letters)?;
        let (_, unit) = UNITS.iter().find(|(names, _)| names.contains(&unit))?;
        let amount: i64 = amount.parse().ok()?;
        seconds = amount.checked_mul(*unit)?.checked_add(seconds)?;
        rest = tail;
    }
    (!compact.is_empty()).then(|| SignedDuration::from_secs(seconds))
}

/// A duration in its largest units: `1w 12h`.
pub fn brief(duration: SignedDuration) -> String {
    let mut rest = duration.as_secs();
    let mut parts = Vec::new();
    // Months and years are no exact number of weeks, so nobody would read them back as the same.
    for (names, seconds) in UNITS.iter().filter(|(_, seconds)| *seconds <= 604_800) {
        let amount = rest.checked_div(*seconds).unwrap_or_default();
        rest = rest.checked_rem(*seconds).unwrap_or_default();
        if let (1.., Some(unit)) = (amount, names.first()) {
            parts.push(format!("{amount}{unit}"));
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("7d", 604_800),
            ("1w 12h", 648_000),
            ("90 minutes", 5_400),
            ("1MO", 2_592_000),
            ("60s", 60),
            ("1h30m", 5_400),
            ("2 Wochen", 1_209_600),
            ("0d", 0),
        ] {
            assert_eq!(parse(text), Some(SignedDuration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_not_read() {
        for text in ["", " ", "7", "d", "-7d", "7.5d", "7x", "99999999999999999999d", "9223372036854775807y", "七d"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_brief_duration_is_read_back_as_itself() {
        for seconds in [0, 1, 59, 3_600, 90_061, 604_800, 31_536_000] {
            let duration = SignedDuration::from_secs(seconds);
            assert_eq!(parse(&brief(duration)), Some(duration), "{}", brief(duration));
        }
    }

    #[test]
    fn what_is_out_of_bounds_is_refused_with_the_bound() {
        let bounds = Bounds { least: SignedDuration::from_mins(1), most: SignedDuration::from_hours(24) };
        let english = Locale::ENGLISH;
        assert!(bounds.read(english, "59s").unwrap_err().contains("at least 1m"));
        assert!(bounds.read(english, "25h").unwrap_err().contains("at most 1d"));
        assert!(bounds.read(english, "soon").unwrap_err().contains("“soon”"));
        assert!(bounds.read(english, "1d").is_ok());
    }
}
