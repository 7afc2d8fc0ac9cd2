//! Interactions: what is delivered, what Discord takes as a response, what a person is offered.

use std::time::Duration;

use sandbox::EPHEMERAL;
use serde_json::{Value, json};

use crate::support::{Behaviour, Scene, endpoint, scene};

fn said(content: &str) -> Value {
    json!({ "type": 4, "data": { "content": content } })
}

#[tokio::test]
async fn a_command_is_delivered_signed_and_its_reply_is_a_message() {
    let scene = scene().await;
    let endpoint = scene.answering(said("Banned.")).await;
    let options = json!({ "user": scene.demo.member.to_string(), "reason": "spam" });
    let reply = scene.sandbox.command(scene.moderator(), "ban", options).await.unwrap();
    assert_eq!((reply.kind(), reply.content(), reply.failure.clone()), (4, "Banned.", None));
    assert!(reply.elapsed < Duration::from_secs(3));
    assert_eq!(scene.sandbox.original(reply.interaction).unwrap().content, "Banned.");

    // The endpoint only keeps what carried a good signature.
    let body = endpoint.seen().pop().unwrap();
    let user = scene.demo.member.to_string();
    assert_eq!(body["data"]["options"][0], json!({ "name": "reason", "type": 3, "value": "spam" }));
    assert_eq!(body["data"]["resolved"]["users"][&user]["username"], "mallory");
    assert!(body["data"]["resolved"]["members"][&user].get("user").is_none());
    let permissions: u64 = body["member"]["permissions"].as_str().unwrap().parse().unwrap();
    assert_eq!(permissions & 4, 4);
    assert_eq!(body["id"], reply.interaction.to_string());
}

#[tokio::test]
async fn a_subcommand_comes_inside_its_command() {
    let scene = scene().await;
    let endpoint = scene.answering(said("Shown.")).await;
    scene.sandbox.command(scene.moderator(), "case show", json!({ "number": 3 })).await.unwrap();
    let data = endpoint.seen().pop().unwrap()["data"].clone();
    let inner = json!([{ "name": "number", "type": 4, "value": 3 }]);
    assert_eq!(data["options"], json!([{ "name": "show", "type": 1, "options": inner }]));
}

#[tokio::test]
async fn a_user_or_message_command_names_its_target() {
    let scene = scene().await;
    let endpoint = scene.answering(said("Done.")).await;
    let seat = scene.moderator();
    scene.sandbox.user_command(seat, "Ban them", scene.demo.member).await.unwrap();
    let data = endpoint.seen().pop().unwrap()["data"].clone();
    assert_eq!((&data["type"], &data["target_id"]), (&json!(2), &json!(scene.demo.member.to_string())));
    let message = scene.sandbox.world().create_message(seat.channel, scene.demo.member, "buy this");
    let reply = scene.sandbox.message_command(seat, "Report", message).await.unwrap();
    let data = endpoint.seen().pop().unwrap()["data"].clone();
    assert_eq!(data["resolved"]["messages"][message.to_string()]["content"], "buy this");
    let world = scene.sandbox.world();
    let shown = world.messages.values().find(|shown| shown.interaction == Some(reply.interaction)).unwrap();
    assert_eq!(world.message_json(shown)["type"], 23);
}

#[tokio::test]
async fn nobody_sends_what_discords_client_would_not_send() {
    let scene = scene().await;
    let endpoint = scene.answering(said("Never.")).await;
    let seat = scene.moderator();
    let ban = |options: Value| scene.sandbox.command(seat, "ban", options);
    assert!(ban(json!({})).await.is_err(), "a required option is missing");
    assert!(ban(json!({ "user": "4" })).await.is_err(), "there is no such user");
    assert!(ban(json!({ "user": scene.demo.member.to_string(), "days": 1 })).await.is_err(), "no such option");
    let show = |number: Value| scene.sandbox.command(seat, "case show", json!({ "number": number }));
    assert!(show(json!("1")).await.is_err(), "of another type");
    assert!(scene.sandbox.command(seat, "case", json!({})).await.is_err(), "a subcommand is missing");
    let outsider = scene.demo.seat(scene.demo.stranger);
    assert!(scene.sandbox.command(outsider, "case show", json!({})).await.is_err(), "no member");
    let member = scene.demo.seat(scene.demo.member);
    let options = json!({ "user": scene.demo.elder.to_string() });
    assert!(scene.sandbox.command(member, "ban", options).await.is_err(), "not offered to them");
    assert_eq!(scene.sandbox.world().offered(member).len(), 3);
    assert!(endpoint.seen().is_empty());
}

