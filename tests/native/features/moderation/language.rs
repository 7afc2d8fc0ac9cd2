//! Each person is answered in the language of their client; a server's messages are in the server's own.

use guildhall::{
    features,
    platform::locale::{Language, Locale},
};
use serde_json::json;

use super::Card;
use crate::support::App;

/// A sentence of the tables in German, with its values filled in.
fn german(english: &'static str, values: &[(&str, &str)]) -> String {
    let translated = Locale::new(Language::German, features::ALL).translate(english);
    assert_ne!(translated, english, "it is translated");
    values.iter().fold(translated.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// The moderator's client speaks German.
async fn app() -> App {
    let app = App::start().await;
    app.sandbox.world().users.get_mut(&app.demo.moderator).unwrap().locale = "de".to_owned();
    app
}

#[tokio::test]
async fn a_person_whose_client_is_german_is_answered_in_german_and_others_are_not() {
    let app = app().await;
    let said = app.act("warn", json!({ "reason": "x" })).await;
    assert!(said.starts_with(&german("**{name}** is warned.", &[("name", "mallory")])), "{said}");
    assert!(said.ends_with(&format!("{}\n> x", german(" Case {number}.", &[("number", "1")]))), "{said}");
    let options = json!({ "user": app.demo.member.to_string(), "reason": "y" });
    let said = app.says(app.demo.seat(app.demo.second_moderator), "warn", options).await;
    assert!(said.starts_with("**mallory** is warned."), "{said}");
}

#[tokio::test]
async fn cards_refusals_and_durations_are_in_german_as_well() {
    let app = app().await;
    app.act("timeout", json!({ "duration": "2 Stunden", "reason": "x" })).await;
    let card = app.card(1).await;
    assert!(card.title.starts_with(&german("Case {number}", &[("number", "1")])), "{card:?}");
    assert_eq!(card.field(&german("State", &[])), german("done", &[]));
    assert!(card.field(&german("Ends", &[])).starts_with("<t:"), "{card:?}");
    let said = app.act("timeout", json!({ "duration": "bald" })).await;
    let words = german("I can't read “{text}” as a duration. Write it like 30m, 12h, 7d or 2w.", &[("text", "bald")]);
    assert_eq!(said, words);
    let owner = json!({ "user": app.demo.owner.to_string() });
    assert_eq!(
        app.says(app.moderator(), "kick", owner).await,
        german("Nobody can do that to the server's owner.", &[])
    );
    let reply = app.sandbox.submit(app.moderator(), "case.delete:1:1", &[("reason", "x")], None).await.unwrap();
    let needed = german("Manage Server", &[]);
    assert_eq!(reply.content(), german("You need the permission {names} for this.", &[("names", &needed)]));
}

#[tokio::test]
async fn settings_are_shown_and_read_in_german() {
    let app = App::start().await;
    app.sandbox.world().users.get_mut(&app.demo.admin).unwrap().locale = "de".to_owned();
    let reply = app.sandbox.command(app.manager(), "settings show", json!({ "feature": "moderation" })).await.unwrap();
    let text = Card::of(&reply).description;
    let summary = german("The channel where every case is posted", &[]);
    assert!(text.starts_with(&format!("`log_channel` {}\n-# {summary}", german("nothing", &[]))), "{text}");
    for (field, value) in [("reason_required", german("on", &[])), ("language", german("German", &[]))] {
        let options = json!({ "setting": format!("moderation.{field}"), "value": value });
        let said = app.says(app.manager(), "settings set", options).await;
        assert!(said.starts_with(german("Saved as version {number}.", &[]).split('{').next().unwrap()), "{said}");
    }
    let sql =
        "select value ->> 'reason_required' || ' ' || (value ->> 'language') from settings_versions where version = 2";
    assert_eq!(app.value::<String>(sql).await, "true de");
}

#[tokio::test]
async fn direct_messages_and_the_log_are_in_the_servers_language_whoever_acts() {
    let app = App::start().await;
    app.set("language", "German").await;
    app.keep_log().await;
    let said = app.act("kick", json!({})).await;
    assert!(said.starts_with("**mallory** is removed"), "the moderator is answered in English: {said}");
    let none = german("none given", &[]);
    let template = "You were removed from {server}. You may come back. Reason: {reason}";
    let told = german(template, &[("server", "Guildhall Demo"), ("reason", &none)]);
    assert_eq!(app.direct_messages(app.demo.member), [told]);
    app.later.settled().await;
    let log = app.posts(app.demo.mod_log);
    let card = Card::read(&log[0].embeds);
    assert!(card.title.starts_with(&german("Case {number}", &[("number", "1")])), "{card:?}");
    assert_eq!(card.description, german("*No reason given.*", &[]));
}

#[tokio::test]
async fn what_staff_wrote_themselves_stays_as_it_is() {
    let app = App::start().await;
    app.set("language", "German").await;
    app.set("kick_message", "Bye from {server}, {reason}").await;
    app.act("kick", json!({ "reason": "x" })).await;
    assert_eq!(app.direct_messages(app.demo.member), ["Bye from Guildhall Demo, x"]);
}

#[tokio::test]
async fn what_follows_from_warnings_by_itself_is_in_the_servers_language() {
    let app = App::start().await;
    app.set("language", "German").await;
    app.set("warn_thresholds", "1: kick").await;
    app.act("warn", json!({ "reason": "x" })).await;
    assert_eq!(app.card(2).await.description, german("Warning number {warnings}", &[("warnings", "1")]));
}

#[tokio::test]
async fn a_language_that_nobody_has_translated_is_answered_in_english() {
    let app = App::start().await;
    app.sandbox.world().users.get_mut(&app.demo.moderator).unwrap().locale = "fi".to_owned();
    let said = app.act("warn", json!({ "reason": "x" })).await;
    assert!(said.starts_with("**mallory** is warned."), "{said}");
}
