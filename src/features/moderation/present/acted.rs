//! What a moderator reads after an act.

use jiff::Timestamp;

use super::{title, with_reason};
use crate::{
    discord::markdown::{escape, stamp},
    features::moderation::{act::Acted, model::CaseKind, store::NewCase},
    platform::{
        effects::{Outcome, Told},
        locale::{Locale, say},
    },
};

/// The acts and what became of them, a paragraph for each.
pub fn acted(locale: Locale, acts: &[Acted]) -> String {
    let paragraphs = acts.iter().map(|act| {
        let words = told(locale, &Done::of(act), &act.outcome);
        match &act.also {
            None => words,
            Some(also) => format!("{words}\n{}", message_deleted(locale, also)),
        }
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// An act of moderation, as its reply tells it.
#[derive(Debug)]
struct Done<'a> {
    number: i32,
    kind: CaseKind,
    user_name: &'a str,
    expires_at: Option<Timestamp>,
    reason: Option<&'a str>,
    cancelled_pending: bool,
}

impl<'a> Done<'a> {
    fn of(act: &'a Acted) -> Self {
        let NewCase { kind, user_name, expires_at, reason, .. } = &act.case;
        let (number, cancelled_pending) = (act.number, act.cancelled_pending);
        Self { number, kind: *kind, user_name, expires_at: *expires_at, reason: reason.as_deref(), cancelled_pending }
    }
}

/// The act and what became of it, with the case's number and reason.
fn told(locale: Locale, done: &Done<'_>, outcome: &Outcome) -> String {
    let mut words = match outcome {
        Outcome::Done(report) => {
            let told = match report.told {
                Some(Told::Closed) => say!(locale, " I could not tell them: they take no messages from me."),
                Some(Told::Failed) => say!(locale, " I could not tell them: Discord did not deliver my message."),
                Some(Told::Delivered) | None => String::new(),
            };
            succeeded(locale, done) + &told
        }
        Outcome::Queued => say!(
            locale,
            "{act} of **{name}** is queued: Discord is not answering or another act on them comes first. I keep trying by myself.",
            act = title(locale, done.kind),
            name = escape(done.user_name)
        ),
        Outcome::Refused(words) => say!(
            locale,
            "{act} of **{name}** was refused by Discord: {words}. Check my permissions and the place of my role, then try again.",
            act = title(locale, done.kind),
            name = escape(done.user_name),
            words = escape(words.trim_end_matches('.'))
        ),
    };
    if done.cancelled_pending {
        words += &say!(locale, " What was still waiting for them is cancelled.");
    }
    words += &say!(locale, " Case {number}.", number = done.number);
    with_reason(words, done.reason)
}

/// What became of the message that was to be deleted besides.
fn message_deleted(locale: Locale, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done(_) => say!(locale, "The message is deleted."),
        Outcome::Queued => say!(locale, "The message will be deleted as soon as Discord answers."),
        Outcome::Refused(words) => say!(
            locale,
            "The message is still there, because Discord refused: {words}.",
            words = escape(words.trim_end_matches('.'))
        ),
    }
}

fn succeeded(locale: Locale, done: &Done<'_>) -> String {
    let name = escape(done.user_name);
    let until = done.expires_at.map(|time| stamp(time, 'f'));
    match (done.kind, until) {
        (CaseKind::Ban, None) => say!(locale, "**{name}** is banned.", name = name),
        (CaseKind::Ban, Some(until)) => say!(locale, "**{name}** is banned until {until}.", name = name, until = until),
        (CaseKind::SoftBan, _) => {
            say!(locale, "**{name}** is removed with their recent messages, and may come back.", name = name)
        }
        (CaseKind::Unban, _) => say!(locale, "**{name}** is no longer banned.", name = name),
        (CaseKind::Kick, _) => say!(locale, "**{name}** is removed, and may come back.", name = name),
        (CaseKind::Timeout, Some(until)) => {
            say!(locale, "**{name}** can't write until {until}.", name = name, until = until)
        }
        (CaseKind::Timeout, None) => say!(locale, "**{name}** can't write.", name = name),
        (CaseKind::Untimeout, _) => say!(locale, "**{name}** may write again.", name = name),
        (CaseKind::Warn, _) => say!(locale, "**{name}** is warned.", name = name),
        (CaseKind::Note, _) => say!(locale, "Noted about **{name}**.", name = name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::effects::Report;

    fn done(kind: CaseKind) -> Done<'static> {
        Done {
            number: 3,
            kind,
            user_name: "_mal*",
            expires_at: None,
            reason: Some("spam\nagain"),
            cancelled_pending: false,
        }
    }

    #[test]
    fn a_queued_act_is_never_told_as_done() {
        for kind in CaseKind::ALL {
            let words = told(Locale::ENGLISH, &done(kind), &Outcome::Queued);
            assert!(words.contains("is queued") && !words.contains(" is banned"), "{words}");
        }
    }

    #[test]
    fn names_and_reasons_cannot_format_the_reply() {
        let words = told(Locale::ENGLISH, &done(CaseKind::Ban), &Outcome::Done(Report::default()));
        assert_eq!(words, "**\\_mal\\*** is banned. Case 3.\n> spam\n> again");
    }

    #[test]
    fn a_message_that_did_not_arrive_is_told() {
        let report = Report { told: Some(Told::Closed), ..Report::default() };
        let words = told(Locale::ENGLISH, &done(CaseKind::Kick), &Outcome::Done(report));
        assert!(words.contains("they take no messages from me"), "{words}");
    }
}
