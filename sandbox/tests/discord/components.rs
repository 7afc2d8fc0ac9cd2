//! Messages made of components alone, as Discord takes them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

const IS_COMPONENTS_V2: u64 = sandbox::IS_COMPONENTS_V2;

async fn send(scene: &Scene, components: Value) -> Called {
    let body = json!({ "flags": IS_COMPONENTS_V2, "components": components });
    scene.call(Method::POST, &scene.channel("/messages"), Some(body)).await
}

fn text(content: &str) -> Value {
    json!({ "type": 10, "content": content })
}

fn button(custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Press", "custom_id": custom_id })
}

fn row(parts: &[Value]) -> Value {
    json!({ "type": 1, "components": parts })
}

fn picture() -> Value {
    json!({ "media": { "url": "https://example.com/cat.png" }, "description": "A cat" })
}

fn thumbnail() -> Value {
    json!({ "type": 11, "media": { "url": "https://example.com/cat.png" } })
}

#[tokio::test]
async fn every_kind_of_component_is_taken_and_numbered() {
    let scene = scene().await;
    let section = json!({ "type": 9, "components": [text("One"), text("Two")], "accessory": thumbnail() });
    let container = json!({ "type": 17, "accent_color": 0xFF_0000, "components": [
        section, { "type": 14, "spacing": 2 }, row(&[button("a"), button("b")]),
        { "type": 9, "components": [text("Three")], "accessory": button("c") },
    ] });
    let sent = send(&scene, json!([text("Title"), { "type": 12, "items": [picture()] }, container])).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let ids = |pointer: &str| sent.body["components"].pointer(pointer).unwrap()["id"].as_u64().unwrap();
    assert_eq!([ids("/0"), ids("/1"), ids("/2"), ids("/2/components/0")], [1, 2, 3, 4]);
    assert_eq!(ids("/2/components/0/accessory"), 7);
    let read: twilight_model::channel::Message = serde_json::from_str(&sent.body.to_string()).unwrap();
    assert_eq!(read.components.len(), 3);
}

#[tokio::test]
async fn what_discord_does_not_take_is_refused_where_it_stands() {
    let scene = scene().await;
    let section = |texts: Value, accessory: Value| json!({ "type": 9, "components": texts, "accessory": accessory });
    let container = |parts: Value| json!({ "type": 17, "components": parts });
    for (components, place, code) in [
        (json!([button("a")]), "/0/type", "UNION_TYPE_CHOICES"),
        (json!([thumbnail()]), "/0/type", "UNION_TYPE_CHOICES"),
        (json!([{ "type": 99 }]), "/0/type", "UNION_TYPE_CHOICES"),
        (json!([container(json!([]))]), "/0/components", "BASE_TYPE_BAD_LENGTH"),
        (json!([container(json!([container(json!([text("x")]))]))]), "/0/components/0/type", "UNION_TYPE_CHOICES"),
        (json!([text("")]), "/0/content", "BASE_TYPE_BAD_LENGTH"),
        (json!([section(json!([]), thumbnail())]), "/0/components", "BASE_TYPE_BAD_LENGTH"),
        (json!([section(json!(vec![text("x"); 4]), thumbnail())]), "/0/components", "BASE_TYPE_BAD_LENGTH"),
        (json!([section(json!([text("x")]), Value::Null)]), "/0/accessory", "BASE_TYPE_REQUIRED"),
        (json!([section(json!([text("x")]), text("x"))]), "/0/accessory/type", "UNION_TYPE_CHOICES"),
        (json!([section(json!([row(&[])]), thumbnail())]), "/0/components/0/type", "UNION_TYPE_CHOICES"),
        (json!([{ "type": 12, "items": vec![picture(); 11] }]), "/0/items", "BASE_TYPE_BAD_LENGTH"),
        (json!([{ "type": 12, "items": [{ "media": {} }] }]), "/0/items/0/media/url", "BASE_TYPE_REQUIRED"),
        (
            json!([{ "type": 13, "file": { "url": "https://example.com/a" } }]),
            "/0/file/url",
            "UNFURLED_MEDIA_ITEM_ATTACHMENT_REQUIRED",
        ),
        (json!([{ "type": 14, "spacing": 3 }]), "/0/spacing", "NUMBER_TYPE_MAX"),
        (
            json!([{ "type": 17, "accent_color": 1 << 24, "components": [text("x")] }]),
            "/0/accent_color",
            "NUMBER_TYPE_MAX",
        ),
        (
            json!([row(&[button("a")]), row(&[button("a")])]),
            "/1/components/0/custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            json!([{ "type": 10, "content": "x", "id": 5 }, { "type": 10, "content": "x", "id": 5 }]),
            "/1/id",
            "COMPONENT_ID_DUPLICATED",
        ),
        (json!(vec![text(&"x".repeat(2_001)); 2]), "", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
        (json!([container(json!(vec![text("x"); 40]))]), "", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    ] {
        let refused = send(&scene, components.clone()).await;
        assert_eq!(refused.refusal(), (400, 50_035), "{components}");
        let found = refused.body["errors"]["components"].pointer(&format!("{place}/_errors/0/code")).cloned();
        assert_eq!(found, Some(json!(code)), "{place} in {}", refused.body);
    }
    assert_eq!(send(&scene, json!([container(json!(vec![text("x"); 39]))])).await.status, 200);
    assert_eq!(send(&scene, json!([])).await.refusal(), (400, 50_006));
}

#[tokio::test]
async fn content_and_embeds_do_not_go_with_components_alone() {
    let scene = scene().await;
    let parts = json!([text("x")]);
    for (field, value) in [("content", json!("x")), ("embeds", json!([{ "title": "x" }]))] {
        let mut body = json!({ "flags": IS_COMPONENTS_V2, "components": parts });
        body[field] = value;
        let refused = scene.call(Method::POST, &scene.channel("/messages"), Some(body)).await;
        let code = refused.body["errors"][field]["_errors"][0]["code"].clone();
        assert_eq!(code, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "{}", refused.body);
    }
    let legacy = json!({ "components": parts });
    assert_eq!(scene.call(Method::POST, &scene.channel("/messages"), Some(legacy)).await.refusal(), (400, 50_035));
}

#[tokio::test]
async fn a_message_becomes_one_of_components_alone_once_the_rest_is_emptied() {
    let scene = scene().await;
    let sent = scene.call(Method::POST, &scene.channel("/messages"), Some(json!({ "content": "Hi" }))).await.body;
    let path = scene.channel(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    let parts = json!({ "flags": IS_COMPONENTS_V2, "components": [text("Hi")] });
    assert_eq!(scene.call(Method::PATCH, &path, Some(parts.clone())).await.refusal(), (400, 50_035));
    let mut emptied = parts;
    emptied["content"] = Value::Null;
    let edited = scene.call(Method::PATCH, &path, Some(emptied)).await;
    assert_eq!((edited.status, &edited.body["flags"]), (200, &json!(IS_COMPONENTS_V2)), "{}", edited.body);
    let back = scene.call(Method::PATCH, &path, Some(json!({ "content": "Hi", "flags": 0 }))).await;
    assert_eq!(back.refusal(), (400, 50_035), "it stays one");
}

#[tokio::test]
async fn text_in_components_calls_those_it_names() {
    let scene = scene().await;
    let sent = send(&scene, json!([text(&format!("Hello <@{}>", scene.demo.member))])).await.body;
    assert_eq!(sent["mentions"][0]["id"], scene.demo.member.to_string());
}
