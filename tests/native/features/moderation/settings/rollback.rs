//! `/settings rollback`.

use serde_json::{Value, json};

use super::super::Card;
use super::{stored, versions};
use crate::support::App;

async fn roll_back(app: &App, version: i64) -> String {
    app.says(app.manager(), "settings rollback", json!({ "feature": "moderation", "version": version })).await
}

/// Three versions: reasons required; German as well; no direct messages as well.
async fn with_versions() -> App {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    app.set("language", "German").await;
    app.set("message_members", "off").await;
    app
}

async fn all(app: &App) -> [Value; 3] {
    [stored(app, "reason_required").await, stored(app, "language").await, stored(app, "message_members").await]
}

#[tokio::test]
async fn any_version_can_be_brought_back_as_a_new_one() {
    let app = with_versions().await;
    let said = roll_back(&app, 1).await;
    assert_eq!(said, "Version 1 is back, as version 4.\n`language` German → English\n`message_members` off → on");
    assert_eq!(all(&app).await, [json!(true), json!("en-US"), json!(true)]);
    let said = roll_back(&app, 3).await;
    assert!(said.starts_with("Version 3 is back, as version 5."), "{said}");
    assert_eq!(all(&app).await, [json!(true), json!("de"), json!(false)]);
    assert_eq!(versions(&app).await, 5);
}

#[tokio::test]
async fn version_0_is_the_defaults() {
    let app = with_versions().await;
    let said = roll_back(&app, 0).await;
    assert!(said.starts_with("Version 0 is back, as version 4.\n`language` German → English\n"), "{said}");
    assert_eq!(all(&app).await, [json!(false), json!("en-US"), json!(true)]);
    assert_eq!(versions(&app).await, 4, "nothing is ever taken away");
}

#[tokio::test]
async fn what_is_no_version_is_refused() {
    let app = with_versions().await;
    for version in [4, 1_000, -1] {
        assert_eq!(roll_back(&app, version).await, format!("There is no version {version}."));
    }
    assert_eq!(versions(&app).await, 3);
}

#[tokio::test]
async fn bringing_back_what_stands_makes_no_version() {
    let app = with_versions().await;
    assert_eq!(roll_back(&app, 3).await, "That is set already, so nothing was changed.");
    assert_eq!(versions(&app).await, 3);
}

#[tokio::test]
async fn the_history_tells_which_version_was_brought_back_and_why() {
    let app = with_versions().await;
    let options = json!({ "feature": "moderation", "version": 1, "reason": "too much" });
    app.says(app.manager(), "settings rollback", options).await;
    let reply =
        app.sandbox.command(app.manager(), "settings history", json!({ "feature": "moderation" })).await.unwrap();
    let text = Card::of(&reply).description;
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("**Version 4** by ") && first.ends_with(", version 1 brought back · too much"), "{text}");
}

#[tokio::test]
async fn a_rollback_of_many_long_texts_is_told_as_far_as_a_message_goes() {
    let app = App::start().await;
    for field in ["warn_message", "timeout_message", "kick_message", "ban_message"] {
        app.set(field, &"*".repeat(800)).await;
    }
    let said = roll_back(&app, 0).await;
    assert!(said.starts_with("Version 0 is back, as version 5.\n"), "{said}");
    assert_eq!(versions(&app).await, 5);
}

#[tokio::test]
async fn versions_are_suggested_with_who_made_them() {
    let app = with_versions().await;
    let options = json!({ "feature": "moderation", "version": "" });
    let offered = app.sandbox.autocomplete(app.manager(), "settings rollback", options, "version").await.unwrap();
    let names: Vec<_> = offered.iter().map(|choice| choice["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["3 · barbara", "2 · barbara", "1 · barbara"]);
    assert_eq!(offered[0]["value"], 3);
}

#[tokio::test]
async fn a_replayed_rollback_makes_one_version() {
    let app = with_versions().await;
    let options = json!({ "feature": "moderation", "version": 0 });
    let body = app.sandbox.world().command_payload(app.manager(), 2, "settings rollback", &options, None).unwrap();
    futures_util::future::join_all((0..3).map(|_| async { app.post_signed(body.to_string().as_bytes()).await })).await;
    assert_eq!(versions(&app).await, 4);
}
