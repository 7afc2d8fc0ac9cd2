//! Messages deleted, channels slowed down and locked.

use sandbox::FaultKind;
use serde_json::{Value, json};

use super::{at, field, grace, start};
use crate::support::{Answer, App, Person};

async fn send(app: &App, by: &Person<'_>, method: &str, channel: u64, rest: &str, body: Option<Value>) -> Answer {
    by.send(method, &at(app, &format!("/channels/{channel}/{rest}")), body).await
}

fn write(app: &App, contents: &[&str]) {
    let mut world = app.sandbox.world();
    for content in contents {
        world.create_message(app.demo.channel, app.demo.member, content);
    }
}

fn left(app: &App) -> Vec<String> {
    app.posts(app.demo.channel).into_iter().map(|post| post.content).collect()
}

#[tokio::test]
async fn the_newest_messages_that_fit_are_deleted_and_counted() {
    let app = start().await;
    app.mirror().await;
    app.keep_log().await;
    write(&app, &["one", "free nitro", "two", "FREE nitro"]);
    let grace = grace(&app).await;
    let body = json!({ "count": 10, "contains": "free", "user_id": app.demo.member.to_string(), "reason": "spam" });
    let purged = send(&app, &grace, "POST", app.demo.channel, "purge", Some(body)).await;
    assert_eq!(purged.status, 200, "{}", purged.text);
    assert_eq!(
        (&purged.json["deleted"], &purged.json["looked_at"], &purged.json["has_more"]),
        (&json!(2), &json!(4), &json!(false))
    );
    assert_eq!(left(&app), ["one", "two"]);
    app.later.settled().await;
    assert!(app.posts(app.demo.mod_log)[0].content.starts_with("**grace** deleted 2 messages in"));
    let none =
        send(&app, &grace, "POST", app.demo.channel, "purge", Some(json!({ "count": 10, "contains": "free" }))).await;
    assert_eq!((none.status, &none.json["deleted"]), (200, &json!(0)));
    let newest = send(&app, &grace, "POST", app.demo.channel, "purge", Some(json!({ "count": 1 }))).await;
    assert_eq!((&newest.json["deleted"], left(&app)), (&json!(1), vec!["one".to_owned()]));
    let entries = "select string_agg(action || ' ' || (before ->> 'messages'), ', ' order by id) from audit_entries where action like 'messages.%'";
    assert_eq!(app.value::<String>(entries).await, "messages.purge 2, messages.purge 1");
}

#[tokio::test]
async fn nobody_learns_by_a_filter_what_they_cannot_read() {
    let app = start().await;
    app.mirror().await;
    app.sandbox.world().create_message(app.demo.mod_log, app.demo.moderator, "secret");
    let outsider = app.member(app.demo.stranger, "eve", "moderator").await;
    for (body, status) in [
        (json!({ "count": 1, "contains": "secret" }), 403),
        (json!({ "count": 1, "regex": "^s" }), 403),
        (json!({ "count": 1 }), 200),
    ] {
        let answer = send(&app, &outsider, "POST", app.demo.mod_log, "purge", Some(body.clone())).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_purge_that_makes_no_sense_is_refused_by_its_field() {
    let app = start().await;
    let grace = grace(&app).await;
    write(&app, &["one"]);
    for (body, wrong) in [
        (json!({ "count": 0 }), "count"),
        (json!({ "count": 501 }), "count"),
        (json!({ "count": 1, "contains": " " }), "contains"),
        (json!({ "count": 1, "regex": "(" }), "regex"),
        (json!({ "count": 1, "regex": "x".repeat(201) }), "regex"),
        (json!({ "count": 1, "before_message_id": "5", "after_message_id": "6" }), "before_message_id"),
        (json!({}), "body"),
    ] {
        assert_eq!(
            field(&send(&app, &grace, "POST", app.demo.channel, "purge", Some(body.clone())).await),
            wrong,
            "{body}"
        );
    }
    assert_eq!(left(&app), ["one"]);
}

#[tokio::test]
async fn a_slowmode_is_set_with_what_it_was_before() {
    let app = start().await;
    let grace = grace(&app).await;
    let set = async |seconds: i64| {
        send(&app, &grace, "PUT", app.demo.channel, "slowmode", Some(json!({ "seconds": seconds }))).await
    };
    let first = set(5).await;
    assert_eq!(
        (first.status, &first.json["seconds"], &first.json["seconds_before"]),
        (200, &json!(5), &json!(0)),
        "{}",
        first.text
    );
    assert_eq!(app.sandbox.world().channel_mut(app.demo.channel).unwrap().rate_limit_per_user, 5);
    assert_eq!(set(0).await.json["seconds_before"], json!(5));
    assert_eq!((field(&set(-1).await), field(&set(21_601).await)), ("seconds", "seconds"));
    app.fail("PATCH /channels/*", FaultKind::Status(500), 1);
    let queued = set(9).await;
    assert_eq!((queued.status, &queued.json["outcome"]["state"]), (202, &json!("queued")));
    app.run_waiting().await;
    assert_eq!(app.sandbox.world().channel_mut(app.demo.channel).unwrap().rate_limit_per_user, 9);
    app.fail("PATCH /channels/*", FaultKind::Status(403), 1);
    let refused = set(1).await;
    assert_eq!(refused.problem(), (422, "refused_by_discord"));
    assert!(refused.json["detail"].as_str().unwrap().starts_with("Discord refused: "), "{}", refused.text);
}

#[tokio::test]
async fn a_channel_is_locked_once_and_unlocked_once() {
    let app = start().await;
    let grace = grace(&app).await;
    let is_locked =
        || app.sandbox.world().channel_mut(app.demo.channel).unwrap().overwrites.iter().any(|one| one.deny != 0);
    let lock = async || {
        send(
            &app,
            &grace,
            "POST",
            app.demo.channel,
            "lock",
            Some(json!({ "duration_seconds": 3_600, "reason": "raid" })),
        )
        .await
    };
    let unlock = async || send(&app, &grace, "DELETE", app.demo.channel, "lock?reason=over", None).await;
    assert_eq!(unlock().await.problem(), (404, "not_found"));
    let locked = lock().await;
    assert_eq!((locked.status, locked.json["ends_at"].is_string()), (200, true), "{}", locked.text);
    assert!(is_locked());
    assert_eq!(lock().await.problem(), (409, "conflict"));
    let unlocked = unlock().await;
    assert_eq!((unlocked.status, &unlocked.json["outcome"]["state"]), (200, &json!("done")), "{}", unlocked.text);
    assert!(!is_locked());
    let entries = "select string_agg(concat_ws(' ', action, reason), ', ' order by id) from audit_entries";
    assert_eq!(app.value::<String>(entries).await, "channel.lock raid, channel.unlock over");
}

#[tokio::test]
async fn a_channel_of_another_server_is_not_found_though_the_bot_is_there() {
    let app = start().await;
    let other = app.sandbox.world().furnish("Other", app.demo.application);
    app.sandbox.world().create_message(other.channel, other.member, "theirs");
    let grace = grace(&app).await;
    for (method, rest, body) in [
        ("POST", "purge", Some(json!({ "count": 1 }))),
        ("PUT", "slowmode", Some(json!({ "seconds": 5 }))),
        ("POST", "lock", Some(json!({}))),
        ("DELETE", "lock", None),
    ] {
        for channel in [other.channel, 5] {
            let refused = send(&app, &grace, method, channel, rest, body.clone()).await;
            assert_eq!(refused.problem(), (404, "not_found"), "{method} {rest} {channel}");
        }
    }
    assert_eq!(app.posts(other.channel).len(), 1);
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 0);
}
