//! `/timeout` and `/untimeout`.

use sandbox::{FaultKind, Permissions};
use serde_json::json;

use crate::support::App;

const ROUTE: &str = "PATCH /guilds/*/members/*";

/// In how many seconds, on Discord, the member may write again. None: they may write.
fn silenced_for(app: &App) -> Option<u64> {
    let until = app.with_member(app.demo.member, |member| member.communication_disabled_until_ms)?;
    Some((until - app.sandbox.world().now_ms()).div_ceil(1_000))
}

#[tokio::test]
async fn a_timeout_is_carried_out_recorded_and_answered() {
    let app = App::start().await;
    let said = app.act("timeout", json!({ "duration": "2h", "reason": "shouting" })).await;
    assert!(said.starts_with("**mallory** can't write until <t:"), "{said}");
    assert!(said.ends_with("Case 1.\n> shouting"), "{said}");
    assert!(silenced_for(&app).is_some_and(|seconds| (7_190..=7_200).contains(&seconds)));
    let sql = "select kind || ' ' || round(extract(epoch from expires_at - created_at) / 3600) from cases";
    assert_eq!(app.value::<String>(sql).await, "timeout 2");
    let entry = app.sandbox.world().guilds[&app.demo.guild].audit_log[0].clone();
    assert_eq!(entry.reason.as_deref(), Some("Case 1 · grace: shouting"));
    let card = app.card(1).await;
    assert_eq!((card.title.as_str(), card.field("State")), ("Case 1 · Timeout", "done"));
    assert!(card.field("Ends").starts_with("<t:"), "{card:?}");
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind <> 'effect'").await, 0, "nothing to look after");
}

#[tokio::test]
async fn whoever_may_not_be_silenced_is_refused_with_the_reason_and_without_a_case() {
    let app = App::start().await;
    let demo = app.demo;
    let cases = [
        (demo.moderator, demo.owner, "Nobody can do that to the server's owner"),
        (demo.moderator, demo.moderator, "You can't do that to yourself"),
        (demo.moderator, demo.application, "I can't do that to myself"),
        (demo.moderator, demo.second_moderator, "You can't do that to them: their highest role is not below yours"),
        (demo.owner, demo.elder, "I can't do that to them: their highest role is not below mine"),
        (demo.moderator, demo.stranger, "They are not in this server"),
    ];
    app.refuses("timeout", json!({ "duration": "1h" }), &cases).await;
    app.refuses("untimeout", json!({}), &cases).await;
}

#[tokio::test]
async fn a_duration_that_makes_no_sense_is_refused_with_what_would() {
    let app = App::start().await;
    for (duration, words) in [
        ("59s", "That is too short: it takes at least 1m."),
        ("0d", "That is too short: it takes at least 1m."),
        ("6y", "That is too long: it may be at most 260w 5d."),
        ("forever", "I can't read “forever” as a duration. Write it like 30m, 12h, 7d or 2w."),
        ("", "I can't read “” as a duration. Write it like 30m, 12h, 7d or 2w."),
    ] {
        assert_eq!(app.act("timeout", json!({ "duration": duration })).await, words);
    }
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}

#[tokio::test]
async fn who_lacks_the_permission_is_told_its_name() {
    let app = App::start().await;
    for (command, options) in [("timeout", json!({ "duration": "1h" })), ("untimeout", json!({}))] {
        let mut options = options;
        options["user"] = json!(app.demo.member.to_string());
        let body = app.sandbox.world().command_payload(app.moderator(), 2, command, &options, None).unwrap();
        let mut of_person = body.clone();
        of_person["member"]["permissions"] = json!(Permissions::BAN_MEMBERS.to_string());
        let (_, text) = app.post_signed(of_person.to_string().as_bytes()).await;
        assert!(text.contains("You need the permission Timeout Members for this."), "{text}");
        let mut of_bot = body;
        of_bot["app_permissions"] = json!(Permissions::BAN_MEMBERS.to_string());
        let (_, text) = app.post_signed(of_bot.to_string().as_bytes()).await;
        assert!(text.contains("I need the permission Timeout Members for this."), "{text}");
    }
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}

#[tokio::test]
async fn a_timeout_that_discord_fails_is_queued_and_done_once_by_a_tick() {
    for kind in [FaultKind::Status(500), FaultKind::ResetAfter] {
        let app = App::start().await;
        app.fail(ROUTE, kind, 1);
        let said = app.act("timeout", json!({ "duration": "1h" })).await;
        assert!(said.starts_with("Timeout of **mallory** is queued"), "{kind:?}: {said}");
        assert!(app.card(1).await.field("State").starts_with("waiting, will be tried again"), "{kind:?}");
        for _ in 0..2 {
            app.run_waiting().await;
        }
        assert!(silenced_for(&app).is_some(), "{kind:?}");
        assert_eq!(app.card(1).await.field("State"), "done", "{kind:?}");
        assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 1, "{kind:?}: Discord saw one timeout");
    }
}

