//! Resuming: what was missed is sent again, or cannot be.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Begun, Scene, intents, scene};

/// A client that has identified, missed two messages and is gone.
async fn missed(close: u16) -> (Scene, Begun) {
    let scene = scene().await;
    let (client, begun) = scene.ready(intents::ALL).await;
    client.close(close).await;
    scene.left(&begun).await;
    scene.write("one");
    scene.write("two");
    (scene, begun)
}

#[tokio::test]
async fn what_was_missed_comes_in_order_and_then_resumed() {
    let (scene, begun) = missed(4000).await;
    let mut client = scene.resumed(&begun, 2).await;
    let (one, two, resumed) = (client.payload().await, client.payload().await, client.payload().await);
    assert_eq!((&one["s"], &one["d"]["content"]), (&json!(3), &json!("one")));
    assert_eq!((&two["s"], &two["d"]["content"]), (&json!(4), &json!("two")));
    assert_eq!((&resumed["s"], &resumed["t"]), (&json!(5), &json!("RESUMED")));
    scene.write("three");
    assert_eq!(client.event("MESSAGE_CREATE").await["s"], 6);
}

#[tokio::test]
async fn only_what_came_after_the_named_event_is_sent_again() {
    let (scene, begun) = missed(4000).await;
    let mut client = scene.resumed(&begun, 3).await;
    assert_eq!(client.names_until("RESUMED").await, ["MESSAGE_CREATE", "RESUMED"]);
}

#[tokio::test]
async fn a_session_that_its_client_has_ended_is_over() {
    for code in [1000, 1001] {
        let (scene, begun) = missed(code).await;
        let mut client = scene.resumed(&begun, 2).await;
        assert_eq!(client.opcode(9).await["d"], false);
        scene.sandbox.advance(Duration::from_secs(5));
        client.send(2, scene.identity(0)).await;
        client.event("READY").await;
    }
}

#[tokio::test]
async fn a_session_waits_for_the_window_and_no_longer() {
    let (scene, begun) = missed(4000).await;
    scene.sandbox.advance(Duration::from_secs(80));
    let mut client = scene.resumed(&begun, 2).await;
    client.event("RESUMED").await;
    client.close(4000).await;
    scene.left(&begun).await;
    scene.sandbox.advance(Duration::from_secs(91));
    assert_eq!(scene.resumed(&begun, 5).await.opcode(9).await["d"], false);
}

#[tokio::test]
async fn events_are_kept_for_the_window_even_while_the_client_is_there() {
    let scene = scene().await;
    let (client, begun) = scene.ready(intents::ALL).await;
    scene.write("old");
    scene.sandbox.advance(Duration::from_secs(91));
    scene.write("new");
    client.close(4000).await;
    scene.left(&begun).await;
    let mut client = scene.resumed(&begun, 3).await;
    assert_eq!(client.names_until("RESUMED").await, ["MESSAGE_CREATE", "RESUMED"], "only the old one is gone");
    client.close(4000).await;
    scene.left(&begun).await;
    assert_eq!(scene.resumed(&begun, 2).await.opcode(9).await["d"], false);
}

#[tokio::test]
async fn more_than_is_kept_cannot_be_sent_again() {
    let (scene, begun) = missed(4000).await;
    scene.sandbox.world().gateway.replayed_events = 2;
    let mut client = scene.resumed(&begun, 2).await;
    assert_eq!(client.names_until("RESUMED").await, ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]);
    client.close(4000).await;
    scene.left(&begun).await;
    for word in ["a", "b", "c"] {
        scene.write(word);
    }
    assert_eq!(scene.resumed(&begun, 5).await.opcode(9).await["d"], false);
}

#[tokio::test]
async fn a_resume_that_cannot_be_true_is_refused() {
    let (scene, begun) = missed(4000).await;
    assert_eq!(scene.resumed(&begun, 99).await.closed().await, 4007);
    assert_eq!(scene.resumed(&begun, 2).await.opcode(9).await["d"], false, "it is over by then");
    let mut stranger = scene.greeted().await;
    stranger.send(6, json!({ "token": "nobody's", "session_id": begun.id, "seq": 2 })).await;
    assert_eq!(stranger.closed().await, 4004);
    let mut muddled = scene.greeted().await;
    muddled.send(6, json!({ "token": scene.token(), "session_id": begun.id, "seq": Value::Null })).await;
    assert_eq!(muddled.closed().await, 4002);
}

#[tokio::test]
async fn a_session_has_one_connection_the_newest() {
    let scene = scene().await;
    let (mut first, begun) = scene.ready(intents::ALL).await;
    let mut second = scene.resumed(&begun, 2).await;
    second.event("RESUMED").await;
    assert_eq!(first.closed().await, 4000);
    scene.write("hello");
    assert_eq!(second.event("MESSAGE_CREATE").await["d"]["content"], "hello");
}
