//! Modals: what Discord opens, and what a person can submit.

use sandbox::Reply;
use serde_json::{Value, json};
use twilight_model::application::interaction::Interaction;

use crate::support::{Behaviour, Endpoint, Scene, endpoint, scene};

fn label(component: Value) -> Value {
    json!({ "type": 18, "label": "Say", "component": component })
}

fn modal(components: Value) -> Value {
    json!({ "type": 9, "data": { "title": "Report", "custom_id": "report:1", "components": components } })
}

fn text() -> Value {
    json!({ "type": 4, "custom_id": "why", "style": 2, "min_length": 3, "max_length": 10 })
}

fn options() -> Value {
    json!([{ "label": "Spam", "value": "spam" }, { "label": "Scam", "value": "scam", "default": true }])
}

/// A command answered with this modal, which is then answered with a message.
async fn opened(scene: &Scene, components: Value) -> (Reply, Endpoint) {
    scene.register().await;
    let opening = endpoint(scene.public_key(), Behaviour::Answer(modal(components))).await;
    scene.point_at(&opening);
    let reply = scene.sandbox.user_command(scene.moderator(), "Ban them", scene.demo.member).await.unwrap();
    assert_eq!(reply.failure, None);
    let answer = json!({ "type": 4, "data": { "content": "Noted." } });
    let taking = endpoint(scene.public_key(), Behaviour::Answer(answer)).await;
    scene.point_at(&taking);
    (reply, taking)
}

#[tokio::test]
async fn every_kind_of_input_is_filled_in_and_submitted() {
    let scene = scene().await;
    let demo = scene.demo;
    let (reply, taking) = opened(
        &scene,
        json!([
            label(text()),
            label(json!({ "type": 3, "custom_id": "kind", "options": options() })),
            label(json!({ "type": 5, "custom_id": "who" })),
            label(json!({ "type": 8, "custom_id": "where", "channel_types": [0] })),
            label(json!({ "type": 22, "custom_id": "rules", "options": options(), "required": false })),
        ]),
    )
    .await;
    let answers = json!({
        "why": "selling", "kind": ["spam"], "who": [demo.member.to_string()], "where": [demo.channel.to_string()],
        "rules": [],
    });
    let noted = scene.sandbox.fill_in(reply.interaction, answers).await.unwrap();
    assert_eq!(noted.content(), "Noted.");
    let body = taking.seen().pop().unwrap();
    assert_eq!((&body["type"], &body["data"]["custom_id"]), (&json!(5), &json!("report:1")));
    let opened = reply.modal().unwrap();
    let inner = |position: usize| &body["data"]["components"][position]["component"];
    assert_eq!((&inner(0)["value"], &inner(1)["values"]), (&json!("selling"), &json!(["spam"])));
    assert_eq!(inner(2)["id"], opened["components"][2]["component"]["id"]);
    let resolved = &body["data"]["resolved"];
    assert_eq!(resolved["users"][demo.member.to_string()]["username"], "mallory");
    assert_eq!(resolved["channels"][demo.channel.to_string()]["name"], "general");
    assert!(body.get("message").is_none(), "no message led to it");
    let read: Result<Interaction, _> = serde_json::from_str(&body.to_string());
    assert!(read.is_ok(), "{:?} in {body}", read.err());
}

#[tokio::test]
async fn what_is_not_touched_stays_as_the_modal_has_it() {
    let scene = scene().await;
    let (reply, taking) = opened(
        &scene,
        json!([
            { "type": 10, "content": "Read the rules first." },
            label(json!({ "type": 4, "custom_id": "why", "style": 1, "value": "spam" })),
            label(json!({ "type": 21, "custom_id": "kind", "options": options() })),
            label(json!({ "type": 23, "custom_id": "sure" })),
            label(json!({ "type": 6, "custom_id": "role", "default_values": [{ "type": "role", "id": scene.demo.helper_role.to_string() }] })),
        ]),
    )
    .await;
    scene.sandbox.fill_in(reply.interaction, json!({ "sure": true })).await.unwrap();
    let body = taking.seen().pop().unwrap();
    let parts = &body["data"]["components"];
    assert_eq!(parts[0], json!({ "type": 10, "id": 1 }));
    assert_eq!((&parts[1]["component"]["value"], &parts[2]["component"]["value"]), (&json!("spam"), &json!("scam")));
    assert_eq!(parts[3]["component"]["value"], true);
    assert_eq!(body["data"]["resolved"]["roles"][scene.demo.helper_role.to_string()]["name"], "Helper");
}