#[tokio::test]
async fn discords_refusal_of_a_timeout_is_told_and_ends_it() {
    let app = App::start().await;
    app.fail(ROUTE, FaultKind::Status(403), 1);
    let said = app.act("timeout", json!({ "duration": "1h" })).await;
    assert!(said.starts_with("Timeout of **mallory** was refused by Discord"), "{said}");
    assert!(app.card(1).await.field("State").starts_with("failed: "), "the card says so as well");
    app.run_waiting().await;
    assert_eq!(app.value::<String>("select state from tasks where kind = 'effect'").await, "dead");
    assert_eq!(silenced_for(&app), None);
}

#[tokio::test]
async fn a_replayed_timeout_acts_once() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "duration": "1h" });
    let body = app.sandbox.world().command_payload(app.moderator(), 2, "timeout", &options, None).unwrap().to_string();
    let answers = futures_util::future::join_all((0..4).map(|_| app.post_signed(body.as_bytes()))).await;
    assert_eq!(answers.iter().filter(|(_, text)| text.contains("already handled")).count(), 3, "{answers:?}");
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
    assert_eq!(app.direct_messages(app.demo.member).len(), 1);
    assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 1);
}

#[tokio::test]
async fn a_newer_timeout_replaces_the_older_one() {
    let app = App::start().await;
    app.act("timeout", json!({ "duration": "60d" })).await;
    app.act("timeout", json!({ "duration": "1h" })).await;
    assert_eq!(silenced_for(&app).map(|seconds| seconds.div_ceil(60)), Some(60));
    assert_eq!(app.card(1).await.field("State"), "replaced by a newer case");
    assert_eq!(app.card(2).await.field("State"), "done");
    let follow_up = "select state from tasks where kind = 'moderation.extend_timeout'";
    assert_eq!(app.value::<String>(follow_up).await, "cancelled");
}

#[tokio::test]
async fn of_two_timeouts_at_once_the_later_case_stands() {
    let app = App::start().await;
    let acts = ["1h", "2h"].map(|duration| app.act("timeout", json!({ "duration": duration })));
    futures_util::future::join_all(acts).await;
    app.run_waiting().await;
    let hours = app
        .value::<i64>(
            "select round(extract(epoch from expires_at - created_at) / 3600)::bigint from cases where number = 2",
        )
        .await;
    assert_eq!(silenced_for(&app).map(|seconds| seconds.div_ceil(3_600).cast_signed()), Some(hours));
    let ended = "select string_agg(coalesce(ended_because, 'runs'), ' ' order by number) from cases";
    assert_eq!(app.value::<String>(ended).await, "replaced runs");
}

#[tokio::test]
async fn a_timeout_that_was_over_is_not_said_to_be_replaced() {
    let app = App::start().await;
    app.act("timeout", json!({ "duration": "1h" })).await;
    app.execute("update cases set created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'")
        .await;
    assert_eq!(app.card(1).await.field("State"), "ended: its time was over");
    app.act("timeout", json!({ "duration": "1h" })).await;
    assert_eq!(app.card(1).await.field("State"), "ended: its time was over");
    assert!(app.value::<bool>("select ended_at = expires_at from cases where number = 1").await);
}

#[tokio::test]
async fn an_untimeout_ends_the_timeout_and_its_case() {
    let app = App::start().await;
    app.act("timeout", json!({ "duration": "60d" })).await;
    let said = app.act("untimeout", json!({ "reason": "sorry" })).await;
    assert_eq!(said, "**mallory** may write again. Case 2.\n> sorry");
    assert_eq!(silenced_for(&app), None);
    assert_eq!(app.card(1).await.field("State"), "ended by a later case");
    let follow_up = "select state from tasks where kind = 'moderation.extend_timeout'";
    assert_eq!(app.value::<String>(follow_up).await, "cancelled");
    assert_eq!(app.direct_messages(app.demo.member).len(), 1, "of the timeout, and none of its end");
}

#[tokio::test]
async fn an_untimeout_cancels_a_timeout_that_still_waits() {
    let app = App::start().await;
    app.fail(ROUTE, FaultKind::Status(500), 1);
    app.act("timeout", json!({ "duration": "1h" })).await;
    let said = app.act("untimeout", json!({})).await;
    assert_eq!(said, "**mallory** may write again. What was still waiting for them is cancelled. Case 2.");
    app.run_waiting().await;
    assert_eq!(silenced_for(&app), None);
    let states = "select string_agg(state, ' ' order by id) from tasks where kind = 'effect'";
    assert_eq!(app.value::<String>(states).await, "cancelled done");
    assert_eq!(app.card(1).await.field("State"), "ended by a later case");
}
