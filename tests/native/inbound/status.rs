//! /health, /status and the tick's door.

use guildhall::{edge, features, platform::peer};
use serde_json::json;

use crate::support::{App, Database, client};

#[tokio::test]
async fn health_says_ok_without_a_database_and_status_says_what_is_missing() {
    let url = "postgres://guildhall_worker@127.0.0.1:1/none?sslmode=disable";
    let app = App::at(features::ALL, Database::create().await, url).await;
    assert_eq!(app.get("/health").await, (200, json!({ "status": "ok" })));
    let (status, body) = app.get("/status").await;
    assert_eq!((status, &body["database"]), (503, &json!("unreachable")));
}

/// A task of the demo's tenant that is due in so many seconds.
async fn decide(app: &App, seconds: i32) {
    app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    let task = "insert into tasks (tenant_id, application_id, guild_id, kind, unique_key, payload, run_at)
        select tenant_id, application_id, guild_id, 'effect', 'one', $1, now() + make_interval(secs => $2) from installations";
    let ban = json!({ "act": "ban", "user": app.demo.member.to_string(), "delete_message_seconds": 0 });
    sqlx::query(task).bind(ban).bind(f64::from(seconds)).execute(&mut app.admin().await).await.unwrap();
}

#[tokio::test]
async fn status_counts_the_queue_and_nothing_of_a_tenants() {
    let app = App::start().await;
    decide(&app, 3_600).await;
    let (status, body) = app.get("/status").await;
    assert_eq!(status, 200);
    let queue =
        json!({ "pending": 1, "due": 0, "running": 0, "dead": 0, "oldest_due_seconds": 0, "open_deferrals": 0 });
    let gateway = json!({
        "pending": 0, "running": 0, "dead": 0, "oldest_due_seconds": 0, "open_gaps": 0, "oldest_gap_seconds": 0, "rejected": 0,
    });
    assert_eq!(body, json!({ "status": "ok", "database": "ok", "queue": queue, "gateway": gateway }));
}

#[tokio::test]
async fn only_a_fresh_tick_or_poke_by_the_right_key_is_let_in() {
    let app = App::start().await;
    let now = edge::now().as_second();
    for path in ["/tick", "/gateway"] {
        let url = format!("{}{path}", app.url);
        let wrong_key = peer::sign(&[6; 32], now, "POST", path, b"");
        let stale = peer::sign(&[5; 32], now - 32, "POST", path, b"");
        let other_path = peer::sign(&[5; 32], now, "POST", "/tock", b"");
        for headers in [&wrong_key[..], &stale[..], &other_path[..], &[]] {
            assert_eq!(app.post(&url, headers, b"").await.0, 401);
        }
        assert_eq!(client().get(&url).send().await.unwrap().status(), 405);
        let good = peer::sign(&[5; 32], now, "POST", path, b"");
        assert_eq!(app.post(&url, &good, b"").await.0, 200);
        assert_eq!(app.post(&url, &good, b"x").await.0, 401);
    }
}

#[tokio::test]
async fn the_edges_own_clock_does_the_same_work_as_a_tick() {
    let app = App::start().await;
    decide(&app, 0).await;
    guildhall::inbound::scheduled(app.config.clone(), app.later.clone(), features::ALL).await;
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&app.demo.member));
}