#[tokio::test]
async fn nobody_submits_what_the_modal_does_not_take() {
    let scene = scene().await;
    let (reply, taking) =
        opened(&scene, json!([label(text()), label(json!({ "type": 21, "custom_id": "kind", "options": options() }))]))
            .await;
    for answers in [
        json!({}),
        json!({ "why": "ab" }),
        json!({ "why": "x".repeat(11) }),
        json!({ "why": "spam", "kind": "theft" }),
        json!({ "why": "spam", "what": "else" }),
    ] {
        assert!(scene.sandbox.fill_in(reply.interaction, answers.clone()).await.is_err(), "{answers}");
    }
    assert!(taking.seen().is_empty());
    assert!(scene.sandbox.fill_in(4, json!({})).await.is_err(), "no modal was opened");
}

#[tokio::test]
async fn a_modal_of_a_button_carries_its_message_and_may_update_it() {
    let scene = scene().await;
    let seat = scene.moderator();
    let opening = scene.answering(modal(json!([label(text())]))).await;
    let message = scene.sandbox.world().create_message(seat.channel, seat.application, "Case 1");
    let reply = scene.sandbox.click(seat, message, "ask").await.unwrap();
    assert_eq!(opening.seen().len(), 1);
    let update = json!({ "type": 7, "data": { "content": "Case 1: spam" } });
    scene.point_at(&endpoint(scene.public_key(), Behaviour::Answer(update)).await);
    scene.sandbox.fill_in(reply.interaction, json!({ "why": "spam" })).await.unwrap();
    assert_eq!(scene.sandbox.world().messages[&message].content, "Case 1: spam");
}

#[tokio::test]
async fn a_modal_beyond_discords_limits_is_not_opened() {
    let scene = scene().await;
    scene.register().await;
    let many = |count: usize| {
        let input = |number| label(json!({ "type": 4, "custom_id": format!("input{number}"), "style": 1 }));
        (0..count).map(input).collect::<Vec<_>>()
    };
    let bare = |custom_id: &str, title: &str| json!({ "type": 9, "data": { "title": title, "custom_id": custom_id, "components": many(1) } });
    let select = |more: Value| {
        let mut select = json!({ "type": 5, "custom_id": "who" });
        for (field, value) in more.as_object().unwrap() {
            select[field] = value.clone();
        }
        modal(json!([label(select)]))
    };
    let button = json!({ "type": 2, "style": 1, "label": "x", "custom_id": "a" });
    for (response, reason) in [
        (bare("a", &"x".repeat(46)), "data.title: Must be between 1 and 45 in length."),
        (bare("a", ""), "data.title: Must be between 1 and 45 in length."),
        (bare("", "x"), "data.custom_id: Must be between 1 and 100 in length."),
        (modal(json!([])), "data.components: Must be between 1 and 5 in length."),
        (modal(json!(many(6))), "data.components: Must be between 1 and 5 in length."),
        (
            modal(json!([{ "type": 1, "components": [button] }])),
            "data.components.0.components.0.type: Value of field \"type\" must be one of (4).",
        ),
        (modal(json!([label(json!({ "type": 2 }))])), "data.components.0.component.type: Value of field \"type\""),
        (
            modal(json!([label(json!({ "type": 4, "custom_id": "a", "style": 3 }))])),
            "data.components.0.component.style: Value must be one of (1, 2).",
        ),
        (modal(json!([label(text()), label(text())])), "Component custom id cannot be duplicated"),
        (select(json!({ "min_values": 0 })), "min_values: int value should be greater than or equal to 1."),
        (select(json!({ "disabled": true })), "disabled: Components in modals cannot be disabled"),
        (
            modal(json!([label(json!({ "type": 21, "custom_id": "a", "options": [{ "label": "a", "value": "a" }] }))])),
            "data.components.0.component.options: Must be between 2 and 10 in length.",
        ),
        (
            modal(json!([{ "type": 18, "label": "x".repeat(46), "component": text() }])),
            "data.components.0.label: Must be between 1 and 45 in length.",
        ),
    ] {
        scene.point_at(&endpoint(scene.public_key(), Behaviour::Answer(response)).await);
        let reply = scene.sandbox.user_command(scene.moderator(), "Ban them", scene.demo.member).await.unwrap();
        assert!(reply.failure.as_ref().is_some_and(|words| words.contains(reason)), "{reason}: {:?}", reply.failure);
    }
    let optional = select(json!({ "min_values": 0, "required": false }));
    scene.point_at(&endpoint(scene.public_key(), Behaviour::Answer(optional)).await);
    let reply = scene.sandbox.user_command(scene.moderator(), "Ban them", scene.demo.member).await.unwrap();
    assert_eq!(reply.failure, None);
}
