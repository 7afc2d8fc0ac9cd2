//! What a member who comes or goes is told, or what is told of them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::UserMarker};

use crate::{
    discord::{
        limits::{CONTENT, shorten},
        markdown::{escape, visible},
    },
    platform::locale::fill,
};

/// What is told later than this greets nobody: they have long looked around.
const NEWS: SignedDuration = SignedDuration::from_mins(10);

/// Somebody who comes or goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: Id<UserMarker>,
    /// As Discord shows them.
    pub name: String,
    pub is_bot: bool,
}

/// Where they come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Server {
    pub name: String,
    /// How many members it has.
    pub count: i64,
}

/// Whether something of that moment is still greeted.
pub fn is_news(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) < NEWS
}

/// The template with its placeholders replaced.
pub fn greeting(template: &str, person: &Person, server: &Server) -> String {
    let (member, name, place) = (format!("<@{}>", person.id), escape(&visible(&person.name)), escape(&server.name));
    let filled = fill(template, &[("member", &member), ("name", &name), ("server", &place), ("count", &server.count)]);
    shorten(&filled, CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_call_themselves_cannot_format_or_fill_in_the_greeting() {
        let person = Person { id: Id::new(5), name: "**{server}**\u{202E}".to_owned(), is_bot: false };
        let server = Server { name: "Den".to_owned(), count: 7 };
        let text = greeting("{member}, called {name}, is number {count} of {server} {else}", &person, &server);
        assert_eq!(text, "<@5>, called \\*\\*{server}\\*\\*, is number 7 of Den {else}");
        assert!(greeting(&"{server}".repeat(400), &person, &Server { name: "x".repeat(100), count: 1 }).len() < 2_010);
    }

    #[test]
    fn nobody_is_greeted_long_after() {
        let at = Timestamp::from_second(1_000).unwrap();
        let after = |seconds: i64| is_news(at, Timestamp::from_second(1_000 + seconds).unwrap());
        assert!(after(0) && after(599) && !after(600));
    }
}
