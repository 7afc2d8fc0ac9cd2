//! Streams of events, and a gateway that turns everybody away.

use std::time::{Duration, Instant};

use reqwest::Method;
use sandbox::{Fault, FaultKind, Load, Loaded, Mix};
use serde_json::{Value, json};

use crate::{
    client::{Came, Client},
    support::{Scene, client, intents, scene},
};

fn stream(scene: &Scene, seed: u64) -> Load {
    let (mix, after) = (Mix::default(), Loaded::default());
    Load { guild: scene.demo.guild, seed, events: 500, per_second: 0, mix, after }
}

async fn script(scene: &Scene, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let request = client().request(method, format!("{}/sandbox/{path}", scene.sandbox.url()));
    let answer = if let Some(body) = body { request.json(&body) } else { request }.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or(Value::Null))
}

/// The text of every message that is there after the stream, oldest first.
async fn texts_after(seed: u64) -> (Loaded, Vec<String>) {
    let scene = scene().await;
    let loaded = scene.sandbox.load(stream(&scene, seed)).await.unwrap();
    let world = scene.sandbox.world();
    (loaded, world.messages.values().map(|message| message.content.clone()).collect())
}

#[tokio::test]
async fn one_seed_is_one_stream() {
    let (first, second, other) = (texts_after(7).await, texts_after(7).await, texts_after(8).await);
    assert_eq!(first, second);
    assert_ne!(first, other);
}

#[tokio::test]
async fn every_event_of_a_stream_reaches_the_client_once() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let loaded = scene.sandbox.load(stream(&scene, 1)).await.unwrap();
    assert_eq!(loaded.messages + loaded.edits + loaded.deletes + loaded.joins, 500);
    let mut told = Loaded::default();
    for sequence in 3..503 {
        let event = client.payload().await;
        assert_eq!(event["s"], sequence);
        match event["t"].as_str().unwrap() {
            "MESSAGE_CREATE" => told.messages += 1,
            "MESSAGE_UPDATE" => told.edits += 1,
            "MESSAGE_DELETE" => told.deletes += 1,
            "GUILD_MEMBER_ADD" => told.joins += 1,
            other => panic!("{other} is no part of a stream"),
        }
    }
    assert_eq!(told, loaded);
}

#[tokio::test]
async fn a_stream_deletes_many_at_once_and_bans_and_the_next_one_numbers_on() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let mix = Mix { messages: 80, purges: 10, bans: 10, ..Mix::NOTHING };
    let first = scene.sandbox.load(Load { mix, ..stream(&scene, 1) }).await.unwrap();
    let both = scene.sandbox.load(Load { mix, after: first, ..stream(&scene, 2) }).await.unwrap();
    assert_eq!(both.events(), 1_000);
    let mut told = Loaded::default();
    while told.events() < 1_000 {
        let event = client.payload().await;
        match event["t"].as_str().unwrap() {
            "MESSAGE_CREATE" => {
                told.messages += 1;
                let content = event["d"]["content"].as_str().unwrap();
                assert!(content.starts_with(&format!("message {}: ", told.messages)), "{content}");
            }
            "MESSAGE_DELETE" => told.deletes += 1,
            "MESSAGE_DELETE_BULK" => {
                told.purges += 1;
                told.purged += event["d"]["ids"].as_array().unwrap().len() as u64;
            }
            "GUILD_AUDIT_LOG_ENTRY_CREATE" => {
                told.bans += 1;
                assert_eq!(event["d"]["reason"], format!("ban {}", told.bans));
            }
            "GUILD_BAN_ADD" => {}
            other => panic!("{other} is no part of this stream"),
        }
    }
    assert_eq!(told, both);
    assert!(first.purges > 0 && first.bans > 0 && both.messages > first.messages, "{first:?} {both:?}");
}

#[tokio::test]
async fn a_stream_keeps_its_rate() {
    let scene = scene().await;
    let start = Instant::now();
    let load = Load { events: 101, per_second: 200, ..stream(&scene, 1) };
    scene.sandbox.load(load).await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(500), "{:?}", start.elapsed());
}

