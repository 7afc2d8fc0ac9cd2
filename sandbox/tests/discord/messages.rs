//! Messages in channels: sent, read, changed, taken back.

use std::time::Duration;

use reqwest::Method;
use sandbox::{EPHEMERAL, Permissions};
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

async fn send(scene: &Scene, body: Value) -> Called {
    scene.call(Method::POST, &scene.channel("/messages"), Some(body)).await
}

fn of(scene: &Scene, message: impl std::fmt::Display) -> String {
    scene.channel(&format!("/messages/{message}"))
}

#[tokio::test]
async fn a_message_is_sent_read_edited_and_deleted() {
    let scene = scene().await;
    let button = json!([{ "type": 1, "components": [{ "type": 2, "style": 2, "label": "Go", "custom_id": "go" }] }]);
    let embeds = json!([{ "title": "Case 1" }]);
    let sent = send(&scene, json!({ "content": "Hi", "embeds": embeds, "components": button })).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert_eq!((&sent.body["content"], &sent.body["embeds"][0]["type"]), (&json!("Hi"), &json!("rich")));
    assert_eq!(sent.body["author"]["id"], scene.demo.application.to_string());
    let path = of(&scene, sent.body["id"].as_str().unwrap());
    assert_eq!(scene.get(&path).await.body, sent.body);

    let edited = scene.call(Method::PATCH, &path, Some(json!({ "content": "Bye" }))).await.body;
    assert_eq!((&edited["content"], &edited["embeds"][0]["title"]), (&json!("Bye"), &json!("Case 1")));
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(scene.call(Method::DELETE, &path, None).await.status, 204);
    assert_eq!(scene.get(&path).await.refusal(), (404, 10_008));
    assert!(scene.logged(1).is_empty(), "nobody is told of what its author takes back");
}

#[tokio::test]
async fn a_message_beyond_discords_limits_is_not_sent() {
    let scene = scene().await;
    for (body, wanted) in [
        (json!({}), (400, 50_006)),
        (json!({ "content": "x".repeat(2_001) }), (400, 50_035)),
        (json!({ "content": "x", "nonce": "x".repeat(26) }), (400, 50_035)),
        (json!({ "content": "x", "allowed_mentions": { "parse": ["all"] } }), (400, 50_035)),
        (json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }), (400, 50_035)),
        (json!({ "content": "x", "allowed_mentions": { "users": ["1", "1"] } }), (400, 50_035)),
        (json!({ "content": "x", "message_reference": { "message_id": "4" } }), (400, 50_035)),
    ] {
        assert_eq!(send(&scene, body.clone()).await.refusal(), wanted, "{body}");
    }
    assert!(scene.sandbox.world().messages.is_empty());
}

#[tokio::test]
async fn sending_takes_the_permissions_of_the_channel() {
    let scene = scene().await;
    let bot = scene.demo.application;
    let embed = json!({ "embeds": [{ "title": "Case 1" }] });
    scene.deny(scene.demo.channel, bot, Permissions::EMBED_LINKS);
    assert_eq!(send(&scene, embed).await.refusal(), (403, 50_013));
    assert_eq!(send(&scene, json!({ "content": "Hi" })).await.status, 200);
    scene.sandbox.world().channel_mut(scene.demo.channel).unwrap().overwrites.clear();
    scene.deny(scene.demo.channel, bot, Permissions::SEND_MESSAGES);
    assert_eq!(send(&scene, json!({ "content": "Hi" })).await.refusal(), (403, 50_013));
}

