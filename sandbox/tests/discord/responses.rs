//! What Discord takes for the first response to an interaction, and the reason when it does not.

use std::time::Duration;

use reqwest::Method;
use sandbox::Reply;
use serde_json::{Value, json};

use crate::support::{Behaviour, Scene, endpoint, scene};

/// What a person does to the bot in these tests.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    Command,
    Component,
    Autocomplete,
    Modal,
    ModalOfComponent,
}

/// The failure of an interaction that is answered so, if it fails.
async fn failure(scene: &Scene, act: Act, response: Value) -> Option<String> {
    scene.point_at(&endpoint(scene.public_key(), Behaviour::Answer(response)).await);
    let seat = scene.moderator();
    let message = scene.sandbox.world().create_message(seat.channel, seat.application, "A message with a button");
    let done: anyhow::Result<Reply> = match act {
        Act::Command => {
            let options = json!({ "user": scene.demo.member.to_string() });
            scene.sandbox.command(seat, "ban", options).await
        }
        Act::Component => scene.sandbox.click(seat, message, "yes").await,
        Act::Modal => scene.sandbox.submit(seat, "form", &[("why", "spam")], None).await,
        Act::ModalOfComponent => scene.sandbox.submit(seat, "form", &[("why", "spam")], Some(message)).await,
        Act::Autocomplete => {
            let asked = scene.sandbox.autocomplete(seat, "ban", json!({ "reason": "sp" }), "reason").await;
            return asked.err().map(|problem| problem.to_string());
        }
    };
    let reply = done.unwrap();
    assert_eq!(reply.failure.is_some(), reply.response.is_none());
    assert_eq!(reply.failure.is_some(), scene.sandbox.response(reply.interaction).is_none());
    reply.failure
}

fn button(custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Press", "custom_id": custom_id })
}

fn row(parts: &[Value]) -> Value {
    json!({ "type": 1, "components": parts })
}

fn modal(title: &str, inputs: usize) -> Value {
    let input = |number| {
        let input = json!({ "type": 4, "custom_id": format!("input{number}"), "style": 1 });
        json!({ "type": 18, "label": "Why", "component": input })
    };
    json!({ "title": title, "custom_id": "form", "components": (0..inputs).map(input).collect::<Vec<_>>() })
}

fn data_for(number: u64) -> Value {
    match number {
        4 | 7 => json!({ "content": "done" }),
        8 => json!({ "choices": [] }),
        9 => modal("Reason", 1),
        _ => json!({}),
    }
}

async fn registered() -> Scene {
    let scene = scene().await;
    scene.register().await;
    scene
}

#[tokio::test]
async fn each_kind_of_interaction_takes_its_own_types_of_response() {
    let scene = registered().await;
    for (act, allowed) in [
        (Act::Command, &[4, 5, 9][..]),
        (Act::Component, &[4, 5, 6, 7, 9]),
        (Act::Autocomplete, &[8]),
        (Act::Modal, &[4, 5]),
        (Act::ModalOfComponent, &[4, 5, 6, 7]),
    ] {
        for number in 1..=9 {
            let failed = failure(&scene, act, json!({ "type": number, "data": data_for(number) })).await;
            assert_eq!(failed.is_none(), allowed.contains(&number), "{act:?} answered by {number}: {failed:?}");
        }
    }
}

#[tokio::test]
async fn a_message_beyond_discords_limits_is_no_response() {
    let scene = registered().await;
    let embed = |length: usize| json!({ "description": "x".repeat(length) });
    let buttons = |count: usize| (0..count).map(|number| button(&number.to_string())).collect::<Vec<_>>();
    let select = |count: usize| {
        let options = (0..count).map(|number| json!({ "label": "One", "value": number.to_string() }));
        json!({ "type": 3, "custom_id": "choose", "options": options.collect::<Vec<_>>() })
    };
    for (data, reason) in [
        (json!({}), "Cannot send an empty message"),
        (json!({ "content": 7 }), "data.content: Could not interpret \"7\" as string."),
        (json!({ "content": "x".repeat(2_001) }), "data.content: Must be 2000 or fewer in length."),
        (json!({ "embeds": vec![embed(1); 11] }), "data.embeds: Must be 10 or fewer in length."),
        (json!({ "embeds": [{}] }), "data.embeds.0.description: This field is required"),
        (json!({ "embeds": [embed(1), embed(4_097)] }), "data.embeds.1.description: Must be 4096 or fewer in length."),
        (json!({ "embeds": [embed(4_000), embed(2_001)] }), "data.embeds: Embed size exceeds maximum size of 6000"),
        (json!({ "embeds": [{ "title": "x".repeat(257) }] }), "data.embeds.0.title: Must be 256 or fewer in length."),
        (
            json!({ "embeds": [{ "title": "x", "color": 1 << 24 }] }),
            "data.embeds.0.color: int value should be less than or equal to 16777215.",
        ),
        (json!({ "embeds": [{ "image": { "url": "cat.png" } }] }), "data.embeds.0.image.url: Not a well formed URL."),
        (
            json!({ "embeds": [{ "fields": [{ "name": "", "value": "x" }] }] }),
            "data.embeds.0.fields.0.name: Must be between 1 and 256 in length.",
        ),
        (json!({ "components": vec![row(&[button("a")]); 6] }), "data.components: Must be 5 or fewer in length."),
        (
            json!({ "components": [row(&buttons(6))] }),
            "data.components.0.components: Must be between 1 and 5 in length.",
        ),
        (json!({ "components": [row(&[])] }), "data.components.0.components: Must be between 1 and 5 in length."),
        (json!({ "components": [button("a")] }), "data.components.0.type: Value of field \"type\" must be one of (1)."),
        (
            json!({ "components": [row(&[button("a"), button("a")])] }),
            "data.components.0.components.1.custom_id: Component custom id cannot be duplicated",
        ),
        (
            json!({ "components": [row(&[button("")])] }),
            "data.components.0.components.0.custom_id: Must be between 1 and 100 in length.",
        ),
        (
            json!({ "components": [row(&[select(26)])] }),
            "data.components.0.components.0.options: Must be between 1 and 25 in length.",
        ),
        (
            json!({ "components": [row(&[select(1), button("a")])] }),
            "data.components.0.components.0: The specified component exceeds the maximum width",
        ),
        (
            json!({ "components": [row(&[json!({ "type": 2, "style": 5, "label": "Go" })])] }),
            "data.components.0.components.0.url: This field is required",
        ),
        (
            json!({ "components": [row(&[json!({ "type": 2, "style": 1, "custom_id": "a" })])] }),
            "data.components.0.components.0.label: A button must have a label or an emoji",
        ),
        (
            json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
            "data.allowed_mentions: parse:[\"users\"] and users: [ids...] are mutually exclusive.",
        ),
    ] {
        let failed = failure(&scene, Act::Command, json!({ "type": 4, "data": data })).await;
        assert_eq!(failed.as_deref(), Some(reason));
    }
    let full = json!({
        "content": "é".repeat(2_000), "embeds": [embed(4_000), embed(2_000)],
        "components": [row(&buttons(5)), row(&[select(25)])],
    });
    assert_eq!(failure(&scene, Act::Command, json!({ "type": 4, "data": full })).await, None);
}

