//! Faults, the clock, and the way back to the beginning.

use reqwest::Method;
use serde_json::{Value, json};

use super::scene;

#[tokio::test]
async fn faults_are_ordered_listed_and_taken_back_one_by_one_or_all() {
    let scene = scene().await;
    let fault = |route: &str| json!({ "route": route, "kind": "reset", "times": 1 });
    for route in ["*", "DELIVERY", "GET /guilds/*"] {
        assert_eq!(scene.post("faults", fault(route)).await.0, 204);
    }
    assert_eq!(scene.call(Method::DELETE, "faults/1", None).await.0, 204);
    assert_eq!(scene.get("faults").await, json!([fault("*"), fault("GET /guilds/*")]));
    for position in ["2", "-1", "x"] {
        assert_eq!(scene.call(Method::DELETE, &format!("faults/{position}"), None).await.0, 404);
    }
    assert_eq!(scene.call(Method::DELETE, "faults", None).await.0, 204);
    assert_eq!(scene.get("faults").await, json!([]));
}

#[tokio::test]
async fn the_clock_goes_ahead_and_the_state_says_how_far() {
    let scene = scene().await;
    assert_eq!(scene.get("state").await["ahead_ms"], 0);
    assert_eq!(scene.post("clock", json!({ "seconds": 3600 })).await.0, 200);
    assert_eq!(scene.get("state").await["ahead_ms"], 3_600_000);
}

#[tokio::test]
async fn a_reset_brings_the_demo_back_and_leaves_the_bot_as_it_was_registered() {
    let scene = scene().await;
    let of_bot = |state: &Value| state["applications"].clone();
    let own = json!({ "id": "9", "name": "here", "guild_id": scene.demo.guild.to_string() });
    if let Some(bot) = scene.sandbox.world().applications.get_mut(&scene.demo.application) {
        bot.guild_commands.insert(scene.demo.guild, vec![own]);
    }
    let before = scene.get("state").await;
    scene.send("/secret").await;
    scene.post("clock", json!({ "seconds": 60 })).await;
    scene.post("faults", json!({ "route": "*", "kind": "hang", "times": 9 })).await;

    let (status, fresh) = scene.post("reset", json!({})).await;
    assert_eq!(status, 200);
    let after = scene.get("state").await;
    assert_eq!(of_bot(&after), of_bot(&before));
    assert_eq!(after["ahead_ms"], 0);
    assert_eq!(after["guilds"].as_array().unwrap().len(), 1);
    assert_eq!(after["guilds"][0]["id"], fresh["guild"]);
    assert_ne!(after["guilds"][0]["id"], before["guilds"][0]["id"]);
    assert_eq!(after["guilds"][0]["members"].as_array().unwrap().len(), 10);
    assert_eq!(scene.get("faults").await, json!([]));
    assert_eq!(scene.entries(scene.demo.moderator).await, json!([]));
    let guild: u64 = fresh["guild"].as_str().unwrap().parse().unwrap();
    let world = scene.sandbox.world();
    let own = &world.applications[&scene.demo.application].guild_commands[&guild];
    assert_eq!((&own[0]["name"], &own[0]["guild_id"]), (&json!("here"), &fresh["guild"]));
}
