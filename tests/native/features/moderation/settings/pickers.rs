//! The selects and buttons of a field's panel.

use sandbox::Reply;
use serde_json::{Value, json};

use super::{data, panel, part, stored, versions};
use crate::support::App;

/// Chooses in the select of a field's panel.
async fn pick(app: &App, field: &str, value: &str) -> Reply {
    let shown = panel(app, field).await;
    let select = part(&shown, "settings.pick").unwrap();
    app.sandbox.select(app.manager(), shown.id, &select, &[value]).await.unwrap()
}

/// A component's interaction by the manager as nobody's client would send it; the answer's text.
async fn forge(app: &App, data: Value) -> String {
    let body = app.sandbox.world().payload(app.manager(), 3, data, None).unwrap();
    app.post_signed(body.to_string().as_bytes()).await.1
}

#[tokio::test]
async fn what_is_picked_is_saved_and_the_panel_says_so() {
    let app = App::start().await;
    let channel = app.demo.mod_log.to_string();
    for (field, picked, value) in [
        ("log_channel", channel.as_str(), json!(channel)),
        ("language", "de", json!("de")),
        ("reason_required", "on", json!(true)),
        ("message_members", "off", json!(false)),
    ] {
        let reply = pick(&app, field, picked).await;
        assert_eq!(reply.kind(), 7, "{field}: the panel itself changes");
        assert_eq!(reply.content(), format!("Saved as version {}.", versions(&app).await));
        assert_eq!(stored(&app, field).await, value);
    }
}

#[tokio::test]
async fn the_select_shows_what_is_set() {
    let app = App::start().await;
    app.set("language", "German").await;
    let shown = panel(&app, "language").await;
    let options = shown.components[0]["components"][0]["options"].clone();
    let chosen: Vec<_> = options.as_array().unwrap().iter().filter(|option| option["default"] == true).collect();
    assert_eq!((chosen.len(), &chosen[0]["value"], &chosen[0]["label"]), (1, &json!("de"), &json!("German")));
}

#[tokio::test]
async fn only_channels_for_text_are_offered() {
    let app = App::start().await;
    let shown = panel(&app, "log_channel").await;
    let select = &shown.components[0]["components"][0];
    assert_eq!((&select["type"], &select["channel_types"]), (&json!(8), &json!([0, 5])));
}

#[tokio::test]
async fn an_id_that_discord_did_not_resolve_is_refused() {
    let app = App::start().await;
    let elsewhere = {
        let mut world = app.sandbox.world();
        let owner = app.demo.stranger;
        let guild = world.create_guild("Elsewhere", owner);
        world.guilds[&guild].channels.keys().next().copied().unwrap()
    };
    for id in [elsewhere, app.demo.mod_log] {
        let data = json!({
            "custom_id": "settings.pick:1:moderation:log_channel:0", "component_type": 8, "values": [id.to_string()],
        });
        let answer = forge(&app, data).await;
        assert!(answer.contains("That is not in this server. Pick one from the list."), "{answer}");
    }
    assert_eq!(versions(&app).await, 0);
}

#[tokio::test]
async fn what_a_select_of_another_kind_would_send_is_refused() {
    let app = App::start().await;
    for (field, value, words) in [
        ("language", "tlh", "Choose one of: English, German."),
        ("warn_thresholds", "3: kick", "Write a list, one entry per line."),
        ("warn_message", "{nobody}", "I don't know {nobody}."),
        ("warnings_expire_after", "soon", "I can't read “soon” as a duration."),
    ] {
        let custom_id = format!("settings.pick:1:moderation:{field}:0");
        let answer = forge(&app, json!({ "custom_id": custom_id, "component_type": 3, "values": [value] })).await;
        assert!(answer.contains(words), "{field}: {answer}");
    }
    assert_eq!(versions(&app).await, 0);
}

#[tokio::test]
async fn a_field_goes_back_to_its_default_and_only_from_elsewhere() {
    let app = App::start().await;
    app.keep_log().await;
    app.set("kick_message", "Out.").await;
    for (field, now) in [("log_channel", "nothing"), ("kick_message", "“You were removed from")] {
        let shown = panel(&app, field).await;
        let reset = part(&shown, "settings.reset").unwrap();
        let reply = app.sandbox.click(app.manager(), shown.id, &reset).await.unwrap();
        assert!(reply.content().starts_with("Saved as version "), "{field}: {}", reply.content());
        assert!(data(&reply)["embeds"][0]["fields"][0]["value"].as_str().unwrap().starts_with(now), "{field}");
        let shown = panel(&app, field).await;
        assert_eq!(part(&shown, "settings.reset"), None, "{field}");
        let reply = app.sandbox.click(app.manager(), shown.id, &reset).await.unwrap();
        assert_eq!(reply.content(), "That is set already, so nothing was changed.");
    }
    assert_eq!(stored(&app, "log_channel").await, Value::Null);
    assert_eq!(versions(&app).await, 4);
}

#[tokio::test]
async fn a_forged_address_names_no_setting() {
    let app = App::start().await;
    for custom_id in ["settings.pick:1", "settings.pick:1:moderation:x:0", "settings.reset:1:about:language:0"] {
        let answer = forge(&app, json!({ "custom_id": custom_id, "component_type": 3, "values": ["de"] })).await;
        assert!(answer.contains("There is no setting “"), "{custom_id}: {answer}");
    }
    let answer = forge(&app, json!({ "custom_id": "settings.open:1", "component_type": 3, "values": [] })).await;
    assert!(answer.contains("There is no setting “"), "{answer}");
}

#[tokio::test]
async fn every_part_takes_manage_server_at_the_moment_it_is_used() {
    let app = App::start().await;
    app.set("language", "de").await;
    let panels = [panel(&app, "language").await, panel(&app, "warn_message").await];
    app.with_member(app.demo.admin, |member| member.roles.clear());
    for (shown, begin) in [(0, "settings.pick"), (0, "settings.reset"), (1, "settings.write")] {
        let custom_id = part(&panels[shown], begin).unwrap();
        let data = json!({ "custom_id": custom_id, "component_type": 3, "values": ["en-US"] });
        let reply = app.sandbox.component(app.manager(), panels[shown].id, data).await.unwrap();
        assert_eq!(reply.content(), "You need the permission Manage Server for this.", "{begin}");
    }
    let written = "settings.written:1:moderation:warn_message:1";
    let reply = app.sandbox.submit(app.manager(), written, &[("value", "x")], None).await.unwrap();
    assert_eq!(reply.content(), "You need the permission Manage Server for this.");
    assert_eq!(versions(&app).await, 1);
}
