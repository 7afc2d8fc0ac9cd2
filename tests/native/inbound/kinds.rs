//! Every kind of interaction, option and component, from payloads of the shapes that Discord documents; also with
//! fields missing that Discord has ever left out, and with unknown ones added.

use serde_json::{Value, json};

use crate::support::{App, TEST_FEATURES, Via, command, component, interaction, modal};

async fn app() -> App {
    App::with(TEST_FEATURES, Via::Pooler).await
}

/// Sends the payload as it is, bare of optional fields, and with unknown ones; the text must be the same.
async fn says(app: &App, payload: Value, expected: &str) {
    let mut bare = payload.clone();
    for field in [
        "version",
        "channel",
        "guild",
        "guild_locale",
        "locale",
        "entitlements",
        "context",
        "app_permissions",
        "message",
    ] {
        bare.as_object_mut().unwrap().remove(field);
    }
    bare["member"].as_object_mut().unwrap().retain(|field, _| ["user", "permissions"].contains(&field.as_str()));
    let mut extended = payload.clone();
    extended["new_field"] = json!({ "deep": [1, "two", null] });
    extended["data"]["new_field"] = json!([[]]);
    extended["member"]["user"]["new_field"] = json!(1.5);
    for body in [payload, bare, extended] {
        let (status, text) = app.post_signed(body.to_string().as_bytes()).await;
        let answer: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status, &answer["data"]["content"]), (200, &json!(expected)), "{body}");
        assert_eq!(answer["data"]["allowed_mentions"], json!({ "parse": [] }), "nobody is mentioned");
    }
}

#[tokio::test]
async fn every_option_type_reaches_the_handler() {
    let app = app().await;
    let user = json!({ "id": "11", "username": "u", "discriminator": "0", "global_name": "Ursula", "avatar": null });
    let member = json!({ "roles": [], "joined_at": "2026-01-01T00:00:00Z", "flags": 0, "permissions": "0" });
    let resolved = json!({
        "users": { "11": user }, "members": { "11": member },
        "roles": { "12": { "id": "12", "name": "Staff", "permissions": "0", "position": 1 } },
        "channels": { "13": { "id": "13", "name": "general", "type": 0, "permissions": "0" } },
        "attachments": { "14": { "id": "14", "filename": "a.png", "size": 3, "url": "https://cdn.example/a.png", "proxy_url": "x" } },
    });
    let cases = [
        (3, "text", json!("a text"), "echo: a text"),
        (4, "integer", json!(-9_007_199_254_740_991_i64), "echo: -9007199254740991"),
        (10, "number", json!(2.5), "echo: 2.5"),
        (5, "boolean", json!(true), "echo: true"),
        (6, "user", json!("11"), "echo: Ursula"),
        (8, "role", json!("12"), "echo: Staff"),
        (7, "channel", json!("13"), "echo: general"),
        (9, "mentionable", json!("11"), "echo: Ursula"),
        (9, "mentionable", json!("12"), "echo: Staff"),
        (11, "attachment", json!("14"), "echo: a.png 3"),
    ];
    for (number, name, value, expected) in cases {
        let options = json!([{ "name": name, "type": number, "value": value }]);
        says(&app, command(&app, "echo", options, resolved.clone()), expected).await;
    }
}

#[tokio::test]
async fn subcommands_and_groups_lead_to_their_leaves() {
    let app = app().await;
    let text = json!([{ "name": "text", "type": 3, "value": "t" }]);
    let twig = json!([{ "name": "twig", "type": 1, "options": text }]);
    says(&app, command(&app, "deep", twig, json!({})), "deep twig: t").await;
    let leaf = json!([{ "name": "group", "type": 2, "options": [{ "name": "leaf", "type": 1, "options": text }] }]);
    says(&app, command(&app, "deep", leaf, json!({})), "deep group leaf: t").await;
}

#[tokio::test]
async fn context_menus_bring_their_target() {
    let app = app().await;
    let user = json!({ "id": "1", "name": "Look at", "type": 2, "target_id": "11",
        "resolved": { "users": { "11": { "id": "11", "username": "ursula" } } } });
    says(&app, interaction(&app, 2, user), "Look at: ursula").await;
    let message = json!({ "id": "1", "name": "Look at", "type": 3, "target_id": "15",
        "resolved": { "messages": { "15": { "id": "15", "content": "hello", "author": { "id": "11", "username": "ursula" } } } } });
    says(&app, interaction(&app, 2, message), "Look at: hello").await;
}