#[tokio::test]
async fn connections_are_refused_or_closed_at_once_as_often_as_ordered() {
    let scene = scene().await;
    {
        let mut world = scene.sandbox.world();
        world.faults.push(Fault::new(Fault::GATEWAY, FaultKind::Status(4000), 2));
        world.faults.push(Fault::new(Fault::GATEWAY, FaultKind::Status(503), 1));
        world.faults.push(Fault::new(Fault::GATEWAY, FaultKind::Reset, 1));
    }
    for _ in 0..2 {
        assert_eq!(Client::connect(&scene.address("")).await.came().await, Came::Closed(4000));
    }
    for _ in 0..2 {
        tokio_tungstenite::connect_async(scene.address("")).await.expect_err("it is refused");
    }
    scene.identified(0).await;
}

#[tokio::test]
async fn identifies_and_resumes_are_turned_away_as_often_as_ordered() {
    let scene = scene().await;
    let order = |route: &str, kind: FaultKind, times: u32| {
        scene.sandbox.world().faults.push(Fault::new(route, kind, times));
    };
    order(Fault::IDENTIFY, FaultKind::RateLimited(0.0), 2);
    order(Fault::IDENTIFY, FaultKind::Status(4009), 1);
    let mut client = scene.greeted().await;
    for _ in 0..2 {
        client.send(2, scene.identity(0)).await;
        assert_eq!(client.opcode(9).await["d"], false);
    }
    client.send(2, scene.identity(0)).await;
    assert_eq!(client.closed().await, 4009);
    let (client, begun) = scene.ready(intents::ALL).await;
    client.close(4000).await;
    order(Fault::RESUME, FaultKind::Reset, 1);
    assert_eq!(scene.resumed(&begun, 2).await.came().await, Came::Broken);
    order(Fault::RESUME, FaultKind::ResetAfter, 1);
    assert_eq!(scene.resumed(&begun, 2).await.came().await, Came::Broken);
    scene.resumed(&begun, 3).await.event("RESUMED").await;
}

#[tokio::test]
async fn scripts_order_the_gateway_about() {
    let scene = scene().await;
    let (mut client, begun) = scene.ready(intents::ALL).await;
    let (_, gateway) = script(&scene, Method::GET, "gateway", None).await;
    assert_eq!(gateway["url"], scene.sandbox.gateway());
    assert_eq!(gateway["limits"]["heartbeat_interval_ms"], 41_250);
    let session = &gateway["sessions"][0];
    assert_eq!(
        (&session["id"], &session["sequence"], &session["connected"]),
        (&json!(begun.id), &json!(2), &json!(true))
    );
    let limits = json!({ "resume_window_ms": 1_000, "repeats_events": true });
    assert_eq!(script(&scene, Method::PATCH, "gateway", Some(limits)).await.0, 204);
    assert_eq!(script(&scene, Method::PATCH, "gateway", Some(json!({ "colour": 1 }))).await.0, 422);
    let load = json!({ "guild": scene.demo.guild.to_string(), "events": 1, "mix": { "messages": 0, "joins": 1 } });
    let (_, loaded) = script(&scene, Method::POST, "load", Some(load)).await;
    assert_eq!(loaded["joins"], 1, "{loaded}");
    assert_eq!(client.names_until("GUILD_MEMBER_ADD").await.len(), 1);
    assert_eq!(client.payload().await["s"], 4, "it came twice");
    let outage = format!("guilds/{}", scene.demo.guild);
    script(&scene, Method::PATCH, &outage, Some(json!({ "unavailable": true }))).await;
    assert_eq!(client.payload().await["d"]["unavailable"], true);
    let order = json!({ "session": begun.id, "order": { "close": 4000 } });
    assert_eq!(script(&scene, Method::POST, "gateway/orders", Some(order)).await.1, json!({ "connections": 1 }));
    assert_eq!(client.closed().await, 4000);
    assert_eq!(script(&scene, Method::DELETE, "gateway/sessions", None).await.0, 204);
    assert_eq!(scene.resumed(&begun, 2).await.opcode(9).await["d"], false);
}
