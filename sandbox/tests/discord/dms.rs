//! Direct messages: opened with anybody, sent to those who take them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

async fn open(scene: &Scene, user: u64) -> String {
    let opened =
        scene.call(Method::POST, "/users/@me/channels", Some(json!({ "recipient_id": user.to_string() }))).await;
    assert_eq!((opened.status, &opened.body["type"]), (200, &json!(1)), "{}", opened.body);
    assert_eq!(opened.body["recipients"][0]["id"], user.to_string());
    opened.body["id"].as_str().unwrap().to_owned()
}

async fn send(scene: &Scene, dm: &str, body: Value) -> Called {
    scene.call(Method::POST, &format!("/channels/{dm}/messages"), Some(body)).await
}

#[tokio::test]
async fn a_person_is_written_to_in_one_channel() {
    let scene = scene().await;
    let dm = open(&scene, scene.demo.member).await;
    assert_eq!(open(&scene, scene.demo.member).await, dm);
    assert_ne!(open(&scene, scene.demo.elder).await, dm);
    let sent = send(&scene, &dm, json!({ "content": "You were warned.", "embeds": [{ "title": "Case 1" }] })).await;
    assert_eq!((sent.status, &sent.body["channel_id"]), (200, &json!(dm)));
    let path = format!("/channels/{dm}/messages/{}", sent.body["id"].as_str().unwrap());
    assert_eq!(scene.call(Method::PATCH, &path, Some(json!({ "content": "Sorry." }))).await.body["content"], "Sorry.");
    assert_eq!(scene.get(&format!("/channels/{dm}/messages")).await.body.as_array().unwrap().len(), 1);
    assert_eq!(scene.get(&format!("/channels/{dm}")).await.body["last_message_id"], sent.body["id"]);
    let world = scene.sandbox.world();
    let contents: Vec<&str> = world.dm_messages(scene.demo.member).iter().map(|one| one.content.as_str()).collect();
    assert_eq!(contents, ["Sorry."]);
    assert!(world.dm_messages(scene.demo.elder).is_empty());
}

#[tokio::test]
async fn who_takes_no_messages_or_is_elsewhere_or_a_bot_is_not_written_to() {
    let scene = scene().await;
    let demo = scene.demo;
    let other = {
        let mut world = scene.sandbox.world();
        world.users.get_mut(&demo.elder).unwrap().closed_dms = true;
        let other = world.create_application("Other");
        world.install(demo.guild, other, 0);
        other
    };
    for (who, user) in [("closed to them", demo.elder), ("not in the server", demo.stranger), ("a bot", other)] {
        let dm = open(&scene, user).await;
        assert_eq!(send(&scene, &dm, json!({ "content": "Hi" })).await.refusal(), (403, 50_007), "{who}");
    }
    let dm = open(&scene, demo.member).await;
    assert_eq!(scene.call(Method::DELETE, &scene.guild(&format!("/members/{}", demo.member)), None).await.status, 204);
    assert_eq!(send(&scene, &dm, json!({ "content": "Hi" })).await.refusal(), (403, 50_007), "kicked meanwhile");
    assert!(scene.sandbox.world().messages.is_empty());
}

#[tokio::test]
async fn a_conversation_has_no_overwrites_no_settings_and_nothing_to_moderate() {
    let scene = scene().await;
    let dm = open(&scene, scene.demo.member).await;
    let id = dm.parse().unwrap();
    let theirs = scene.sandbox.world().create_message(id, scene.demo.member, "why?");
    for (method, rest, body) in [
        (Method::PATCH, String::new(), Some(json!({ "topic": "x" }))),
        (Method::PUT, format!("/permissions/{}", scene.demo.member), Some(json!({ "type": 1 }))),
        (Method::DELETE, format!("/permissions/{}", scene.demo.member), None),
        (Method::DELETE, format!("/messages/{theirs}"), None),
        (Method::POST, "/messages/bulk-delete".to_owned(), Some(json!({ "messages": ["1", "2"] }))),
    ] {
        let called = scene.call(method.clone(), &format!("/channels/{dm}{rest}"), body).await;
        assert_eq!(called.refusal(), (403, 50_003), "{method} {rest}");
    }
}

#[tokio::test]
async fn nobody_elses_conversation_is_there() {
    let scene = scene().await;
    let other = {
        let mut world = scene.sandbox.world();
        let other = world.create_application("Other");
        world.open_dm(other, scene.demo.member)
    };
    assert_eq!(scene.get(&format!("/channels/{other}")).await.refusal(), (404, 10_003));
    for (body, wanted) in [
        (json!({}), (400, 50_035)),
        (json!({ "recipient_id": "me" }), (400, 50_035)),
        (json!({ "recipient_id": "4" }), (404, 10_013)),
    ] {
        let called = scene.call(Method::POST, "/users/@me/channels", Some(body.clone())).await;
        assert_eq!(called.refusal(), wanted, "{body}");
    }
}
