//! Channels: what a bot sees of them, and what it may change.

use reqwest::Method;
use sandbox::{Permissions, audit_event};
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

async fn edit(scene: &Scene, body: Value) -> Called {
    scene.call(Method::PATCH, &scene.channel(""), Some(body)).await
}

#[tokio::test]
async fn a_channel_is_read_and_changed_where_the_body_says_so() {
    let scene = scene().await;
    let found = scene.get(&scene.channel("")).await.body;
    assert_eq!((&found["name"], &found["type"], &found["topic"]), (&json!("general"), &json!(0), &Value::Null));
    let changed = edit(&scene, json!({ "name": "The Lounge", "topic": "Be kind", "rate_limit_per_user": 30 })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.body["name"], "the-lounge");
    let slower = edit(&scene, json!({ "rate_limit_per_user": 60 })).await.body;
    assert_eq!((&slower["topic"], &slower["rate_limit_per_user"]), (&json!("Be kind"), &json!(60)));
    let cleared = edit(&scene, json!({ "topic": null, "rate_limit_per_user": null })).await.body;
    assert_eq!((&cleared["topic"], &cleared["rate_limit_per_user"]), (&Value::Null, &json!(0)));
    assert_eq!(scene.get(&scene.channel("")).await.body, cleared);
}

#[tokio::test]
async fn the_audit_log_tells_what_was_changed_and_nothing_of_what_was_not() {
    let scene = scene().await;
    edit(&scene, json!({ "name": "general", "rate_limit_per_user": 30 })).await;
    let slower = json!([{ "key": "rate_limit_per_user", "old_value": 0, "new_value": 30 }]);
    assert_eq!(scene.logged(1), [(audit_event::CHANNEL_UPDATE, scene.demo.channel, slower)]);
    edit(&scene, json!({ "topic": "Be kind" })).await;
    let topic = json!([{ "key": "topic", "new_value": "Be kind" }]);
    assert_eq!(scene.logged(1), [(audit_event::CHANNEL_UPDATE, scene.demo.channel, topic)]);
    edit(&scene, json!({ "topic": "Be kind", "rate_limit_per_user": 30 })).await;
    assert_eq!(scene.logged(9).len(), 2);
}

#[tokio::test]
async fn each_wrong_field_is_refused_by_name() {
    let scene = scene().await;
    for (body, field, code) in [
        (json!({ "rate_limit_per_user": 21_601 }), "rate_limit_per_user", "NUMBER_TYPE_MAX"),
        (json!({ "rate_limit_per_user": -1 }), "rate_limit_per_user", "NUMBER_TYPE_MIN"),
        (json!({ "rate_limit_per_user": "slow" }), "rate_limit_per_user", "NUMBER_TYPE_COERCE"),
        (json!({ "name": "" }), "name", "BASE_TYPE_BAD_LENGTH"),
        (json!({ "name": "x".repeat(101) }), "name", "BASE_TYPE_BAD_LENGTH"),
        (json!({ "name": null }), "name", "BASE_TYPE_REQUIRED"),
        (json!({ "topic": "x".repeat(1_025) }), "topic", "BASE_TYPE_MAX_LENGTH"),
    ] {
        let refused = edit(&scene, body.clone()).await;
        assert_eq!(refused.refusal(), (400, 50_035), "{body}");
        assert_eq!(refused.body["errors"][field]["_errors"][0]["code"], code, "{body}");
    }
    assert!(scene.logged(1).is_empty());
}

#[tokio::test]
async fn a_channel_that_is_not_there_or_not_seen_is_out_of_reach() {
    let scene = scene().await;
    assert_eq!(scene.get("/channels/4").await.refusal(), (404, 10_003));
    assert_eq!(scene.get("/channels/general").await.refusal(), (400, 50_035));
    scene.deny(scene.demo.channel, scene.demo.application, Permissions::VIEW_CHANNEL);
    for path in [scene.channel(""), scene.channel("/messages")] {
        assert_eq!(scene.get(&path).await.refusal(), (403, 50_001), "{path}");
    }
    let listed = scene.get(&scene.guild("/channels")).await.body;
    assert!(listed.as_array().unwrap().iter().all(|channel| channel["name"] != "general"), "{listed}");

    let elsewhere = {
        let mut world = scene.sandbox.world();
        let owner = world.create_user("olga");
        let guild = world.create_guild("Elsewhere", owner);
        *world.guilds[&guild].channels.keys().next().unwrap()
    };
    assert_eq!(scene.get(&format!("/channels/{elsewhere}")).await.refusal(), (403, 50_001));
}

#[tokio::test]
async fn changing_a_channel_takes_the_permission_in_that_channel() {
    let scene = scene().await;
    scene.deny(scene.demo.channel, scene.demo.application, Permissions::MANAGE_CHANNELS);
    assert_eq!(edit(&scene, json!({ "topic": "x" })).await.refusal(), (403, 50_013));
    scene.allow_bot(Permissions::ADMINISTRATOR);
    assert_eq!(edit(&scene, json!({ "topic": "x" })).await.status, 200, "no overwrite binds an administrator");
}
