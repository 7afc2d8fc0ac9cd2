//! What becomes of a reply after the first response: edits, follow-ups, the 404 window, fifteen minutes.

use std::time::Duration;

use reqwest::Method;
use sandbox::{EPHEMERAL, LOADING};
use serde_json::{Value, json};

use crate::support::{Behaviour, Called, Endpoint, Scene, endpoint, scene};

const ORIGINAL: &str = "/messages/@original";

/// A command answered so, with its response on record at once.
async fn answered(scene: &Scene, response: Value) -> (u64, Endpoint) {
    scene.sandbox.world().settling = Duration::ZERO;
    let endpoint = scene.answering(response).await;
    let reply = scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    (reply.interaction, endpoint)
}

async fn edit(scene: &Scene, token: &str, data: Value) -> Called {
    scene.call(Method::PATCH, &scene.webhook(token, ORIGINAL), Some(data)).await
}

#[tokio::test]
async fn a_deferred_reply_is_filled_in_and_stays_ephemeral() {
    let scene = scene().await;
    let (interaction, endpoint) = answered(&scene, json!({ "type": 5, "data": { "flags": EPHEMERAL } })).await;
    let waiting = scene.sandbox.original(interaction).unwrap();
    assert_eq!(waiting.flags, EPHEMERAL | LOADING);
    let edited = edit(&scene, &endpoint.token(), json!({ "content": "Done." })).await;
    assert_eq!((edited.status, &edited.body["content"]), (200, &json!("Done.")));
    let limit = Duration::from_secs(5);
    let done = scene.sandbox.until_original(interaction, limit, |message| message.content == "Done.").await.unwrap();
    assert_eq!((done.flags, done.only_for, done.edited), (EPHEMERAL, Some(scene.demo.moderator), false));
    edit(&scene, &endpoint.token(), json!({ "content": "Done!" })).await;
    assert!(scene.sandbox.original(interaction).unwrap().edited);
}

#[tokio::test]
async fn the_first_follow_up_to_a_deferral_fills_it_in_and_the_next_is_a_message() {
    let scene = scene().await;
    let (interaction, endpoint) = answered(&scene, json!({ "type": 5 })).await;
    let path = scene.webhook(&endpoint.token(), "");
    let first = scene.call(Method::POST, &path, Some(json!({ "content": "One", "flags": EPHEMERAL }))).await;
    assert_eq!(scene.sandbox.original(interaction).unwrap().content, "One");
    assert_eq!(first.body["flags"], 0);
    let second = scene.call(Method::POST, &path, Some(json!({ "content": "Two", "flags": EPHEMERAL }))).await;
    assert_eq!(second.body["flags"], EPHEMERAL);
    assert_eq!(second.body["message_reference"]["message_id"], first.body["id"]);
    assert_eq!(scene.sandbox.messages_of(interaction).len(), 2);

    let of_second = format!("{path}/messages/{}", second.body["id"].as_str().unwrap());
    let edited = scene.call(Method::PATCH, &of_second, Some(json!({ "content": "Three" }))).await;
    assert_eq!(edited.body["content"], "Three");
    assert_eq!(scene.call(Method::DELETE, &of_second, None).await.status, 204);
    assert_eq!(scene.get(&of_second).await.refusal(), (404, 10_008));
}

#[tokio::test]
async fn a_reply_can_be_read_and_deleted_and_is_held_to_the_limits() {
    let scene = scene().await;
    let (interaction, endpoint) = answered(&scene, json!({ "type": 4, "data": { "content": "Hi" } })).await;
    let path = scene.webhook(&endpoint.token(), ORIGINAL);
    assert_eq!(scene.get(&path).await.body["content"], "Hi");
    let long = edit(&scene, &endpoint.token(), json!({ "content": "x".repeat(2_001) })).await;
    assert_eq!(long.refusal(), (400, 50_035));
    assert!(long.body["errors"]["content"]["_errors"].is_array(), "{}", long.body);
    assert_eq!(edit(&scene, &endpoint.token(), json!({ "content": "" })).await.refusal(), (400, 50_006));
    assert_eq!(scene.call(Method::DELETE, &path, None).await.status, 204);
    assert!(scene.sandbox.original(interaction).is_none());
    scene.sandbox.advance(Duration::from_secs(2));
    assert_eq!(scene.get(&path).await.refusal(), (404, 10_008));
}