#[tokio::test]
async fn a_command_for_administrators_is_offered_to_them_alone() {
    let scene = scene().await;
    let demo = scene.demo;
    let admin = json!({ "name": "reset", "description": "Reset", "default_member_permissions": "0" });
    scene.sandbox.world().applications.get_mut(&demo.application).unwrap().commands = vec![admin];
    assert_eq!(scene.sandbox.world().offered(demo.seat(demo.moderator)).len(), 0);
    assert_eq!(scene.sandbox.world().offered(demo.seat(demo.owner)).len(), 1);
    scene.register().await;
    let unseen = sandbox::Seat { channel: demo.mod_log, ..demo.seat(demo.member) };
    assert!(scene.sandbox.world().offered(unseen).is_empty(), "nor where one sees nothing");
}

#[tokio::test]
async fn autocomplete_is_answered_by_the_bot_while_a_value_is_half_typed() {
    let scene = scene().await;
    let choices = json!([{ "name": "Spam", "value": "spam" }]);
    let endpoint = scene.answering(json!({ "type": 8, "data": { "choices": choices } })).await;
    let found = scene.sandbox.autocomplete(scene.moderator(), "ban", json!({ "reason": "sp" }), "reason").await;
    assert_eq!(json!(found.unwrap()), choices);
    let option = endpoint.seen().pop().unwrap()["data"]["options"][0].clone();
    assert_eq!(option, json!({ "name": "reason", "type": 3, "value": "sp", "focused": true }));
}

