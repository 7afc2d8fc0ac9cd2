//! The form for a text.

use sandbox::Reply;
use serde_json::{Value, json};

use super::{data, panel, part, stored, versions};
use crate::support::App;

/// The form that a field's panel opens, and the message of the panel.
async fn open(app: &App, field: &str) -> (u64, Value) {
    let shown = panel(app, field).await;
    let write = part(&shown, "settings.write").unwrap();
    let reply = app.sandbox.click(app.manager(), shown.id, &write).await.unwrap();
    assert_eq!(reply.kind(), 9, "{reply:?}");
    (shown.id, data(&reply))
}

/// Fills the form in and sends it.
async fn send(app: &App, field: &str, value: &str, reason: &str) -> Reply {
    let (message, form) = open(app, field).await;
    let custom_id = form["custom_id"].as_str().unwrap();
    app.sandbox.submit(app.manager(), custom_id, &[("value", value), ("reason", reason)], Some(message)).await.unwrap()
}

#[tokio::test]
async fn the_form_holds_what_is_set_and_says_what_is_possible() {
    let app = App::start().await;
    app.set("warn_thresholds", "3: timeout 1h, 5: kick").await;
    let input = |form: &Value| form["components"][0]["component"].clone();
    let (_, form) = open(&app, "warn_thresholds").await;
    assert_eq!(
        (&form["title"], &input(&form)["value"]),
        (&json!("moderation.warn_thresholds"), &json!("3: timeout 1h\n5: kick"))
    );
    assert_eq!(form["components"][0]["description"], "One per line, such as 3: timeout 1h");
    assert_eq!((&input(&form)["style"], &input(&form)["required"]), (&json!(2), &json!(false)));
    let (_, form) = open(&app, "ban_message").await;
    assert_eq!(form["components"][0]["description"], "{server} {reason} {until} {case} {member}");
    assert_eq!((&input(&form)["max_length"], &input(&form)["required"]), (&json!(800), &json!(true)));
    let (_, form) = open(&app, "warnings_expire_after").await;
    assert_eq!((&input(&form)["value"], &input(&form)["required"]), (&Value::Null, &json!(false)));
}

#[tokio::test]
async fn what_is_written_is_saved_with_its_reason() {
    let app = App::start().await;
    let reply = send(&app, "kick_message", "Out, {member}.\nBye.", "kinder words").await;
    assert_eq!((reply.kind(), reply.content()), (7, "Saved as version 1."));
    assert_eq!(stored(&app, "kick_message").await, "Out, {member}.\nBye.");
    assert_eq!(app.value::<String>("select reason from settings_versions").await, "kinder words");
    send(&app, "warnings_expire_after", "30d", "").await;
    assert!(app.value::<bool>("select reason is null from settings_versions where version = 2").await);
}

#[tokio::test]
async fn emptying_the_form_sets_nothing_where_there_may_be_nothing() {
    let app = App::start().await;
    app.set("warnings_expire_after", "30d").await;
    app.set("warn_thresholds", "3: kick").await;
    for field in ["warnings_expire_after", "warn_thresholds"] {
        assert!(send(&app, field, "  ", "").await.content().starts_with("Saved as version "), "{field}");
    }
    assert_eq!(stored(&app, "warnings_expire_after").await, Value::Null);
    assert_eq!(stored(&app, "warn_thresholds").await, json!([]));
    assert_eq!(send(&app, "kick_message", "  ", "").await.content(), "Write 1 to 800 characters.");
}

#[tokio::test]
async fn what_cannot_be_saved_is_given_back_to_be_copied() {
    let app = App::start().await;
    for (field, text, words) in [
        ("kick_message", "Out, {nobody}. ```code```", "I don't know {nobody}."),
        ("warn_thresholds", "3: kick\nfive: ban", "I can't read “five: ban”."),
        ("warnings_expire_after", "a while", "I can't read “a while” as a duration."),
    ] {
        let reply = send(&app, field, text, "").await;
        let copy = text.replace("```", "'''");
        assert!(reply.content().starts_with(words), "{field}: {}", reply.content());
        assert!(
            reply.content().ends_with(&format!("This is what you wrote:\n```\n{copy}\n```")),
            "{}",
            reply.content()
        );
        assert_eq!(data(&reply)["flags"], 64, "{field}");
    }
    assert_eq!(versions(&app).await, 0);
}

#[tokio::test]
async fn a_reason_that_is_too_long_saves_nothing() {
    let app = App::start().await;
    let reply = send(&app, "kick_message", "Out.", &"x".repeat(301)).await;
    assert!(reply.content().starts_with("That reason is too long"), "{}", reply.content());
    assert_eq!(versions(&app).await, 0);
}
