//! What a person may press and choose on a message.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Endpoint, Scene, scene};

/// A message of the bot with this one select or button.
async fn shown(scene: &Scene, part: Value) -> u64 {
    let body = json!({ "content": "Choose", "components": [{ "type": 1, "components": [part] }] });
    let sent = scene.call(Method::POST, &scene.channel("/messages"), Some(body)).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    sent.body["id"].as_str().unwrap().parse().unwrap()
}

async fn answering() -> (Scene, Endpoint) {
    let scene = scene().await;
    let endpoint = scene.answering(json!({ "type": 6 })).await;
    (scene, endpoint)
}

fn texts(least: u64, most: u64) -> Value {
    let option = |name: &str| json!({ "label": name, "value": name });
    json!({
        "type": 3, "custom_id": "pick", "min_values": least, "max_values": most,
        "options": [option("a"), option("b"), option("c")],
    })
}

#[tokio::test]
async fn a_select_takes_as_many_of_its_options_as_it_says_and_no_others() {
    let (scene, endpoint) = answering().await;
    let seat = scene.moderator();
    let message = shown(&scene, texts(1, 2)).await;
    let choose = async |values: &[&str]| scene.sandbox.select(seat, message, "pick", values).await;
    for wrong in [&[][..], &["a", "b", "c"], &["a", "a"], &["d"]] {
        assert!(choose(wrong).await.is_err(), "{wrong:?}");
    }
    assert!(endpoint.seen().is_empty());
    assert_eq!(choose(&["a", "c"]).await.unwrap().failure, None);
    let data = endpoint.seen().pop().unwrap()["data"].clone();
    assert_eq!((&data["values"], &data["id"]), (&json!(["a", "c"]), &json!(2)));
    let optional = shown(&scene, texts(0, 1)).await;
    assert!(scene.sandbox.select(seat, optional, "pick", &[]).await.is_ok());
}

#[tokio::test]
async fn a_mentionable_select_takes_people_and_roles_and_resolves_both() {
    let (scene, endpoint) = answering().await;
    let demo = scene.demo;
    let message = shown(&scene, json!({ "type": 7, "custom_id": "pick", "max_values": 3 })).await;
    let (user, role) = (demo.member.to_string(), demo.helper_role.to_string());
    let stranger = demo.stranger.to_string();
    scene.sandbox.select(scene.moderator(), message, "pick", &[&user, &role, &stranger]).await.unwrap();
    let resolved = endpoint.seen().pop().unwrap()["data"]["resolved"].clone();
    assert_eq!(resolved["users"][&user]["username"], "mallory");
    assert!(resolved["members"][&user]["permissions"].is_string());
    assert_eq!(resolved["roles"][&role]["name"], "Helper");
    assert!(resolved["users"][&stranger].is_object() && resolved["members"].get(&stranger).is_none());
    assert!(scene.sandbox.select(scene.moderator(), message, "pick", &["4"]).await.is_err(), "nobody and nothing");
}

#[tokio::test]
async fn a_channel_select_offers_channels_of_its_types() {
    let (scene, endpoint) = answering().await;
    let demo = scene.demo;
    let voice = {
        let mut world = scene.sandbox.world();
        let id = world.create_channel(demo.guild, "Lounge");
        world.channel_mut(id).unwrap().kind = sandbox::channel_type::GUILD_VOICE;
        id
    };
    let message = shown(&scene, json!({ "type": 8, "custom_id": "pick", "channel_types": [2] })).await;
    let choose = async |id: u64| scene.sandbox.select(scene.moderator(), message, "pick", &[&id.to_string()]).await;
    assert!(choose(demo.channel).await.is_err());
    assert!(choose(voice).await.is_ok());
    let resolved = endpoint.seen().pop().unwrap()["data"]["resolved"]["channels"][voice.to_string()].clone();
    assert_eq!((&resolved["type"], &resolved["name"]), (&json!(2), &json!("Lounge")));
}

#[tokio::test]
async fn what_is_switched_off_cannot_be_used() {
    let (scene, _) = answering().await;
    let seat = scene.moderator();
    let mut select = texts(1, 1);
    select["disabled"] = json!(true);
    let message = shown(&scene, select).await;
    assert!(scene.sandbox.select(seat, message, "pick", &["a"]).await.is_err());
    let button = json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go", "disabled": true });
    let message = shown(&scene, button).await;
    assert!(scene.sandbox.click(seat, message, "go").await.is_err());
}

#[tokio::test]
async fn a_select_that_contradicts_itself_is_not_sent() {
    let scene = scene().await;
    for (part, field) in [
        (texts(2, 1), "min_values"),
        (texts(0, 26), "max_values"),
        (texts(1, 4), "options"),
        (json!({ "type": 5, "custom_id": "pick", "max_values": 0 }), "max_values"),
        (json!({ "type": 5, "custom_id": "pick", "placeholder": "x".repeat(151) }), "placeholder"),
        (json!({ "type": 3, "custom_id": "pick" }), "options"),
        (
            json!({ "type": 3, "custom_id": "pick", "options": [{ "label": "a", "value": "a" }, { "label": "b", "value": "a" }] }),
            "options/1/value",
        ),
    ] {
        let body = json!({ "content": "x", "components": [{ "type": 1, "components": [part] }] });
        let refused = scene.call(Method::POST, &scene.channel("/messages"), Some(body)).await;
        assert_eq!(refused.refusal(), (400, 50_035), "{part}");
        let pointer = format!("/components/0/components/0/{field}/_errors");
        assert!(refused.body["errors"].pointer(&pointer).is_some(), "{field} in {}", refused.body);
    }
}
