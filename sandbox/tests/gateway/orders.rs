//! What is ordered of the gateway happens to whoever is connected.

use sandbox::GatewayOrder;
use serde_json::{Value, json};

use crate::{
    client::Came,
    support::{intents, scene},
};

#[tokio::test]
async fn a_connection_is_closed_with_the_code_that_was_ordered() {
    let scene = scene().await;
    let (mut client, begun) = scene.ready(intents::ALL).await;
    assert_eq!(scene.sandbox.world().gateway.order(Some("another"), GatewayOrder::Close(4000)), 0);
    assert_eq!(scene.sandbox.world().gateway.order(Some(&begun.id), GatewayOrder::Close(4000)), 1);
    assert_eq!(client.closed().await, 4000);
    let mut client = scene.resumed(&begun, 2).await;
    client.event("RESUMED").await;
    scene.sandbox.world().gateway.order(None, GatewayOrder::Close(4009));
    assert_eq!(client.closed().await, 4009);
    assert_eq!(scene.resumed(&begun, 3).await.opcode(9).await["d"], false, "this code ends a session");
}

#[tokio::test]
async fn op_7_asks_for_another_connection() {
    let scene = scene().await;
    let (mut client, begun) = scene.ready(intents::ALL).await;
    scene.sandbox.world().gateway.order(None, GatewayOrder::Reconnect);
    assert_eq!(client.payload().await["op"], 7);
    scene.resumed(&begun, 2).await.event("RESUMED").await;
}

#[tokio::test]
async fn op_9_parts_a_connection_from_its_session_which_may_be_resumed_or_not() {
    for can_resume in [true, false] {
        let scene = scene().await;
        let (mut client, begun) = scene.ready(intents::ALL).await;
        scene.sandbox.world().gateway.order(None, GatewayOrder::InvalidSession(can_resume));
        assert_eq!(client.opcode(9).await["d"], can_resume);
        client.send(6, json!({ "token": scene.token(), "session_id": begun.id, "seq": 2 })).await;
        let answer = client.payload().await;
        assert_eq!((answer["t"] == "RESUMED", answer["op"] == 9), (can_resume, !can_resume));
    }
}

#[tokio::test]
async fn a_deaf_gateway_sends_events_and_acknowledges_nothing() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    scene.sandbox.world().gateway.order(None, GatewayOrder::Deafen);
    client.send(1, Value::Null).await;
    scene.write("one");
    assert_eq!(client.payload().await["t"], "MESSAGE_CREATE");
}

#[tokio::test]
async fn a_frozen_gateway_sends_nothing_and_what_was_missed_can_be_resumed() {
    let scene = scene().await;
    let (mut frozen, begun) = scene.ready(intents::ALL).await;
    scene.sandbox.world().gateway.order(None, GatewayOrder::Freeze);
    scene.write("one");
    frozen.send(1, Value::Null).await;
    let mut client = scene.resumed(&begun, 2).await;
    assert_eq!(client.event("MESSAGE_CREATE").await["d"]["content"], "one");
    assert_eq!(frozen.came().await, Came::Closed(4000), "nothing came before the end");
}

#[tokio::test]
async fn a_cut_ends_a_connection_within_a_frame() {
    let scene = scene().await;
    let (mut client, begun) = scene.ready(intents::ALL).await;
    scene.sandbox.world().gateway.order(None, GatewayOrder::Cut);
    assert_eq!(client.came().await, Came::Broken);
    scene.resumed(&begun, 2).await.event("RESUMED").await;
}

#[tokio::test]
async fn events_are_sent_twice_on_demand() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    scene.sandbox.world().gateway.repeats_events = true;
    let message = scene.write("one");
    for sequence in [3, 4] {
        let event = client.payload().await;
        assert_eq!((&event["s"], &event["d"]["id"]), (&json!(sequence), &json!(message.to_string())));
    }
}

#[tokio::test]
async fn of_two_edits_the_older_comes_last_on_demand() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    scene.sandbox.world().gateway.delays_edits = true;
    let message = scene.write("first");
    for content in ["second", "third"] {
        scene.sandbox.world().messages.get_mut(&message).unwrap().content = content.to_owned();
    }
    let mut contents = Vec::new();
    for _ in 0..3 {
        contents.push(client.payload().await["d"]["content"].clone());
    }
    assert_eq!(contents, ["first", "third", "second"]);
}

#[tokio::test]
async fn sessions_that_are_forgotten_cannot_be_resumed() {
    let scene = scene().await;
    let (mut client, begun) = scene.ready(intents::ALL).await;
    scene.sandbox.world().gateway.forget_sessions();
    assert_eq!(client.closed().await, 4000);
    assert_eq!(scene.resumed(&begun, 2).await.opcode(9).await["d"], false);
}
