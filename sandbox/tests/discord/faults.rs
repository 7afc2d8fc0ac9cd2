//! Faults on demand.

use std::time::Duration;

use reqwest::Method;
use sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::support::{Scene, client, scene};

fn order(scene: &Scene, route: &str, kind: FaultKind) {
    scene.sandbox.world().faults.push(Fault::new(route, kind, 1));
}

fn is_banned(scene: &Scene) -> bool {
    scene.sandbox.world().guilds[&scene.demo.guild].bans.contains_key(&scene.demo.member)
}

const BAN: &str = "PUT /guilds/*/bans/*";

async fn ban(scene: &Scene) -> reqwest::Result<u16> {
    let headers = [("authorization", format!("Bot {}", scene.token()))];
    let path = scene.guild(&format!("/bans/{}", scene.demo.member));
    Ok(scene.raw(Method::PUT, &path, &headers, String::new()).await?.status)
}

#[tokio::test]
async fn a_status_and_a_rate_limit_come_before_the_act() {
    let scene = scene().await;
    order(&scene, BAN, FaultKind::Status(503));
    order(&scene, BAN, FaultKind::RateLimited(1.5));
    assert_eq!(ban(&scene).await.unwrap(), 503);
    let limited = scene.call(Method::PUT, &scene.guild(&format!("/bans/{}", scene.demo.member)), None).await;
    assert_eq!((limited.status, &limited.body["retry_after"]), (429, &json!(1.5)));
    assert_eq!(limited.headers["retry-after"], "2");
    assert!(!is_banned(&scene));
    assert_eq!(ban(&scene).await.unwrap(), 204);
}

#[tokio::test]
async fn a_reset_gives_no_answer_and_the_late_one_leaves_the_act_done() {
    let scene = scene().await;
    order(&scene, BAN, FaultKind::Reset);
    assert!(ban(&scene).await.unwrap_err().status().is_none());
    assert!(!is_banned(&scene));
    order(&scene, BAN, FaultKind::ResetAfter);
    assert!(ban(&scene).await.is_err());
    assert!(is_banned(&scene));
}

#[tokio::test]
async fn a_slow_call_is_answered_late_and_a_hanging_one_never() {
    let scene = scene().await;
    order(&scene, BAN, FaultKind::Slow(200));
    let started = std::time::Instant::now();
    assert_eq!(ban(&scene).await.unwrap(), 204);
    assert!(started.elapsed() >= Duration::from_millis(200));
    order(&scene, "GET /users/@me", FaultKind::Hang);
    let call = client().get(format!("{}/users/@me", scene.sandbox.api())).timeout(Duration::from_millis(300)).send();
    assert!(call.await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn deliveries_fail_on_order_too() {
    let scene = scene().await;
    let endpoint = scene.answering(json!({ "type": 4, "data": { "content": "Hi" } })).await;
    for (kind, arrives, fails) in [
        (FaultKind::Reset, false, true),
        (FaultKind::Hang, false, true),
        (FaultKind::ResetAfter, true, true),
        (FaultKind::Slow(50), true, false),
    ] {
        order(&scene, Fault::DELIVERY, kind);
        let before = endpoint.seen().len();
        let reply = scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
        assert_eq!((endpoint.seen().len() > before, reply.failure.is_some()), (arrives, fails), "{kind:?}");
    }
}

#[tokio::test]
async fn every_call_is_logged_with_its_bot_and_reason() {
    let scene = scene().await;
    ban(&scene).await.unwrap();
    let world = scene.sandbox.world();
    let seen = world.requests.back().unwrap();
    assert_eq!((seen.route.as_str(), seen.status, seen.application), (BAN, 204, Some(scene.demo.application)));
}

#[tokio::test]
async fn a_sandbox_that_is_dropped_listens_no_more() {
    let scene = scene().await;
    let url = scene.sandbox.url();
    assert!(client().get(&url).send().await.is_ok());
    drop(scene);
    let deadline = std::time::Instant::now() + Duration::from_secs(5);
    while tokio::net::TcpStream::connect(url.trim_start_matches("http://")).await.is_ok() {
        assert!(std::time::Instant::now() < deadline, "it still listens");
        tokio::task::yield_now().await;
    }
}
