//! /health, /status and the tick's door.

use guildhall::{edge, features, platform::peer};
use serde_json::json;

use crate::support::{Answer, App, Database, client};

/// What a browser asks for.
const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The worker without its database.
async fn without_database() -> App {
    let url = "postgres://guildhall_worker@127.0.0.1:1/none?sslmode=disable";
    App::at(features::ALL, Database::create().await, url).await
}

/// The page, in this language.
async fn page(app: &App, language: &str) -> Answer {
    app.anonymous().with("accept", PAGE).with("accept-language", language).get("/status").await
}

#[tokio::test]
async fn health_says_ok_without_a_database_and_status_says_what_is_missing() {
    let app = without_database().await;
    assert_eq!(app.get("/health").await, (200, json!({ "status": "ok" })));
    let (status, body) = app.get("/status").await;
    assert_eq!((status, &body["database"]), (503, &json!("unreachable")));
    let states = ["interactions", "gateway", "rest", "database"].map(|path| body["paths"][path]["state"].clone());
    assert_eq!(states, ["degraded", "degraded", "degraded", "down"].map(|state| json!(state)));
    let shown = page(&app, "en").await;
    assert_eq!(shown.status, 503);
    assert!(shown.text.contains("<h1 class=\"down\">Something is down</h1>"), "{}", shown.text);
}

#[tokio::test]
async fn people_get_a_page_in_their_language_with_nothing_inside_that_runs() {
    let app = App::start().await;
    let english = page(&app, "en-GB, de;q=0.5").await;
    assert_eq!((english.status, english.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(english.header("vary"), "accept, accept-language");
    let policy = english.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("style-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    for inline in ["<script", "<style", "style=", " on"] {
        let tags: Vec<&str> = english
            .text
            .split('<')
            .filter(|tag| format!("<{tag}").split('>').next().unwrap().contains(inline))
            .collect();
        assert!(tags.is_empty(), "{inline}: {tags:?}");
    }
    assert!(
        english.text.contains("<html lang=\"en-US\">")
            && english.text.contains("Commands, buttons and forms are answered.")
    );
    let german = page(&app, "de-AT, en;q=0.5").await;
    assert!(
        german.text.contains("<html lang=\"de\">")
            && german.text.contains("Befehle, Knöpfe und Formulare werden beantwortet.")
    );
    let machine = app.anonymous().with("accept", "application/json").with("accept-language", "de").get("/status").await;
    assert_eq!(machine.json["paths"]["database"]["says"], json!("The database answers."));
    let style = app.anonymous().get("/page.css").await;
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(style.text.contains("light-dark("));
}

#[tokio::test]
async fn each_path_is_judged_by_what_the_database_counts() {
    let app = App::start().await;
    app.install().await;
    let state = async |path: &str| app.get("/status").await.1["paths"][path]["state"].as_str().unwrap().to_owned();
    assert_eq!(state("interactions").await, "ok");
    assert_eq!(state("rest").await, "ok");
    assert_eq!(state("gateway").await, "down", "a bot wants a connection, and no relay holds one");
    app.execute(
        "insert into gateway_shards (application_id, shard_id, shard_count, relay, leased_until, session_id, resume_url, sequence)
         select application_id, n, 2, gen_random_uuid(), now() + interval '1 minute', 's', 'u', 1 from bots, generate_series(0, 1) n",
    )
    .await;
    assert_eq!(state("gateway").await, "ok");
    app.execute("update gateway_shards set leased_until = now() where shard_id = 1").await;
    assert_eq!(state("gateway").await, "degraded");
    decide(&app, 0).await;
    app.execute("update tasks set attempt = 1, run_at = now() + interval '1 minute' where kind = 'effect'").await;
    assert_eq!(state("rest").await, "down");
    app.execute("update tasks set attempts_before = 1").await;
    assert_eq!(state("rest").await, "ok", "one that somebody had retried has not failed since");
    let failed = "insert into command_runs (tenant_id, application_id, guild_id, interaction_id, user_id, command, outcome, deferred, duration_ms, created_at)
                  select tenant_id, application_id, guild_id, n, 1, 'ban', 'failed', false, 1, now() - make_interval(mins => n)
                  from installations, generate_series(4, 9) n";
    app.execute(failed).await;
    let (_, body) = app.get("/status").await;
    assert_eq!((&body["paths"]["interactions"]["state"], &body["status"]), (&json!("degraded"), &json!("degraded")));
    assert_eq!(body["paths"]["interactions"]["failed_runs"], json!(1), "of the last five minutes");
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
    assert_eq!((&body["database"], &body["queue"], &body["gateway"]), (&json!("ok"), &queue, &gateway));
    let text = body.to_string();
    for id in [app.demo.guild, app.demo.application, app.demo.member, app.demo.owner] {
        assert!(!text.contains(&id.to_string()), "{text}");
    }
    assert!(!text.contains(&app.tenant.to_string()) && !text.contains("Demo"), "{text}");
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
