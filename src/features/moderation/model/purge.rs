//! Which messages a purge deletes and which it leaves.

use jiff::{SignedDuration, Timestamp};
use regex_lite::{Regex, RegexBuilder};
use twilight_model::id::{
    Id,
    marker::{MessageMarker, UserMarker},
};

use crate::discord::{limits::CONTENT, rest::Message, snowflake};

/// Discord deletes many messages at once only within two weeks of their making. An hour less, because what is queued may
/// have to wait. Source: Discord docs, "Message Resource", Bulk Delete Messages.
const YOUNG: SignedDuration = SignedDuration::from_hours(14 * 24 - 1);
/// The largest compiled pattern, in bytes: matching costs its size times the length of the text.
const PATTERN: usize = 16 * 1_024;

/// What a message must be like; what is None does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub author: Option<Id<UserMarker>>,
    /// Whatever its case.
    pub contains: Option<String>,
    pub pattern: Option<Regex>,
    pub attachments: Option<bool>,
    pub bots: Option<bool>,
    /// Only older ones than this.
    pub before: Option<Id<MessageMarker>>,
    /// Only newer ones than this.
    pub after: Option<Id<MessageMarker>>,
}

/// Compiles a pattern. The error says in English what is wrong with it.
pub fn pattern(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text).size_limit(PATTERN).build().map_err(|error| error.to_string())
}

impl Filter {
    /// Whether it matters what messages say or hold, which Discord hides from bots without the intent for it.
    pub fn reads_content(&self) -> bool {
        self.contains.is_some() || self.pattern.is_some() || self.attachments.is_some()
    }

    /// Whether no message can be both older than the one and newer than the other.
    pub fn fits_nothing(&self) -> bool {
        self.before.zip(self.after).is_some_and(|(before, after)| before <= after)
    }

    fn fits(&self, message: &Message) -> bool {
        let has = |wanted: Option<bool>, found: bool| wanted.is_none_or(|wanted| wanted == found);
        let contains = |part: &String| message.content.to_lowercase().contains(&part.to_lowercase());
        // Who pays for it may write longer messages than a bot.
        let beginning = || message.content.char_indices().nth(CONTENT).map_or(message.content.len(), |(end, _)| end);
        let matches = |pattern: &Regex| pattern.is_match(message.content.get(..beginning()).unwrap_or_default());
        self.author.is_none_or(|author| message.author.id == author)
            && has(self.attachments, !message.attachments.is_empty())
            && has(self.bots, message.author.bot)
            && self.before.is_none_or(|before| message.id < before)
            && self.after.is_none_or(|after| message.id > after)
            && self.contains.as_ref().is_none_or(contains)
            && self.pattern.as_ref().is_none_or(matches)
    }
}

/// A message that is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    pub id: Id<MessageMarker>,
    pub author: Id<UserMarker>,
    pub author_name: String,
}

/// What a search for messages has found, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub picked: Vec<Picked>,
    /// Those that would fit and stay: pinned,
    pub pinned: usize,
    /// too old,
    pub old: usize,
    /// or notices of Discord's that nobody can delete.
    pub notices: usize,
    /// How many messages were looked at.
    pub seen: usize,
}

impl Found {
    /// Sorts a message, the next older one.
    pub fn look_at(&mut self, message: &Message, filter: &Filter, now: Timestamp) {
        self.seen = self.seen.saturating_add(1);
        let count = |left: &mut usize| *left = left.saturating_add(1);
        match message {
            message if !filter.fits(message) => {}
            message if message.pinned => count(&mut self.pinned),
            message if !message.kind.deletable() => count(&mut self.notices),
            message if now.duration_since(snowflake::made_at(message.id.get())) >= YOUNG => count(&mut self.old),
            message => self.picked.push(Picked {
                id: message.id,
                author: message.author.id,
                author_name: message.author.shown_name(),
            }),
        }
    }

    /// Whether so many messages are found. Those that are too old count, because only older ones would follow.
    pub fn is_enough(&self, wanted: usize) -> bool {
        self.picked.len().saturating_add(self.old) >= wanted
    }
}

