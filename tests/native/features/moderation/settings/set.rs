//! `/settings set` with a value.

use serde_json::{Value, json};

use super::{data, stored, versions};
use crate::support::App;

async fn set(app: &App, field: &str, value: &str) -> String {
    let options = json!({ "setting": format!("moderation.{field}"), "value": value });
    app.says(app.manager(), "settings set", options).await
}

#[tokio::test]
async fn every_kind_of_field_is_set_as_people_write_it() {
    let app = App::start().await;
    for (field, text, value) in [
        ("reason_required", "on", json!(true)),
        ("reason_required", "NEIN", json!(false)),
        ("language", "german", json!("de")),
        ("language", "en-us", json!("en-US")),
        ("warn_message", "  No, {member}.  ", json!("No, {member}.")),
        ("warn_thresholds", "3 timeout 60m, 5:kick", json!(["3: timeout 1h", "5: kick"])),
        ("warn_thresholds", "7: BAN 30d\n9 ban", json!(["7: ban 4w 2d", "9: ban"])),
        ("warnings_expire_after", "90 days", json!("12w 6d")),
    ] {
        let said = set(&app, field, text).await;
        assert!(said.starts_with("Saved as version "), "{field}: {said}");
        assert_eq!(stored(&app, field).await, value, "{field} = {text}");
    }
    assert_eq!(versions(&app).await, 8);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_sentence_and_given_back() {
    let app = App::start().await;
    for (field, text, words) in [
        ("reason_required", "perhaps", "Write “on” or “off”."),
        ("language", "Klingon", "Choose one of: English, German."),
        (
            "warn_message",
            "Hi {name}",
            "I don't know {name}. I replace only {server}, {reason}, {until}, {case}, {member}.",
        ),
        ("warn_message", &"x".repeat(801), "Write 1 to 800 characters."),
        ("warn_message", " ", "Write 1 to 800 characters."),
        ("warn_thresholds", "3: hug", "I can't read “3: hug”. Write a number of warnings and what follows,"),
        ("warn_thresholds", &"1: kick,".repeat(11), "Those are too many: there may be at most 10."),
        ("warnings_expire_after", "soon", "I can't read “soon” as a duration."),
        ("warnings_expire_after", "5m", "That is too short: it takes at least 1h."),
        ("warnings_expire_after", "50y", "That is too long: it may be at most 260w 5d."),
    ] {
        let said = set(&app, field, text).await;
        assert!(said.starts_with(words), "{field}: {said}");
        if !text.trim().is_empty() {
            assert!(said.contains("This is what you wrote:\n```\n"), "{field}: {said}");
            assert!(said.contains(text.trim()), "{field}: {said}");
        }
    }
    assert_eq!(versions(&app).await, 0);
}

#[tokio::test]
async fn a_channel_is_picked_by_its_option_and_counts_only_as_discord_resolved_it() {
    let app = App::start().await;
    app.keep_log().await;
    assert_eq!(stored(&app, "log_channel").await, json!(app.demo.mod_log.to_string()));
    let said = set(&app, "log_channel", &app.demo.channel.to_string()).await;
    assert_eq!(said, "Pick it with the option “channel” or “role” instead of writing it.");
    let options = json!({ "setting": "moderation.log_channel", "channel": app.demo.channel.to_string() });
    let mut forged = app.sandbox.world().command_payload(app.manager(), 2, "settings set", &options, None).unwrap();
    forged["data"].as_object_mut().unwrap().remove("resolved");
    let (_, answer) = app.post_signed(forged.to_string().as_bytes()).await;
    assert!(answer.contains("moderation.log_channel") && !answer.contains("Saved"), "its panel opens: {answer}");
    assert_eq!(versions(&app).await, 1);
}

#[tokio::test]
async fn setting_what_is_set_already_makes_no_version() {
    let app = App::start().await;
    let unchanged = "That is set already, so nothing was changed.";
    assert_eq!(set(&app, "message_members", "on").await, unchanged);
    app.set("message_members", "off").await;
    assert_eq!(set(&app, "message_members", "no").await, unchanged);
    assert_eq!(versions(&app).await, 1);
}

#[tokio::test]
async fn a_version_keeps_who_made_it_and_why() {
    let app = App::start().await;
    let mut options = json!({ "setting": "moderation.reason_required", "value": "on", "reason": "  we agreed  " });
    app.says(app.manager(), "settings set", options.clone()).await;
    let row = "select author_user_id || ' ' || author_name || ': ' || reason from settings_versions";
    assert_eq!(app.value::<String>(row).await, format!("{} barbara: we agreed", app.demo.admin));
    options["reason"] = json!("x".repeat(301));
    let said = app.says(app.manager(), "settings set", options).await;
    assert_eq!(said, "That reason is too long: keep it within 300 characters.");
}

#[tokio::test]
async fn a_setting_that_is_none_is_named() {
    let app = App::start().await;
    for path in ["moderation.nothing", "moderation", "about.x", ""] {
        let said = app.says(app.manager(), "settings set", json!({ "setting": path, "value": "1" })).await;
        assert_eq!(said, format!("There is no setting “{path}”. Pick one from the suggestions."));
    }
}

#[tokio::test]
async fn every_command_of_settings_takes_manage_server() {
    let app = App::start().await;
    for (command, options) in [
        ("settings show", json!({ "feature": "moderation" })),
        ("settings set", json!({ "setting": "moderation.language", "value": "de" })),
        ("settings history", json!({ "feature": "moderation" })),
        ("settings rollback", json!({ "feature": "moderation", "version": 0 })),
    ] {
        let mut body = app.sandbox.world().command_payload(app.manager(), 2, command, &options, None).unwrap();
        body["member"]["permissions"] = json!(sandbox::Permissions::MODERATE_MEMBERS.to_string());
        let (_, answer) = app.post_signed(body.to_string().as_bytes()).await;
        assert!(answer.contains("You need the permission Manage Server for this."), "{command}: {answer}");
    }
    assert_eq!(versions(&app).await, 0);
}

#[tokio::test]
async fn a_replayed_change_is_saved_once() {
    let app = App::start().await;
    let options = json!({ "setting": "moderation.language", "value": "de" });
    let body =
        app.sandbox.world().command_payload(app.manager(), 2, "settings set", &options, None).unwrap().to_string();
    let answers = futures_util::future::join_all((0..4).map(|_| app.post_signed(body.as_bytes()))).await;
    let saved = answers.iter().filter(|(_, text)| text.contains("Saved as version 1.")).count();
    assert_eq!((saved, versions(&app).await), (1, 1), "{answers:?}");
}

/// The values that are suggested while one is typed.
async fn suggested(app: &App, options: Value, focused: &str) -> Vec<String> {
    let choices = app.sandbox.autocomplete(app.manager(), "settings set", options, focused).await.unwrap();
    choices.iter().map(|choice| choice["value"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn settings_and_their_values_are_suggested_while_they_are_typed() {
    let app = App::start().await;
    let settings = suggested(&app, json!({ "setting": "warn" }), "setting").await;
    assert_eq!(settings, ["moderation.warn_message", "moderation.warn_thresholds", "moderation.warnings_expire_after"]);
    for (setting, typed, values) in [
        ("moderation.reason_required", "", vec!["on", "off"]),
        ("moderation.language", "ger", vec!["German"]),
        ("moderation.warnings_expire_after", "3d", vec!["3d"]),
        ("moderation.warn_thresholds", "", vec!["3: timeout 1h"]),
        ("moderation.log_channel", "x", vec![]),
    ] {
        let options = json!({ "setting": setting, "value": typed });
        assert_eq!(suggested(&app, options, "value").await, values, "{setting}");
    }
}

#[tokio::test]
async fn the_panel_that_follows_shows_what_is_set_and_what_would_be() {
    let app = App::start().await;
    let options = json!({ "setting": "moderation.language", "value": "de" });
    let reply = app.sandbox.command(app.manager(), "settings set", options).await.unwrap();
    let embed = data(&reply)["embeds"][0].clone();
    assert_eq!(embed["title"], "moderation.language");
    let field = |number: usize| (embed["fields"][number]["name"].clone(), embed["fields"][number]["value"].clone());
    assert_eq!(field(0), (json!("Now"), json!("German")));
    assert_eq!(field(1), (json!("If nobody sets it"), json!("English")));
    assert_eq!(embed["footer"]["text"], "Version 1");
}
