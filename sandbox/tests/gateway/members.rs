//! Members by op 8, and presence by op 3.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    client::Client,
    support::{Scene, intents, scene},
};

async fn ask(scene: &Scene, client: &mut Client, rest: Value) {
    let mut data = rest;
    data["guild_id"] = json!(scene.demo.guild.to_string());
    client.send(8, data).await;
}

#[tokio::test]
async fn all_members_come_in_chunks_of_a_thousand() {
    let scene = scene().await;
    {
        let mut world = scene.sandbox.world();
        for number in 0..2_000 {
            world.create_member(scene.demo.guild, &format!("person{number}"), &[]);
        }
    }
    let (mut client, _) = scene.ready(intents::ALL).await;
    ask(&scene, &mut client, json!({ "query": "", "limit": 0, "nonce": "all" })).await;
    let mut counts = Vec::new();
    for index in 0..3 {
        let chunk = client.event("GUILD_MEMBERS_CHUNK").await["d"].take();
        assert_eq!((&chunk["chunk_index"], &chunk["chunk_count"]), (&json!(index), &json!(3)));
        assert_eq!(chunk["nonce"], "all");
        counts.push(chunk["members"].as_array().unwrap().len());
    }
    assert_eq!(counts, [1_000, 1_000, 10]);
}

#[tokio::test]
async fn all_members_are_given_once_in_thirty_seconds() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let all = json!({ "query": "", "limit": 0, "nonce": "n" });
    ask(&scene, &mut client, all.clone()).await;
    client.event("GUILD_MEMBERS_CHUNK").await;
    ask(&scene, &mut client, all.clone()).await;
    let limited = client.event("RATE_LIMITED").await["d"].take();
    assert_eq!(limited["opcode"], 8);
    assert_eq!(limited["meta"], json!({ "guild_id": scene.demo.guild.to_string(), "nonce": "n" }));
    assert!((25.0..=30.0).contains(&limited["retry_after"].as_f64().unwrap()), "{limited}");
    scene.sandbox.advance(Duration::from_secs(30));
    ask(&scene, &mut client, all).await;
    client.event("GUILD_MEMBERS_CHUNK").await;
}

#[tokio::test]
async fn members_are_found_by_the_beginning_of_a_name_and_by_id() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    ask(&scene, &mut client, json!({ "query": "M", "limit": 1, "presences": true })).await;
    let chunk = client.event("GUILD_MEMBERS_CHUNK").await["d"].take();
    assert_eq!(chunk["members"].as_array().unwrap().len(), 1);
    assert_eq!(chunk["presences"][0]["user"]["id"], scene.demo.member.to_string());
    let ids = [scene.demo.elder, scene.demo.stranger].map(|id| id.to_string());
    ask(&scene, &mut client, json!({ "user_ids": ids, "limit": 0 })).await;
    let chunk = client.event("GUILD_MEMBERS_CHUNK").await["d"].take();
    assert_eq!(chunk["members"][0]["user"]["username"], "merlin");
    assert_eq!(chunk["not_found"], json!([scene.demo.stranger.to_string()]));
}

#[tokio::test]
async fn a_bot_is_shown_with_the_status_that_it_asks_for() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let presence = json!({ "since": null, "activities": [], "status": "dnd", "afk": false });
    client.send(3, presence).await;
    let event = client.event("PRESENCE_UPDATE").await["d"].take();
    let id = scene.demo.application.to_string();
    assert_eq!((&event["user"]["id"], &event["status"]), (&json!(id), &json!("dnd")));
    client.send(3, json!({ "status": "asleep" })).await;
    assert_eq!(client.closed().await, 4002);
}
