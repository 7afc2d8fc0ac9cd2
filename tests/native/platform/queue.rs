//! The queue: leases, lanes, retries, dead letters.

use serde_json::json;
use sqlx::Row;

use crate::support::{App, eventually};

const TASK: &str = "insert into tasks (tenant_id, application_id, guild_id, kind, unique_key, payload, lane, run_at, state, leased_until, attempt)
    select i.tenant_id, i.application_id, i.guild_id, 'effect', $1, $2::jsonb, $3, now() - interval '1 second', $4,
           case when $4 = 'running' then now() + make_interval(secs => $5) end, case when $4 = 'running' then 1 else 0 end
    from installations i";

/// A worker with an installed bot and an empty queue.
async fn app() -> App {
    let app = App::start().await;
    app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    app
}

async fn insert(app: &App, key: &str, payload: serde_json::Value, lane: &str, state: &str, lease: f64) {
    let query = sqlx::query(TASK).bind(key).bind(payload).bind(lane).bind(state).bind(lease);
    assert_eq!(query.execute(&mut app.admin().await).await.unwrap().rows_affected(), 1);
}

fn ban(user: u64) -> serde_json::Value {
    json!({ "act": "ban", "user": user.to_string(), "delete_message_seconds": 0 })
}

#[tokio::test]
async fn concurrent_ticks_run_each_of_many_tasks_exactly_once() {
    let app = app().await;
    let users: Vec<u64> = (0..30).map(|number| app.sandbox.world().create_user(&format!("u{number}"))).collect();
    for user in &users {
        insert(&app, &user.to_string(), ban(*user), &user.to_string(), "pending", 0.0).await;
    }
    futures_util::future::join_all((0..4).map(|_| app.tick())).await;
    let puts = app.sandbox.world().requests.iter().filter(|seen| seen.route == "PUT /guilds/*/bans/*").count();
    assert_eq!(puts, 30);
    assert_eq!(app.value::<i64>("select count(*) from tasks where state = 'done' and attempt = 1").await, 30);
}

#[tokio::test]
async fn tasks_of_one_lane_run_in_order() {
    let app = app().await;
    let user = app.demo.member;
    insert(&app, "1", ban(user), "lane", "pending", 0.0).await;
    insert(&app, "2", json!({ "act": "unban", "user": user.to_string() }), "lane", "pending", 0.0).await;
    insert(&app, "3", ban(user), "lane", "pending", 0.0).await;
    futures_util::future::join_all((0..3).map(|_| app.tick())).await;
    app.tick().await;
    let actions: Vec<u64> =
        app.sandbox.world().guilds[&app.demo.guild].audit_log.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [22, 23, 22]);
}

#[tokio::test]
async fn a_lease_that_holds_is_respected_and_one_that_ran_out_is_taken_over() {
    let app = app().await;
    insert(&app, "held", ban(app.demo.member), "a", "running", 60.0).await;
    assert_eq!(app.tick().await["tasks"], 0);
    app.execute("update tasks set leased_until = now() - interval '1 second'").await;
    assert_eq!(app.tick().await["tasks"], 1);
    let row = sqlx::query("select state, attempt from tasks").fetch_one(&mut app.admin().await).await.unwrap();
    assert_eq!((row.get::<String, _>(0).as_str(), row.get::<i32, _>(1)), ("done", 2));
}

#[tokio::test]
async fn the_tenth_passing_failure_ends_a_task_as_dead() {
    let app = app().await;
    insert(&app, "doomed", ban(app.demo.member), "a", "pending", 0.0).await;
    let fault = sandbox::Fault::new("PUT /guilds/*/bans/*", sandbox::FaultKind::Status(500), 100);
    app.sandbox.world().faults.push(fault);
    for attempt in 1..=10 {
        app.tick().await;
        let left = app.value::<String>("select state from tasks").await;
        assert_eq!(left, if attempt < 10 { "pending" } else { "dead" }, "attempt {attempt}");
        app.execute("update tasks set run_at = now() where state = 'pending'").await;
    }
    eventually("status counts it", async || app.get("/status").await.1["queue"]["dead"] == 1).await;
}

#[tokio::test]
async fn a_task_of_no_known_kind_is_dead_and_says_why() {
    let app = app().await;
    insert(&app, "odd", json!({}), "a", "pending", 0.0).await;
    app.execute("update tasks set kind = 'gone.kind'").await;
    app.tick().await;
    let error = app.value::<String>("select last_error from tasks where state = 'dead'").await;
    assert!(error.contains("gone.kind"), "{error}");
}

#[tokio::test]
async fn old_claims_are_forgotten_and_fresh_ones_kept() {
    let app = app().await;
    app.execute(
        "insert into interaction_claims (tenant_id, interaction_id, claimed_at)
         select tenant_id, id, now() - made * interval '1 hour' from installations, (values (7, 2), (8, 0)) claim (id, made)",
    )
    .await;
    app.tick().await;
    assert_eq!(app.value::<i64>("select sum(interaction_id)::bigint from interaction_claims").await, 8);
}
