//! Timeouts that are longer than Discord's 28 days are applied again, and only while they are ours.

use serde_json::json;

use crate::support::App;

const DAY_MS: u64 = 86_400_000;

/// A member who is silenced for sixty days, of which all but one of Discord's 28 have passed.
async fn silenced() -> App {
    let app = App::start().await;
    app.act("timeout", json!({ "duration": "60d" })).await;
    set_discords_end(&app, "1 day").await;
    app
}

/// Rewrites rows and Discord as if its end of the timeout lay so far ahead.
async fn set_discords_end(app: &App, ahead: &'static str) {
    let sql = "update tasks set payload = jsonb_set(payload, '{until}', to_jsonb(to_char((now() + $1::interval) at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')))
               where kind = 'effect' returning extract(epoch from date_trunc('second', now() + $1::interval))::bigint * 1000";
    let until: i64 = sqlx::query_scalar(sql).bind(ahead).fetch_one(&mut app.admin().await).await.unwrap();
    let mut world = app.sandbox.world();
    let member = world.guilds.get_mut(&app.demo.guild).unwrap().members.get_mut(&app.demo.member);
    if let Some(member) = member {
        member.communication_disabled_until_ms = Some(until.cast_unsigned());
    }
}

/// In how many days, on Discord, the member may write again, rounded up; 0 if they may.
fn days_left(app: &App) -> u64 {
    let now = app.sandbox.world().now_ms();
    let until = app.with_member(app.demo.member, |member| member.communication_disabled_until_ms);
    until.map_or(0, |until| until.saturating_sub(now).div_ceil(DAY_MS))
}

/// The newest follow-up: its state, and in how many hours it is due.
async fn follow_up(app: &App) -> (String, f64) {
    let sql = "select state, extract(epoch from run_at - now())::float8 / 3600 from tasks
               where kind = 'moderation.extend_timeout' order by id desc limit 1";
    sqlx::query_as(sql).fetch_one(&mut app.admin().await).await.unwrap()
}

async fn ended(app: &App) -> Option<String> {
    app.value("select ended_because from cases where number = 1").await
}

#[tokio::test]
async fn discord_gets_28_days_and_the_rest_is_a_task_a_day_before() {
    let app = App::start().await;
    let said = app.act("timeout", json!({ "duration": "60d" })).await;
    assert!(said.starts_with("**mallory** can't write until <t:"), "{said}");
    assert_eq!(days_left(&app), 28);
    let (state, hours) = follow_up(&app).await;
    assert_eq!((state.as_str(), hours.round()), ("pending", 27.0 * 24.0));
    assert_eq!(
        app.value::<i64>("select round(extract(epoch from expires_at - now()) / 86400)::bigint from cases").await,
        60
    );
    assert_eq!(app.tick().await["tasks"], 0, "it is not due yet");
}

#[tokio::test]
async fn a_timeout_of_exactly_28_days_needs_no_second_look() {
    let app = App::start().await;
    app.act("timeout", json!({ "duration": "28d" })).await;
    assert_eq!(days_left(&app), 28);
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind <> 'effect'").await, 0);
}

#[tokio::test]
async fn the_task_extends_it_and_leaves_the_next_one() {
    let app = silenced().await;
    app.run_waiting().await;
    assert_eq!(days_left(&app), 28);
    let (state, hours) = follow_up(&app).await;
    assert_eq!((state.as_str(), hours.round()), ("pending", 27.0 * 24.0));
    let entry = app.sandbox.world().guilds[&app.demo.guild].audit_log.last().unwrap().clone();
    assert_eq!(entry.reason.as_deref(), Some("Case 1 · Guildhall: the timeout goes on"));
    assert_eq!(app.direct_messages(app.demo.member).len(), 1, "nobody is told a second time");
    assert_eq!(app.card(1).await.field("State"), "done");
}

#[tokio::test]
async fn the_last_extension_ends_when_the_timeout_does() {
    let app = silenced().await;
    app.execute("update cases set expires_at = now() + interval '10 days'").await;
    app.run_waiting().await;
    assert_eq!(days_left(&app), 10);
    assert_eq!(follow_up(&app).await.0, "done", "nothing is left to look after");
}

#[tokio::test]
async fn one_that_was_lifted_by_hand_is_not_extended() {
    let app = silenced().await;
    app.with_member(app.demo.member, |member| member.communication_disabled_until_ms = None);
    app.run_waiting().await;
    assert_eq!(days_left(&app), 0);
    assert_eq!(ended(&app).await.as_deref(), Some("lifted_by_hand"));
    assert_eq!(app.card(1).await.field("State"), "lifted by hand in Discord");
    assert_eq!(follow_up(&app).await.0, "done");
}

#[tokio::test]
async fn one_that_was_changed_by_hand_is_left_as_it_is() {
    let app = silenced().await;
    let by_hand = app.sandbox.world().now_ms() + 3 * DAY_MS;
    app.with_member(app.demo.member, |member| member.communication_disabled_until_ms = Some(by_hand));
    app.run_waiting().await;
    assert_eq!(days_left(&app), 3);
    assert_eq!(ended(&app).await.as_deref(), Some("replaced_by_hand"));
}

#[tokio::test]
async fn who_has_left_is_looked_at_again_until_they_are_back() {
    let app = silenced().await;
    let gone = app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.remove(&app.demo.member).unwrap();
    app.run_waiting().await;
    let (state, hours) = follow_up(&app).await;
    assert_eq!((state.as_str(), hours.round(), ended(&app).await), ("pending", 12.0, None));
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.insert(app.demo.member, gone);
    app.run_waiting().await;
    assert_eq!((days_left(&app), ended(&app).await), (28, None));
}

#[tokio::test]
async fn leaving_until_discord_has_forgotten_ends_no_timeout() {
    let app = silenced().await;
    let gone = app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.remove(&app.demo.member).unwrap();
    app.run_waiting().await;
    set_discords_end(&app, "-2 days").await;
    let back = sandbox::Member { communication_disabled_until_ms: None, ..gone };
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.insert(app.demo.member, back);
    app.run_waiting().await;
    assert_eq!((days_left(&app), ended(&app).await), (28, None));
}

#[tokio::test]
async fn nobody_is_looked_for_once_the_time_is_over() {
    for has_left in [true, false] {
        let app = silenced().await;
        app.execute(
            "update cases set created_at = now() - interval '60 days', expires_at = now() - interval '1 minute'",
        )
        .await;
        set_discords_end(&app, "-1 minute").await;
        if has_left {
            app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.remove(&app.demo.member);
        }
        app.run_waiting().await;
        assert_eq!(ended(&app).await.as_deref(), Some("expired"), "has left: {has_left}");
        assert_eq!(follow_up(&app).await.0, "done", "has left: {has_left}");
    }
}

#[tokio::test]
async fn a_timeout_that_discord_refused_is_not_extended() {
    let app = App::start().await;
    app.fail("PATCH /guilds/*/members/*", sandbox::FaultKind::Status(403), 1);
    app.act("timeout", json!({ "duration": "60d" })).await;
    app.run_waiting().await;
    assert_eq!(ended(&app).await.as_deref(), Some("refused"));
    assert_eq!(days_left(&app), 0);
}