#[tokio::test]
async fn a_button_and_every_select_reach_the_bot_with_what_was_chosen() {
    let scene = scene().await;
    let row = |part: Value| json!({ "type": 1, "components": [part] });
    let components = json!([
        row(json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go" })),
        row(json!({ "type": 3, "custom_id": "text", "options": [{ "label": "A", "value": "a" }] })),
        row(json!({ "type": 5, "custom_id": "user" })),
        row(json!({ "type": 6, "custom_id": "role" })),
        row(json!({ "type": 8, "custom_id": "channel" })),
    ]);
    let endpoint = scene.answering(json!({ "type": 4, "data": { "content": "Pick", "components": components } })).await;
    let seat = scene.moderator();
    let reply = scene.sandbox.command(seat, "case show", json!({})).await.unwrap();
    assert_eq!(reply.failure, None);
    let message = scene.sandbox.original(reply.interaction).unwrap().id;
    let (user, role) = (scene.demo.member.to_string(), scene.demo.guild.to_string());
    let channel = seat.channel.to_string();
    for (custom_id, kind, value, group) in [
        ("text", 3, "a", None),
        ("user", 5, user.as_str(), Some("users")),
        ("role", 6, role.as_str(), Some("roles")),
        ("channel", 8, channel.as_str(), Some("channels")),
    ] {
        assert!(scene.sandbox.select(seat, message, custom_id, &[value]).await.unwrap().failure.is_none());
        let body = endpoint.seen().pop().unwrap();
        assert_eq!((&body["data"]["component_type"], &body["data"]["values"]), (&json!(kind), &json!([value])));
        assert!(group.is_none_or(|group| body["data"]["resolved"][group][value]["id"] == value), "{custom_id}");
    }
    let clicked = scene.sandbox.click(seat, message, "go").await.unwrap();
    let body = endpoint.seen().pop().unwrap();
    assert_eq!((&body["type"], &body["message"]["id"]), (&json!(3), &json!(message.to_string())));
    let answer = scene.sandbox.original(clicked.interaction).unwrap();
    assert_eq!(answer.reference, Some(message));
    assert!(scene.sandbox.select(seat, message, "gone", &["a"]).await.is_err());
}

#[tokio::test]
async fn a_modals_fields_come_in_labels() {
    let scene = scene().await;
    let endpoint = scene.answering(said("Noted.")).await;
    scene.sandbox.submit(scene.moderator(), "form", &[("why", "because")], None).await.unwrap();
    let data = endpoint.seen().pop().unwrap()["data"].clone();
    assert_eq!(data["components"][0]["type"], 18);
    assert_eq!(data["components"][0]["component"]["value"], "because");
}

#[tokio::test]
async fn an_ephemeral_reply_is_for_one_person_only() {
    let scene = scene().await;
    scene.answering(json!({ "type": 4, "data": { "content": "Psst", "flags": EPHEMERAL } })).await;
    let reply = scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    let message = scene.sandbox.original(reply.interaction).unwrap();
    assert_eq!(message.only_for, Some(scene.demo.moderator));
    let other = scene.demo.seat(scene.demo.second_moderator);
    assert!(scene.sandbox.click(other, message.id, "any").await.is_err());
}

/// Delivers a command that is answered so, and returns why Discord would not take it.
async fn refused(scene: &Scene, behaviour: Behaviour) -> Option<String> {
    let endpoint = endpoint(scene.public_key(), behaviour).await;
    scene.point_at(&endpoint);
    let reply = scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    assert_eq!(reply.failure.is_some(), scene.sandbox.original(reply.interaction).is_none());
    reply.failure
}

#[tokio::test]
async fn a_response_that_discord_would_not_take_is_on_record_with_the_reason() {
    let scene = scene().await;
    scene.register().await;
    let message = |data: Value| json!({ "type": 4, "data": data });
    let button = |id: &str| json!({ "type": 2, "style": 1, "label": "Go", "custom_id": id });
    let row = |parts: Value| json!([{ "type": 1, "components": parts }]);
    let input = json!([{ "type": 18, "label": "Why", "component": { "type": 4, "style": 1, "custom_id": "a" } }]);
    for (response, wanted) in [
        (message(json!({ "content": "x".repeat(2_000) })), true),
        (message(json!({ "content": "x".repeat(2_001) })), false),
        (message(json!({})), false),
        (message(json!({ "embeds": [{ "description": "x".repeat(4_097) }] })), false),
        (
            message(json!({ "embeds": [{ "description": "x".repeat(3_001) }, { "description": "x".repeat(3_000) }] })),
            false,
        ),
        (message(json!({ "content": "a", "components": row(json!([button("a"), button("b")])) })), true),
        (message(json!({ "content": "a", "components": row(json!([button("a"), button("a")])) })), false),
        (message(json!({ "content": "a", "components": row(json!([button(&"x".repeat(101))])) })), false),
        (message(json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": "Hi" }] })), true),
        (message(json!({ "flags": 1 << 15, "content": "Hi", "components": [{ "type": 10, "content": "Hi" }] })), false),
        (json!({ "type": 5, "data": { "flags": 1 << 15 } }), false),
        (json!({ "type": 7, "data": { "content": "a" } }), false),
        (
            json!({ "type": 9, "data": { "title": "x".repeat(46), "custom_id": "a", "components": input.clone() } }),
            false,
        ),
    ] {
        let failure = refused(&scene, Behaviour::Answer(response.clone())).await;
        assert_eq!(failure.is_none(), wanted, "{response}: {failure:?}");
    }
    let modal = json!({ "type": 9, "data": { "title": "Why?", "custom_id": "a", "components": input } });
    let endpoint = endpoint(scene.public_key(), Behaviour::Answer(modal)).await;
    scene.point_at(&endpoint);
    let opened = scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    assert_eq!(opened.kind(), 9);
    let again = scene.sandbox.submit(scene.moderator(), "a", &[], None).await.unwrap();
    assert!(again.failure.unwrap().contains("type 9"), "no modal answers a modal");
}

#[tokio::test]
async fn an_endpoint_that_fails_is_said_not_to_respond() {
    let scene = scene().await;
    scene.register().await;
    assert_eq!(refused(&scene, Behaviour::Raw(500, "oops".into())).await.unwrap(), "the endpoint answered 500: oops");
    assert_eq!(refused(&scene, Behaviour::Silent).await.unwrap(), "no response within 3 seconds");
}

#[tokio::test]
async fn any_body_can_be_sent_under_any_headers() {
    let scene = scene().await;
    let endpoint = scene.answering(said("Hi")).await;
    let application = scene.sandbox.world().application(scene.demo.application).unwrap().clone();
    let send = |headers: Vec<(&'static str, String)>, body: &str| {
        let (sandbox, id, body) = (scene.sandbox.clone(), application.id, body.to_owned());
        async move { sandbox.post(id, &headers, body).await.unwrap().status }
    };
    let body = r#"{"type":2}"#;
    let good = application.sign(1_700_000_000, body.as_bytes());
    assert_eq!(send(good.to_vec(), body).await, 200);
    assert_eq!(send(good.to_vec(), r#"{"type":3}"#).await, 401);
    assert_eq!(send(good[..1].to_vec(), body).await, 401);
    assert_eq!(send(vec![], body).await, 401);
    assert_eq!(scene.sandbox.ping(application.id).await.unwrap().body, br#"{"type":1}"#);
    assert_eq!(endpoint.seen().len(), 2);
}

#[tokio::test]
async fn a_typed_line_runs_the_command_it_names() {
    let scene = scene().await;
    let endpoint = scene.answering(said("Banned.")).await;
    let line = r#"/ban user:@mallory reason:"two words""#;
    assert_eq!(scene.sandbox.run_line(scene.moderator(), line).await.unwrap().content(), "Banned.");
    let options = endpoint.seen().pop().unwrap()["data"]["options"].clone();
    assert!(options.as_array().unwrap().iter().any(|option| option["value"] == "two words"));
    let mistake = scene.sandbox.run_line(scene.moderator(), "/bann").await.unwrap_err().to_string();
    assert!(mistake.contains("/ban"), "{mistake}");
}