#[tokio::test]
async fn the_same_nonce_returns_the_earlier_message_for_some_minutes() {
    let scene = scene().await;
    let body = json!({ "content": "Case 1", "nonce": "case-1", "enforce_nonce": true });
    let first = send(&scene, body.clone()).await.body;
    assert_eq!(first["nonce"], "case-1");
    let again = send(&scene, body.clone()).await;
    assert_eq!((again.status, &again.body["id"]), (200, &first["id"]));
    let other = send(&scene, json!({ "content": "Case 2", "nonce": "case-2", "enforce_nonce": true })).await.body;
    assert_ne!(other["id"], first["id"]);
    let free = send(&scene, json!({ "content": "Case 1", "nonce": "case-1" })).await.body;
    assert_ne!(free["id"], first["id"], "it is only told apart where that is asked for");
    scene.sandbox.advance(Duration::from_secs(600));
    assert_ne!(send(&scene, body).await.body["id"], first["id"]);
}

#[tokio::test]
async fn a_bot_edits_its_own_messages_only() {
    let scene = scene().await;
    let written = scene.sandbox.world().create_message(scene.demo.channel, scene.demo.member, "mine");
    let path = of(&scene, written);
    let edit = async |body: Value| scene.call(Method::PATCH, &path, Some(body)).await;
    assert_eq!(edit(json!({ "content": "yours" })).await.refusal(), (403, 50_005));
    assert_eq!(edit(json!({ "flags": 4 })).await.body["flags"], 4, "who manages messages may hide embeds");
    scene.deny(scene.demo.channel, scene.demo.application, Permissions::MANAGE_MESSAGES);
    assert_eq!(edit(json!({ "flags": 0 })).await.refusal(), (403, 50_005));
}

#[tokio::test]
async fn deleting_anothers_message_takes_a_permission_and_a_bot_is_not_named_for_it() {
    let scene = scene().await;
    let demo = scene.demo;
    let written = scene.sandbox.world().create_message(demo.channel, demo.member, "spam");
    assert_eq!(scene.call(Method::DELETE, &of(&scene, written), None).await.status, 204);
    assert!(scene.logged(1).is_empty());
    let written = scene.sandbox.world().create_message(demo.channel, demo.member, "spam");
    scene.deny(demo.channel, demo.application, Permissions::MANAGE_MESSAGES);
    assert_eq!(scene.call(Method::DELETE, &of(&scene, written), None).await.refusal(), (403, 50_013));
    let own = send(&scene, json!({ "content": "oops" })).await.body["id"].clone();
    assert_eq!(scene.call(Method::DELETE, &of(&scene, own.as_str().unwrap()), None).await.status, 204);
}

#[tokio::test]
async fn messages_come_newest_first_and_in_pages() {
    let scene = scene().await;
    let demo = scene.demo;
    let written: Vec<u64> = {
        let mut world = scene.sandbox.world();
        (0..7).map(|number| world.create_message(demo.channel, demo.member, &number.to_string())).collect()
    };
    let page = async |query: &str| {
        let called = scene.get(&scene.channel(&format!("/messages{query}"))).await;
        let messages = called.body.as_array().unwrap().clone();
        messages.iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join("")
    };
    assert_eq!(page("").await, "6543210");
    assert_eq!(page("?limit=2").await, "65");
    assert_eq!(page(&format!("?limit=2&before={}", written[4])).await, "32");
    assert_eq!(page(&format!("?limit=2&after={}", written[1])).await, "32");
    assert_eq!(page(&format!("?limit=3&around={}", written[3])).await, "432");
    assert_eq!(scene.get(&scene.channel("/messages?limit=101")).await.refusal(), (400, 50_035));
    scene.deny(demo.channel, demo.application, Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(page("").await, "", "without the history there is none");
    assert_eq!(scene.get(&of(&scene, written[0])).await.refusal(), (403, 50_013));
}

#[tokio::test]
async fn an_ephemeral_message_is_none_that_a_channel_has() {
    let scene = scene().await;
    scene.answering(json!({ "type": 4, "data": { "content": "Psst", "flags": EPHEMERAL } })).await;
    let reply = scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    let hidden = scene.sandbox.original(reply.interaction).unwrap().id;
    assert_eq!(scene.get(&scene.channel("/messages")).await.body, json!([]));
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let body = (method == Method::PATCH).then(|| json!({ "content": "x" }));
        assert_eq!(scene.call(method.clone(), &of(&scene, hidden), body).await.refusal(), (404, 10_008), "{method}");
    }
}

