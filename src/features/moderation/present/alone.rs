//! Acts that open no case, in words.

use crate::{
    discord::{
        limits::{CONTENT, shorten},
        markdown::{escape, quote},
    },
    platform::{
        effects::Outcome,
        locale::{Locale, say},
    },
};

/// What the moderator reads: `done` if Discord has confirmed the act, else what became of `what`.
pub fn outcome(locale: Locale, outcome: &Outcome, what: &str, done: String) -> String {
    match outcome {
        Outcome::Done(_) => done,
        Outcome::Queued => say!(
            locale,
            "{what} is queued: Discord is not answering or something else comes first. I keep trying by myself.",
            what = what
        ),
        Outcome::Refused(words) => say!(
            locale,
            "{what} was refused by Discord: {words}. Check my permissions and the place of my role, then try again.",
            what = what,
            words = escape(words.trim_end_matches('.'))
        ),
    }
}

/// The line in the moderation log. None: nothing happened.
pub fn log_line(locale: Locale, outcome: &Outcome, words: String, reason: Option<&str>) -> Option<String> {
    let words = match outcome {
        Outcome::Done(_) => words,
        Outcome::Queued => words + &say!(locale, " It waits: Discord is not answering yet."),
        Outcome::Refused(_) => return None,
    };
    Some(with_reason(words, reason))
}

/// With the reason as a quote below, within the length of a message.
pub fn with_reason(words: String, reason: Option<&str>) -> String {
    let words = match reason {
        Some(reason) => format!("{words}\n{}", quote(&shorten(reason, 500))),
        None => words,
    };
    shorten(&words, CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::effects::Report;

    #[test]
    fn only_what_discord_has_confirmed_is_told_as_done() {
        let said = |became: Outcome| outcome(Locale::ENGLISH, &became, "The act", "It is done.".to_owned());
        assert_eq!(said(Outcome::Done(Report::default())), "It is done.");
        assert!(said(Outcome::Queued).starts_with("The act is queued"));
        assert!(said(Outcome::Refused("No way.".to_owned())).starts_with("The act was refused by Discord: No way. "));
    }

    #[test]
    fn what_was_refused_leaves_no_line_in_the_log() {
        let line = |became: Outcome| log_line(Locale::ENGLISH, &became, "It is done.".to_owned(), Some("*why*"));
        assert_eq!(line(Outcome::Done(Report::default())).as_deref(), Some("It is done.\n> \\*why\\*"));
        assert!(line(Outcome::Queued).is_some_and(|line| line.contains("It waits")));
        assert_eq!(line(Outcome::Refused(String::new())), None);
    }
}
