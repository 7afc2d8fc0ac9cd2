//! Identifying: what begins a session and what is refused.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    client::{Came, Client},
    support::{intents, scene},
};

#[tokio::test]
async fn the_address_is_told_with_what_is_left_of_the_day() {
    let scene = scene().await;
    let (_, gateway) = scene.call(Method::GET, "/gateway", None).await;
    assert_eq!(gateway, json!({ "url": scene.sandbox.gateway() }));
    let _client = scene.identified(0).await;
    let (status, body) = scene.call(Method::GET, "/gateway/bot", None).await;
    let limit = &body["session_start_limit"];
    assert_eq!((status, &body["shards"], &limit["total"]), (200, &json!(1), &json!(1_000)));
    assert_eq!((&limit["remaining"], &limit["max_concurrency"]), (&json!(999), &json!(1)));
    assert!(limit["reset_after"].as_u64().unwrap() > 86_000_000, "{limit}");
}

#[tokio::test]
async fn ready_names_the_guilds_and_then_each_is_sent_whole() {
    let scene = scene().await;
    let mut client = scene.greeted().await;
    client.send(2, scene.identity(intents::ALL)).await;
    let ready = client.payload().await;
    assert_eq!((&ready["t"], &ready["s"], &ready["d"]["v"]), (&json!("READY"), &json!(1), &json!(10)));
    assert_eq!(ready["d"]["guilds"], json!([{ "id": scene.demo.guild.to_string(), "unavailable": true }]));
    assert_eq!(ready["d"]["user"]["id"], scene.demo.application.to_string());
    assert_eq!(ready["d"]["shard"], json!([0, 1]));
    let guild = client.payload().await;
    assert_eq!((&guild["t"], &guild["s"]), (&json!("GUILD_CREATE"), &json!(2)));
    let count = |field: &str| guild["d"][field].as_array().unwrap().len();
    assert_eq!((count("members"), count("channels"), count("threads")), (10, 5, 0));
    assert_eq!((&guild["d"]["member_count"], &guild["d"]["large"]), (&json!(10), &json!(false)));
    assert_eq!(guild["d"]["channels"][4]["permission_overwrites"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn without_presences_a_bot_is_told_of_no_member_but_itself() {
    let scene = scene().await;
    let (mut client, _) = scene.identified(intents::GUILDS).await;
    let guild = client.event("GUILD_CREATE").await["d"].take();
    assert_eq!(guild["members"].as_array().unwrap().len(), 1);
    assert_eq!(guild["members"][0]["user"]["id"], scene.demo.application.to_string());
    assert_eq!((&guild["member_count"], &guild["presences"]), (&json!(10), &json!([])));
}

#[tokio::test]
async fn what_is_wrong_with_an_identify_is_said_by_the_code() {
    let scene = scene().await;
    {
        let mut world = scene.sandbox.world();
        world.gateway.guilds_a_shard = 1;
        world.furnish("Second", scene.demo.application);
        world.applications.get_mut(&scene.demo.application).unwrap().reads_content = false;
    }
    let with = |field: &str, value: Value| {
        let mut identity = scene.identity(intents::GUILDS);
        identity[field] = value;
        identity
    };
    let cases = [
        (with("token", json!("nobody's")), 4004),
        (with("intents", json!("1")), 4002),
        (with("properties", Value::Null), 4002),
        (with("shard", json!([1, 1])), 4010),
        (with("shard", json!("0")), 4010),
        (with("intents", json!(1_u64 << 40)), 4013),
        (with("intents", json!(intents::MESSAGE_CONTENT)), 4014),
        (scene.identity(intents::GUILDS), 4011),
    ];
    for (identity, code) in cases {
        let mut client = scene.greeted().await;
        client.send(2, identity.clone()).await;
        assert_eq!(client.closed().await, code, "{identity}");
    }
}

#[tokio::test]
async fn there_is_no_other_version_than_the_tenth() {
    let scene = scene().await;
    let mut client = Client::connect(&format!("{}?v=6", scene.sandbox.gateway())).await;
    assert_eq!(client.came().await, Came::Closed(4012));
}

#[tokio::test]
async fn one_shard_of_a_bucket_identifies_in_five_seconds() {
    let scene = scene().await;
    let _first = scene.identified(0).await;
    let mut second = scene.greeted().await;
    second.send(2, scene.identity(0)).await;
    assert_eq!(second.opcode(9).await["d"], false);
    scene.sandbox.advance(Duration::from_secs(5));
    second.send(2, scene.identity(0)).await;
    second.event("READY").await;
}

#[tokio::test]
async fn of_two_buckets_each_may_identify() {
    let scene = scene().await;
    scene.sandbox.world().gateway.max_concurrency = 2;
    for number in 0..2 {
        let mut client = scene.greeted().await;
        let mut identity = scene.identity(0);
        identity["shard"] = json!([number, 2]);
        client.send(2, identity).await;
        assert_eq!(client.event("READY").await["d"]["shard"], json!([number, 2]));
    }
}

#[tokio::test]
async fn one_identify_too_many_ends_all_sessions_and_the_token() {
    let scene = scene().await;
    scene.sandbox.world().gateway.identifies_a_day = 1;
    let token = scene.token();
    let (mut first, _) = scene.identified(0).await;
    let mut second = scene.greeted().await;
    second.send(2, scene.identity(0)).await;
    assert_eq!((first.closed().await, second.closed().await), (4004, 4004));
    assert_ne!(scene.token(), token);
    let mut third = scene.greeted().await;
    let mut identity = scene.identity(0);
    identity["token"] = json!(token);
    third.send(2, identity).await;
    assert_eq!(third.closed().await, 4004);
    scene.sandbox.advance(Duration::from_secs(86_400));
    scene.identified(0).await;
}
