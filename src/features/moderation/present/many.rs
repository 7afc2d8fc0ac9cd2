//! Many bans at once, in words.

use twilight_model::id::{Id, marker::UserMarker};

use super::{protected, with_reason};
use crate::{
    discord::markdown::escape,
    features::moderation::{
        massban::{Banned, Sifted},
        store::NewCase,
    },
    platform::{
        effects::{ManyBanned, Outcome},
        locale::{Locale, first_of, say},
    },
};

/// People who are named one by one before the rest is only counted.
const NAMED: usize = 10;

/// What the moderator reads.
pub fn many_banned(locale: Locale, banned: &Banned) -> String {
    let Banned { sifted, first, outcome } = banned;
    let (first, asked) = (*first, sifted.allowed.len());
    let mut lines = Vec::new();
    match outcome {
        Outcome::Done(report) => {
            let many: ManyBanned = serde_json::from_value(report.answer.clone()).unwrap_or_default();
            lines.push(say!(
                locale,
                "Banned: {count} of {asked}. {cases}",
                count = many.banned.len(),
                asked = asked,
                cases = cases(locale, first, asked)
            ));
            if !many.before.is_empty() {
                lines.push(say!(locale, "Banned before: {people}", people = mentioned(locale, &many.before)));
            }
            if !many.refused.is_empty() {
                lines.push(say!(locale, "Refused by Discord: {people}", people = mentioned(locale, &many.refused)));
            }
        }
        Outcome::Queued => lines.push(say!(
            locale,
            "Bans queued: {asked}. Discord is not answering, and I keep trying by myself. {cases}",
            asked = asked,
            cases = cases(locale, first, asked)
        )),
        Outcome::Refused(words) => lines.push(say!(
            locale,
            "Bans refused by Discord: {asked} ({words}). Check my permissions, then try again. {cases}",
            asked = asked,
            words = escape(words.trim_end_matches('.')),
            cases = cases(locale, first, asked)
        )),
    }
    lines.extend(left_out(locale, sifted));
    lines.join("\n")
}

/// What the moderator reads when nobody may be banned.
pub fn nobody_to_ban(locale: Locale, sifted: &Sifted) -> String {
    let mut lines = vec![say!(locale, "Nobody was banned.")];
    lines.extend(left_out(locale, sifted));
    lines.join("\n")
}

/// The line in the log.
pub fn many_banned_entry(locale: Locale, case: &NewCase, first: i32, count: usize) -> String {
    let words = say!(
        locale,
        "Mass ban by {moderator}, people: {count}. {cases}",
        moderator = format_args!("<@{}>", case.moderator),
        count = count,
        cases = cases(locale, first, count)
    );
    with_reason(words, case.reason.as_deref())
}

fn left_out(locale: Locale, sifted: &Sifted) -> Vec<String> {
    let line = |(user, why): &(Id<UserMarker>, _)| format!("<@{user}>: {}", protected(locale, *why));
    let mut lines: Vec<String> = sifted.protected.iter().take(NAMED).map(line).collect();
    let rest = sifted.protected.len().saturating_sub(NAMED);
    if rest > 0 {
        lines.push(say!(locale, "and {rest} more whom nobody may ban.", rest = rest));
    }
    lines
}

fn cases(locale: Locale, first: i32, count: usize) -> String {
    let last = first.saturating_add(i32::try_from(count).unwrap_or(i32::MAX)).saturating_sub(1);
    if first == last {
        return say!(locale, "Case {number}.", number = first);
    }
    say!(locale, "Cases {first} to {last}.", first = first, last = last)
}

fn mentioned(locale: Locale, users: &[Id<UserMarker>]) -> String {
    first_of(locale, users.iter().map(|user| format!("<@{user}>")), NAMED)
}