/// Who wrote how many of these, from the most, and how many others wrote the rest.
pub fn authors(picked: &[Picked], named: usize) -> (Vec<(String, usize)>, usize) {
    let mut counts: Vec<(Id<UserMarker>, String, usize)> = Vec::new();
    for one in picked {
        match counts.iter_mut().find(|(author, ..)| *author == one.author) {
            Some((.., count)) => *count = count.saturating_add(1),
            None => counts.push((one.author, one.author_name.clone(), 1)),
        }
    }
    counts.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    let others = counts.iter().skip(named).map(|(.., count)| count).sum();
    (counts.into_iter().take(named).map(|(_, name, count)| (name, count)).collect(), others)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn now() -> Timestamp {
        Timestamp::from_second(NOW).unwrap()
    }

    /// A message that is so many seconds old.
    fn message(age: i64, change: serde_json::Value) -> Message {
        let id = ((NOW - age) * 1_000 - 1_420_070_400_000) << 22;
        let mut body = json!({
            "id": id.to_string(), "type": 0, "author": { "id": "5", "username": "mallory" }, "content": "Hello World",
            "pinned": false, "attachments": [],
        });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        serde_json::from_value(body).unwrap()
    }

    fn found(filter: &Filter, messages: &[Message]) -> Found {
        let mut found = Found::default();
        messages.iter().for_each(|message| found.look_at(message, filter, now()));
        found
    }

    fn fits(filter: &Filter, change: serde_json::Value) -> bool {
        found(filter, &[message(60, change)]).picked.len() == 1
    }

    #[test]
    fn every_filter_lets_pass_what_it_names_and_nothing_else() {
        let any = Filter::default();
        assert!(fits(&any, json!({})));
        let of = Filter { author: Some(Id::new(5)), ..any.clone() };
        assert!(fits(&of, json!({})) && !fits(&of, json!({ "author": { "id": "6" } })));
        let contains = Filter { contains: Some("O wOR".to_owned()), ..any.clone() };
        assert!(fits(&contains, json!({})) && !fits(&contains, json!({ "content": "Hello" })));
        let matching = Filter { pattern: Some(pattern("^H.*d$").unwrap()), ..any.clone() };
        assert!(fits(&matching, json!({})) && !fits(&matching, json!({ "content": "oh Hello World" })));
        let with = Filter { attachments: Some(true), ..any.clone() };
        assert!(!fits(&with, json!({})) && fits(&with, json!({ "attachments": [{ "id": "7" }] })));
        let people = Filter { bots: Some(false), ..any.clone() };
        assert!(fits(&people, json!({})) && !fits(&people, json!({ "author": { "id": "6", "bot": true } })));
        let edge = message(60, json!({})).id;
        assert!(!fits(&Filter { before: Some(edge), ..any.clone() }, json!({})));
        assert!(!fits(&Filter { after: Some(edge), ..any }, json!({})));
    }

    #[test]
    fn pinned_and_old_messages_and_notices_stay_and_are_counted() {
        let messages = [
            message(1, json!({ "pinned": true })),
            message(2, json!({ "type": 4 })),
            message(14 * 86_400 - 3_601, json!({})),
            message(14 * 86_400 - 3_600, json!({})),
            message(20 * 86_400, json!({ "content": "pinned and old", "pinned": true })),
        ];
        let found = found(&Filter::default(), &messages);
        assert_eq!((found.picked.len(), found.pinned, found.notices, found.old, found.seen), (1, 2, 1, 1, 5));
        assert!(found.is_enough(2) && !found.is_enough(3));
    }

    #[test]
    fn a_pattern_that_is_none_or_too_large_is_refused_with_the_cause() {
        assert!(pattern("(").unwrap_err().contains("without closing"));
        assert!(pattern("((a{100}){100}){100}").unwrap_err().contains("size limit"));
        assert!(pattern(&format!("(?i){}", "free nitro ".repeat(17))).is_ok(), "two hundred letters are no problem");
    }

    #[test]
    fn authors_are_named_from_the_busiest_and_the_rest_is_counted() {
        let picked =
            |author, name: &str| Picked { id: Id::new(1), author: Id::new(author), author_name: name.to_owned() };
        let all = [picked(1, "a"), picked(2, "b"), picked(2, "b"), picked(3, "a"), picked(3, "a"), picked(3, "a")];
        assert_eq!(authors(&all, 2), (vec![("a".to_owned(), 3), ("b".to_owned(), 2)], 1));
    }
}