#[tokio::test]
async fn an_edit_before_the_response_is_on_record_finds_no_webhook() {
    let scene = scene().await;
    let endpoint = scene.answering(json!({ "type": 5 })).await;
    scene.sandbox.world().settling = Duration::from_secs(60);
    scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    let token = endpoint.token();
    assert_eq!(edit(&scene, &token, json!({ "content": "Early" })).await.refusal(), (404, 10_015));
    scene.sandbox.advance(Duration::from_secs(61));
    assert_eq!(edit(&scene, &token, json!({ "content": "In time" })).await.status, 200);
}

#[tokio::test]
async fn nothing_can_be_edited_where_the_application_did_not_respond() {
    let scene = scene().await;
    scene.register().await;
    scene.sandbox.world().settling = Duration::ZERO;
    let endpoint = endpoint(scene.public_key(), Behaviour::Raw(500, String::new())).await;
    scene.point_at(&endpoint);
    scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    assert_eq!(edit(&scene, &endpoint.token(), json!({ "content": "Late" })).await.refusal(), (404, 10_015));
}

#[tokio::test]
async fn a_token_works_for_fifteen_minutes_and_for_its_application_only() {
    let scene = scene().await;
    let (_, endpoint) = answered(&scene, json!({ "type": 5 })).await;
    let token = endpoint.token();
    let body = json!({ "content": "Hi" });
    let other = format!("/webhooks/4/{token}{ORIGINAL}");
    assert_eq!(scene.call(Method::PATCH, &other, Some(body.clone())).await.refusal(), (404, 10_015));
    assert_eq!(edit(&scene, "nonsense", body.clone()).await.refusal(), (401, 50_027));
    scene.sandbox.advance(Duration::from_secs(14 * 60));
    assert_eq!(edit(&scene, &token, body.clone()).await.status, 200);
    scene.sandbox.advance(Duration::from_secs(61));
    assert_eq!(edit(&scene, &token, body).await.refusal(), (401, 50_027));
}

#[tokio::test]
async fn a_deferred_update_edits_the_message_of_the_component() {
    let scene = scene().await;
    let (first, _) = answered(&scene, json!({ "type": 4, "data": { "content": "Hi" } })).await;
    let message = scene.sandbox.original(first).unwrap().id;
    let endpoint = scene.answering(json!({ "type": 6 })).await;
    let clicked = scene.sandbox.click(scene.moderator(), message, "go").await.unwrap();
    edit(&scene, &endpoint.token(), json!({ "content": "Changed" })).await;
    assert_eq!(scene.sandbox.original(clicked.interaction).unwrap().content, "Changed");
    assert_eq!(scene.sandbox.original(first).unwrap().content, "Changed");
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_leaves_the_rest() {
    let scene = scene().await;
    let embed = json!([{ "type": "rich", "description": "Kept" }]);
    let (first, _) = answered(&scene, json!({ "type": 4, "data": { "content": "Hi", "embeds": embed } })).await;
    let message = scene.sandbox.original(first).unwrap().id;
    scene.answering(json!({ "type": 7, "data": { "content": "Changed" } })).await;
    scene.sandbox.click(scene.moderator(), message, "go").await.unwrap();
    let shown = scene.sandbox.original(first).unwrap();
    assert_eq!((shown.content.as_str(), shown.embeds, shown.edited), ("Changed", embed, true));
}

#[tokio::test]
async fn a_response_may_come_by_the_callback_route_once() {
    let scene = scene().await;
    scene.register().await;
    let endpoint = endpoint(scene.public_key(), Behaviour::Raw(202, String::new())).await;
    scene.point_at(&endpoint);
    let body = {
        let mut world = scene.sandbox.world();
        world.command_payload(scene.moderator(), sandbox::kind::COMMAND, "case show", &json!({}), None).unwrap()
    };
    let (id, token) = (body["id"].as_str().unwrap().to_owned(), body["token"].as_str().unwrap().to_owned());
    let path = format!("/interactions/{id}/{token}/callback?with_response=true");
    let response = json!({ "type": 4, "data": { "content": "By call" } });
    let (reply, called) =
        tokio::join!(scene.sandbox.deliver(body), scene.call(Method::POST, &path, Some(response.clone())));
    assert_eq!((reply.unwrap().content(), called.status), ("By call", 200));
    assert_eq!(called.body["resource"]["message"]["content"], "By call");
    assert_eq!(scene.call(Method::POST, &path, Some(response.clone())).await.refusal(), (400, 40_060));
    let unknown = scene.call(Method::POST, &format!("/interactions/4/{token}/callback"), Some(response)).await;
    assert_eq!(unknown.refusal(), (404, 10_062));
}