#[tokio::test]
async fn suggestions_are_at_most_25_of_at_most_100_characters() {
    let scene = registered().await;
    let choice = |name: &str| json!({ "name": name, "value": "x" });
    let answer =
        |choices: Value| failure(&scene, Act::Autocomplete, json!({ "type": 8, "data": { "choices": choices } }));
    assert_eq!(answer(json!(vec![choice("spam"); 25])).await, None);
    assert!(answer(json!(vec![choice("spam"); 26])).await.unwrap().contains("25 or fewer"));
    assert!(
        answer(json!([choice(&"x".repeat(101))])).await.unwrap().contains("choices.0.name: Must be between 1 and 100")
    );
    assert_eq!(answer(json!(null)).await.unwrap(), "data.choices: This field is required");
}

#[tokio::test]
async fn a_deferral_may_be_ephemeral_and_nothing_else() {
    let scene = registered().await;
    let answer = |flags: u64| failure(&scene, Act::Command, json!({ "type": 5, "data": { "flags": flags } }));
    assert_eq!(answer(sandbox::EPHEMERAL).await, None);
    assert!(answer(sandbox::IS_COMPONENTS_V2).await.unwrap().contains("only be ephemeral"));
}

#[tokio::test]
async fn a_response_without_a_type_a_body_or_a_good_status_fails_with_the_reason() {
    let scene = registered().await;
    assert_eq!(failure(&scene, Act::Command, json!({})).await.unwrap(), "type: This field is required");
    for (status, text, reason) in [
        (500, "oops", "the endpoint answered 500: oops"),
        (401, "", "the endpoint answered 401"),
        (200, r#"{"type":4}"#, "not application/json"),
    ] {
        scene.point_at(&endpoint(scene.public_key(), Behaviour::Raw(status, text.to_owned())).await);
        let options = json!({ "user": scene.demo.member.to_string() });
        let reply = scene.sandbox.command(scene.moderator(), "ban", options).await.unwrap();
        assert!(reply.failure.as_ref().is_some_and(|words| words.contains(reason)), "{:?}", reply.failure);
    }
}

#[tokio::test]
async fn a_first_response_by_callback_is_too_late_after_three_seconds() {
    let scene = registered().await;
    let body = {
        let mut world = scene.sandbox.world();
        world.command_payload(scene.moderator(), sandbox::kind::COMMAND, "case show", &json!({}), None).unwrap()
    };
    let path = format!("/interactions/{}/{}/callback", body["id"].as_str().unwrap(), body["token"].as_str().unwrap());
    scene.sandbox.advance(Duration::from_millis(3_001));
    let late = scene.call(Method::POST, &path, Some(json!({ "type": 5 }))).await;
    assert_eq!(late.refusal(), (404, 10_062));
}

#[tokio::test]
async fn a_callback_that_discord_would_not_take_can_be_corrected() {
    let scene = registered().await;
    let body = {
        let mut world = scene.sandbox.world();
        world.command_payload(scene.moderator(), sandbox::kind::COMMAND, "case show", &json!({}), None).unwrap()
    };
    let path = format!("/interactions/{}/{}/callback", body["id"].as_str().unwrap(), body["token"].as_str().unwrap());
    let long = json!({ "type": 4, "data": { "content": "x".repeat(2_001) } });
    let refused = scene.call(Method::POST, &path, Some(long)).await;
    assert_eq!(refused.refusal(), (400, 50_035));
    assert!(refused.body["errors"]["data"]["content"]["_errors"][0]["message"].is_string(), "{}", refused.body);
    assert_eq!(scene.call(Method::POST, &path, Some(json!({ "type": 5 }))).await.status, 204);
}