#[tokio::test]
async fn buttons_and_all_selects_reach_their_component() {
    let app = app().await;
    says(&app, component(&app, json!({ "custom_id": "echo:2", "component_type": 2 })), "echo: ").await;
    for kind in [3, 5, 6, 7, 8] {
        let data = json!({ "custom_id": "echo:2", "component_type": kind, "values": ["11", "12"], "resolved": {} });
        says(&app, component(&app, data), "echo: 11, 12").await;
    }
}

#[tokio::test]
async fn modals_are_read_with_labels_and_with_rows() {
    let app = app().await;
    let label =
        json!([{ "type": 18, "id": 1, "component": { "type": 4, "id": 2, "custom_id": "text", "value": "new" } }]);
    says(&app, modal(&app, "echo:2", label), "echo: new").await;
    let row = json!([{ "type": 1, "components": [{ "type": 4, "custom_id": "text", "value": "old" }] }]);
    says(&app, modal(&app, "echo:2", row), "echo: old").await;
}

#[tokio::test]
async fn a_component_can_open_a_form() {
    let app = app().await;
    let body = component(&app, json!({ "custom_id": "echo:2:form", "component_type": 2 }));
    let (_, text) = app.post_signed(body.to_string().as_bytes()).await;
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["type"], 9);
}

#[tokio::test]
async fn autocomplete_answers_with_choices() {
    let app = app().await;
    let data = json!({ "id": "1", "name": "echo", "type": 1,
        "options": [{ "name": "integer", "type": 4, "value": 1 }, { "name": "text", "type": 3, "value": "ty", "focused": true }] });
    let (_, text) = app.post_signed(interaction(&app, 4, data).to_string().as_bytes()).await;
    assert_eq!(text, r#"{"data":{"choices":[{"name":"text=ty","value":7}]},"type":8}"#);
}

#[tokio::test]
async fn a_command_that_works_anywhere_works_in_a_direct_message() {
    let app = app().await;
    let mut body = command(&app, "echo", json!([]), json!({}));
    let user = body["member"]["user"].take();
    let fields = body.as_object_mut().unwrap();
    fields.retain(|field, _| !["member", "guild_id", "guild", "app_permissions"].contains(&field.as_str()));
    body["user"] = user;
    let (status, text) = app.post_signed(body.to_string().as_bytes()).await;
    assert!(status == 200 && text.contains("echo: "), "{text}");
    body["data"]["name"] = json!("fails");
    let (_, text) = app.post_signed(body.to_string().as_bytes()).await;
    assert!(text.contains("in a server only"), "{text}");
}

#[tokio::test]
async fn what_nobody_knows_gets_a_kind_ephemeral_reply() {
    let app = app().await;
    let bodies = [
        command(&app, "gone", json!([]), json!({})),
        component(&app, json!({ "custom_id": "gone:1", "component_type": 2 })),
        component(&app, json!({ "custom_id": "echo:1", "component_type": 2 })),
        component(&app, json!({ "custom_id": "", "component_type": 2 })),
        component(&app, json!({ "custom_id": "x".repeat(101), "component_type": 2 })),
        modal(&app, "gone:1", json!([])),
        interaction(&app, 99, json!({})),
        json!({ "type": 2, "id": "not an id" }),
    ];
    for body in bodies {
        let (status, text) = app.post_signed(body.to_string().as_bytes()).await;
        let answer: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status, &answer["type"], &answer["data"]["flags"]), (200, &json!(4), &json!(64)), "{body}: {text}");
    }
}

#[tokio::test]
async fn a_failure_shows_a_reference_and_no_secret() {
    let app = app().await;
    let body = command(&app, "fails", json!([]), json!({}));
    let id: u64 = body["id"].as_str().unwrap().parse().unwrap();
    let (status, text) = app.post_signed(body.to_string().as_bytes()).await;
    assert_eq!(status, 200);
    assert!(text.contains(&format!("(ref {id:x})")) && !text.contains("hunter2"), "{text}");
}
