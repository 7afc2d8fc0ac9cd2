//! Rate limits.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::support::scene;

#[tokio::test]
async fn every_answer_to_a_bot_says_what_is_left_of_the_bucket() {
    let scene = scene().await;
    scene.sandbox.world().limit_route("GET /guilds/*", 2, Duration::from_secs(10));
    let first = scene.get(&scene.guild("")).await;
    assert_eq!(
        (&first.headers["x-ratelimit-limit"], &first.headers["x-ratelimit-remaining"]),
        (&"2".parse().unwrap(), &"1".parse().unwrap())
    );
    for name in ["x-ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-bucket"] {
        assert!(first.headers.contains_key(name), "{name}");
    }
    scene.get(&scene.guild("")).await;
    let refused = scene.get(&scene.guild("")).await;
    assert_eq!((refused.status, &refused.body["global"]), (429, &json!(false)));
    assert_eq!(refused.headers["x-ratelimit-scope"], "user");
    assert!(refused.body["retry_after"].as_f64().unwrap() > 5.0);
    assert_eq!(scene.get(&scene.guild("/roles")).await.status, 200, "another route has a bucket of its own");
    scene.sandbox.advance(Duration::from_secs(10));
    assert_eq!(scene.get(&scene.guild("")).await.status, 200);
}

#[tokio::test]
async fn the_global_limit_counts_all_routes_but_those_of_interactions() {
    let scene = scene().await;
    scene.sandbox.world().limit_globally(2);
    scene.get("/users/@me").await;
    scene.get(&scene.guild("")).await;
    let refused = scene.get("/applications/@me").await;
    assert_eq!((refused.status, &refused.body["global"]), (429, &json!(true)));
    assert_eq!(refused.headers["x-ratelimit-global"], "true");
    let webhook = scene.webhook("nonsense", "/messages/@original");
    assert_eq!(scene.get(&webhook).await.refusal(), (401, 50_027));
}

#[tokio::test]
async fn an_interactions_token_has_five_calls_in_two_seconds() {
    let scene = scene().await;
    scene.answering(json!({ "type": 5 })).await;
    let path = scene.webhook("nonsense", "/messages/@original");
    for _ in 0..5 {
        assert_eq!(scene.call(Method::GET, &path, None).await.status, 401);
    }
    assert_eq!(scene.call(Method::GET, &path, None).await.status, 429);
    scene.sandbox.advance(Duration::from_secs(2));
    assert_eq!(scene.call(Method::GET, &path, None).await.status, 401);
}
