//! A connection's life: heartbeats, what may be sent, and how it ends.

use std::time::Duration;

use sandbox::World;
use serde_json::{Value, json};

use crate::support::{intents, scene};

#[tokio::test]
async fn hello_tells_the_interval_and_a_heartbeat_is_acknowledged() {
    let scene = scene().await;
    let mut client = crate::client::Client::connect(&scene.address("")).await;
    let hello = client.payload().await;
    assert_eq!((&hello["op"], &hello["d"]["heartbeat_interval"]), (&json!(10), &json!(41_250)));
    client.send(1, Value::Null).await;
    assert_eq!(client.payload().await["op"], 11);
}

#[tokio::test]
async fn a_client_without_a_heartbeat_is_closed_and_its_session_is_over() {
    let scene = scene().await;
    scene.sandbox.world().gateway.heartbeat_interval = Duration::from_millis(100);
    let (mut client, begun) = scene.identified(0).await;
    assert_eq!(client.closed().await, 4009);
    assert_eq!(scene.resumed(&begun, 1).await.opcode(9).await["d"], false);
}

#[tokio::test]
async fn heartbeats_keep_a_connection_open() {
    let scene = scene().await;
    scene.sandbox.world().gateway.heartbeat_interval = Duration::from_millis(200);
    let (mut client, _) = scene.identified(0).await;
    let mut ticks = tokio::time::interval(Duration::from_millis(50));
    for _ in 0..10 {
        ticks.tick().await;
        client.send(1, json!(1)).await;
        client.opcode(11).await;
    }
}

#[tokio::test]
async fn what_cannot_be_read_or_comes_at_the_wrong_time_is_said_by_the_code() {
    let scene = scene().await;
    let long = json!({ "op": 1, "d": "x".repeat(4_096) }).to_string();
    let cases = [
        ("{", 4002),
        ("[]", 4002),
        (r#"{"d":null}"#, 4002),
        (long.as_str(), 4002),
        (r#"{"op":99,"d":null}"#, 4001),
        (r#"{"op":3,"d":{"status":"idle"}}"#, 4003),
        (r#"{"op":8,"d":{}}"#, 4003),
    ];
    for (text, code) in cases {
        let mut client = scene.greeted().await;
        client.text(text).await;
        assert_eq!(client.closed().await, code, "{text:.40}");
    }
}

#[tokio::test]
async fn nobody_identifies_or_resumes_twice() {
    let scene = scene().await;
    let (mut client, begun) = scene.identified(0).await;
    client.send(2, scene.identity(0)).await;
    assert_eq!(client.closed().await, 4005);
    let mut client = scene.resumed(&begun, 1).await;
    client.event("RESUMED").await;
    client.send(6, json!({ "token": scene.token(), "session_id": begun.id, "seq": 1 })).await;
    assert_eq!(client.closed().await, 4005);
}

#[tokio::test]
async fn the_hundred_and_twenty_first_payload_of_a_minute_is_one_too_many() {
    let scene = scene().await;
    let mut client = scene.greeted().await;
    for _ in 0..120 {
        client.send(1, Value::Null).await;
        client.opcode(11).await;
    }
    scene.sandbox.advance(Duration::from_secs(60));
    for _ in 0..120 {
        client.send(1, Value::Null).await;
        client.opcode(11).await;
    }
    client.send(1, Value::Null).await;
    assert_eq!(client.closed().await, 4008);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_given_up_and_may_resume() {
    let scene = scene().await;
    scene.sandbox.world().gateway.queued_payloads = 10;
    let (client, begun) = scene.ready(intents::ALL).await;
    let long = "x".repeat(2_000);
    let is_connected = || scene.sandbox.world().gateway.sessions().iter().any(|session| session.is_connected);
    let mut written = 0;
    while is_connected() && written < 100_000 {
        scene.write(&long);
        written += 1;
        // The connection's task has the same thread.
        tokio::task::yield_now().await;
    }
    assert!(written < 100_000, "nobody is waited for without end");
    drop(client);
    let newest = scene.sandbox.world().gateway.sessions()[0].sequence;
    scene.write("afterwards");
    let mut client = scene.resumed(&begun, newest).await;
    assert_eq!(client.event("MESSAGE_CREATE").await["d"]["content"], "afterwards");
}

#[tokio::test]
async fn a_client_that_neither_reads_nor_sends_a_heartbeat_is_given_up() {
    let scene = scene().await;
    scene.sandbox.world().gateway.heartbeat_interval = Duration::from_millis(200);
    let (_client, _) = scene.ready(intents::ALL).await;
    let long = "x".repeat(2_000);
    {
        let mut world = scene.sandbox.world();
        (0..8_000).for_each(|_| _ = world.create_message(scene.demo.channel, scene.demo.member, &long));
    }
    let is_over = |world: &World| world.gateway.sessions().is_empty().then_some(());
    scene.sandbox.until(Duration::from_secs(10), is_over).await.expect("the session is over");
}
