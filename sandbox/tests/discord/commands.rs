//! Registration of commands.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Scene, scene};

fn global(scene: &Scene) -> String {
    format!("/applications/{}/commands", scene.demo.application)
}

#[tokio::test]
async fn a_list_replaces_the_one_before_and_keeps_known_ids() {
    let scene = scene().await;
    let path = global(&scene);
    let ping = json!({ "name": "ping", "description": "Awake?" });
    let first = scene.call(Method::PUT, &path, Some(json!([ping, { "name": "old", "description": "Old" }]))).await;
    assert_eq!(first.body.as_array().unwrap().len(), 2);
    let second = scene.call(Method::PUT, &path, Some(json!([ping]))).await;
    assert_eq!(second.body[0]["id"], first.body[0]["id"]);
    assert_eq!(second.body[0]["application_id"], scene.demo.application.to_string());
    assert_eq!(scene.get(&format!("{path}?with_localizations=true")).await.body, second.body);
}

#[tokio::test]
async fn a_guilds_commands_are_its_own() {
    let scene = scene().await;
    let path = format!("/applications/{}/guilds/{}/commands", scene.demo.application, scene.demo.guild);
    let created = scene.call(Method::POST, &path, Some(json!({ "name": "ping", "description": "Awake?" }))).await;
    assert_eq!((created.status, &created.body["guild_id"]), (201, &json!(scene.demo.guild.to_string())));
    let again = scene.call(Method::POST, &path, Some(json!({ "name": "ping", "description": "Still?" }))).await;
    assert_eq!((again.status, &again.body["id"]), (200, &created.body["id"]));
    assert_eq!(scene.get(&global(&scene)).await.body, json!([]));

    let one = format!("{path}/{}", created.body["id"].as_str().unwrap());
    let edited = scene.call(Method::PATCH, &one, Some(json!({ "description": "Awake now?" }))).await;
    assert_eq!(edited.body["description"], "Awake now?");
    assert_eq!(scene.get(&one).await.body, edited.body);
    assert_eq!(scene.call(Method::DELETE, &one, None).await.status, 204);
    assert_eq!(scene.get(&one).await.refusal(), (404, 10_063));
}

#[tokio::test]
async fn a_bot_reaches_no_other_applications_commands() {
    let scene = scene().await;
    let other = scene.sandbox.world().create_application("Other");
    let called = scene.call(Method::PUT, &format!("/applications/{other}/commands"), Some(json!([]))).await;
    assert_eq!(called.refusal(), (403, 20_012));
}

#[tokio::test]
async fn a_malformed_command_is_refused_where_it_is_wrong() {
    let scene = scene().await;
    let option = |value: Value| json!({ "name": "a", "description": "A", "options": value });
    let text = |name: &str| json!({ "type": 3, "name": name, "description": "Text" });
    let required = json!({ "type": 3, "name": "late", "description": "Late", "required": true });
    let nested = json!([{ "type": 1, "name": "s", "description": "S", "options": [
        { "type": 1, "name": "t", "description": "T" } ] }]);
    for (command, pointer) in [
        (json!({ "name": "Loud", "description": "A" }), "/0/name"),
        (json!({ "name": "x".repeat(33), "description": "A" }), "/0/name"),
        (json!({ "name": "a" }), "/0/description"),
        (json!({ "name": "a", "description": "x".repeat(101) }), "/0/description"),
        (
            json!({ "name": "a", "description": "A", "default_member_permissions": "all" }),
            "/0/default_member_permissions",
        ),
        (option(json!([text("b"), text("b")])), "/0/options/1/name"),
        (option(json!([text("b"), required])), "/0/options/1"),
        (option((0..26).map(|number| text(&format!("o{number}"))).collect()), "/0/options"),
        (option(json!([{ "type": 12, "name": "b", "description": "B" }])), "/0/options/0/type"),
        (option(json!([{ "type": 1, "name": "s", "description": "S" }, text("b")])), "/0/options"),
        (option(nested), "/0/options/0/options/0/type"),
        (json!({ "type": 2, "name": "A", "description": "A" }), "/0/description"),
    ] {
        let called = scene.call(Method::PUT, &global(&scene), Some(json!([command]))).await;
        assert_eq!(called.refusal(), (400, 50_035), "{command}");
        let found = called.body["errors"].pointer(&format!("{pointer}/_errors/0/code"));
        assert!(found.is_some(), "{pointer} in {}", called.body);
    }
}

#[tokio::test]
async fn more_commands_than_discord_allows_are_refused() {
    let scene = scene().await;
    let many: Vec<Value> = (0..101).map(|number| json!({ "name": format!("c{number}"), "description": "A" })).collect();
    assert_eq!(scene.call(Method::PUT, &global(&scene), Some(json!(many))).await.refusal(), (400, 30_032));
    let twice = json!([{ "name": "a", "description": "A" }, { "name": "a", "description": "B" }]);
    assert_eq!(scene.call(Method::PUT, &global(&scene), Some(twice)).await.refusal(), (400, 50_035));
}
