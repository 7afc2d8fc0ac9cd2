//! Temporary bans end by themselves, and only they.

use sandbox::{AuditEntry, Ban};
use serde_json::json;

use crate::support::App;

/// A banned member whose time is over.
async fn expired() -> App {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "duration": "7d" });
    app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    pass_time(&app).await;
    app
}

async fn pass_time(app: &App) {
    app.execute("update cases set expires_at = now() where expires_at is not null; update tasks set run_at = now() where state = 'pending'").await;
}

fn is_banned(app: &App) -> bool {
    app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&app.demo.member)
}

async fn ended(app: &App, number: i32) -> Option<String> {
    let query = sqlx::query_scalar("select ended_because from cases where number = $1").bind(number);
    query.fetch_one(&mut app.admin().await).await.unwrap()
}

#[tokio::test]
async fn a_temporary_ban_is_lifted_by_a_tick_when_its_time_is_over() {
    let app = expired().await;
    app.tick().await;
    assert!(!is_banned(&app));
    assert_eq!(ended(&app, 1).await.as_deref(), Some("expired"));
    let world = app.sandbox.world();
    let last: &AuditEntry = world.guilds[&app.demo.guild].audit_log.last().unwrap();
    assert_eq!(last.reason.as_deref(), Some("Case 1 · Guildhall: the temporary ban is over"));
}

#[tokio::test]
async fn a_tick_before_the_time_lifts_nothing() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "duration": "7d" });
    app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    assert_eq!(app.tick().await["tasks"], 0);
    assert!(is_banned(&app));
}

#[tokio::test]
async fn a_ban_made_by_hand_meanwhile_stays() {
    let app = expired().await;
    let by_hand = Ban { reason: Some("by hand".to_owned()), delete_message_seconds: 0 };
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().bans.insert(app.demo.member, by_hand);
    app.tick().await;
    assert!(is_banned(&app));
    assert_eq!(ended(&app, 1).await.as_deref(), Some("replaced_by_hand"));
}

#[tokio::test]
async fn a_ban_of_somebody_whom_we_have_banned_before_is_lifted_all_the_same() {
    let app = App::start().await;
    app.says(app.moderator(), "massban", json!({ "users": format!("{} {}", app.demo.stranger, app.demo.member) }))
        .await;
    app.act("ban", json!({ "duration": "7d" })).await;
    app.act("ban", json!({ "duration": "30d" })).await;
    let reason = app.sandbox.world().guilds[&app.demo.guild].bans[&app.demo.member].reason.clone();
    assert_eq!(reason.as_deref(), Some("Case 1 · grace: no reason given"), "Discord keeps the first ban's words");
    pass_time(&app).await;
    app.tick().await;
    app.tick().await;
    assert_eq!(ended(&app, 4).await.as_deref(), Some("expired"));
    assert!(!is_banned(&app));
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&app.demo.stranger));
}

#[tokio::test]
async fn a_ban_lifted_by_hand_is_noticed() {
    let app = expired().await;
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().bans.clear();
    app.tick().await;
    assert_eq!(ended(&app, 1).await.as_deref(), Some("lifted_by_hand"));
}

#[tokio::test]
async fn a_later_and_longer_ban_stays_when_the_first_would_have_ended() {
    let app = App::start().await;
    for duration in ["1d", "30d"] {
        let options = json!({ "user": app.demo.member.to_string(), "duration": duration });
        app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    }
    assert_eq!(ended(&app, 1).await.as_deref(), Some("replaced"));
    app.execute("update tasks set run_at = now() where subject = 'case/1' and state = 'pending'").await;
    app.tick().await;
    assert!(is_banned(&app));
    assert_eq!(ended(&app, 2).await, None);
}

#[tokio::test]
async fn a_ban_that_happens_long_after_its_time_is_lifted_all_the_same() {
    let app = App::start().await;
    app.fail("PUT /guilds/*/bans/*", sandbox::FaultKind::Status(500), 1);
    app.act("ban", json!({ "duration": "1h" })).await;
    app.execute("update cases set expires_at = now()").await;
    for _ in 0..12 {
        app.execute("update tasks set run_at = now() where kind = 'moderation.lift_ban' and state = 'pending'").await;
        app.tick().await;
    }
    assert_eq!(ended(&app, 1).await, None, "there is nothing to lift yet");
    app.execute("update tasks set run_at = now() where kind = 'effect' and state = 'pending'").await;
    app.tick().await;
    assert!(is_banned(&app));
    app.run_waiting().await;
    assert!(!is_banned(&app));
    assert_eq!(ended(&app, 1).await.as_deref(), Some("expired"));
}

#[tokio::test]
async fn two_ticks_at_once_lift_a_ban_once() {
    let app = expired().await;
    futures_util::future::join_all((0..4).map(|_| app.tick())).await;
    app.tick().await;
    let lifts = app.sandbox.world().guilds[&app.demo.guild].audit_log.iter().filter(|entry| entry.action == 23).count();
    assert_eq!(lifts, 1);
}