#[tokio::test]
async fn a_reply_names_its_message_and_calls_its_author() {
    let scene = scene().await;
    let demo = scene.demo;
    let written = scene.sandbox.world().create_message(demo.channel, demo.member, "help");
    let reference = json!({ "message_id": written.to_string() });
    let reply = send(&scene, json!({ "content": "Here", "message_reference": reference })).await.body;
    assert_eq!((&reply["type"], &reply["message_reference"]["message_id"]), (&json!(19), &json!(written.to_string())));
    assert_eq!(reply["mentions"][0]["id"], demo.member.to_string());
    let lost = json!({ "message_id": "4", "fail_if_not_exists": false });
    let plain = send(&scene, json!({ "content": "Here", "message_reference": lost })).await.body;
    assert_eq!(plain["type"], 0);
}

#[tokio::test]
async fn a_message_calls_only_whom_it_is_allowed_to() {
    let scene = scene().await;
    let demo = scene.demo;
    let text = format!("<@{}> <@&{}> @everyone", demo.member, demo.helper_role);
    let called = async |allowed: Value| {
        let mut body = json!({ "content": text });
        if !allowed.is_null() {
            body["allowed_mentions"] = allowed;
        }
        let sent = send(&scene, body).await.body;
        (
            sent["mentions"].as_array().unwrap().len(),
            sent["mention_roles"].as_array().unwrap().len(),
            sent["mention_everyone"].clone(),
        )
    };
    assert_eq!(called(Value::Null).await, (1, 0, json!(false)), "roles and everyone take a permission");
    assert_eq!(called(json!({ "parse": [] })).await, (0, 0, json!(false)));
    scene.allow_bot(Permissions::MENTION_EVERYONE);
    assert_eq!(called(Value::Null).await, (1, 1, json!(true)));
    assert_eq!(called(json!({ "roles": [demo.helper_role.to_string()] })).await, (0, 1, json!(false)));
}

#[tokio::test]
async fn files_that_people_sent_are_told_of() {
    let scene = scene().await;
    let written = scene.sandbox.world().create_message(scene.demo.channel, scene.demo.member, "look");
    scene.sandbox.world().attach(written, "cat.png", "image/png", 1_024);
    let file = scene.get(&of(&scene, written)).await.body["attachments"][0].clone();
    assert_eq!(
        (&file["filename"], &file["content_type"], &file["size"]),
        (&json!("cat.png"), &json!("image/png"), &json!(1_024))
    );
    assert!(file["url"].as_str().unwrap().ends_with("/cat.png"));
}

#[tokio::test]
async fn without_the_intent_a_bot_reads_only_what_is_meant_for_it() {
    let scene = scene().await;
    let demo = scene.demo;
    let meant = format!("<@{}> help", demo.application);
    let messages = {
        let mut world = scene.sandbox.world();
        world.applications.get_mut(&demo.application).unwrap().reads_content = false;
        ["secret", &meant].map(|text| world.create_message(demo.channel, demo.member, text))
    };
    scene.sandbox.world().attach(messages[0], "cat.png", "image/png", 1_024);
    let own = send(&scene, json!({ "content": "mine" })).await.body;
    let listed = scene.get(&scene.channel("/messages")).await.body;
    let contents: Vec<_> = listed.as_array().unwrap().iter().map(|message| message["content"].clone()).collect();
    assert_eq!(contents, ["mine", meant.as_str(), ""]);
    assert_eq!((&listed[2]["attachments"], &own["content"]), (&json!([]), &json!("mine")));
    assert_eq!(scene.get(&of(&scene, messages[0])).await.body["content"], "");
    assert_eq!(scene.get("/applications/@me").await.body["flags"], 1 << 13 | 1 << 15);
}
