//! Who and what is refused.

use serde_json::{Value, json};

use super::{act, at, field, grace, start};
use crate::support::App;

async fn nothing_happened(app: &App) {
    assert_eq!(app.value::<i64>("select (select count(*) from cases) + (select count(*) from tasks)").await, 0);
    assert!(app.sandbox.world().guilds[&app.demo.guild].audit_log.is_empty());
}

/// Every route that changes something, with a body that it would take.
fn changes(app: &App) -> Vec<(&'static str, String, Option<Value>)> {
    let (user, channel, role) = (app.demo.member, app.demo.channel, app.demo.helper_role);
    vec![
        ("POST", "/cases".to_owned(), Some(json!({ "kind": "ban", "user_id": user.to_string() }))),
        ("PATCH", "/cases/1".to_owned(), Some(json!({ "is_hidden": true }))),
        ("POST", "/cases/1/notes".to_owned(), Some(json!({ "body": "x" }))),
        ("DELETE", "/cases/1?reason=x".to_owned(), None),
        ("POST", "/massbans".to_owned(), Some(json!({ "user_ids": [user.to_string()] }))),
        ("POST", format!("/channels/{channel}/purge"), Some(json!({ "count": 1 }))),
        ("PUT", format!("/channels/{channel}/slowmode"), Some(json!({ "seconds": 5 }))),
        ("POST", format!("/channels/{channel}/lock"), Some(json!({}))),
        ("DELETE", format!("/channels/{channel}/lock"), None),
        ("PUT", format!("/members/{user}/nick"), Some(json!({ "nick": "x" }))),
        ("PUT", format!("/members/{user}/roles/{role}"), Some(json!({}))),
        ("DELETE", format!("/members/{user}/roles/{role}"), None),
    ]
}

#[tokio::test]
async fn a_viewer_looks_and_changes_nothing() {
    let app = start().await;
    let viewer = app.member(app.demo.moderator, "grace", "viewer").await.with("if-match", "\"1\"");
    for (method, path, body) in changes(&app) {
        let refused = viewer.send(method, &at(&app, &path), body).await;
        assert_eq!(refused.problem(), (403, "forbidden"), "{method} {path}");
    }
    assert_eq!(viewer.get(&at(&app, "/cases/1/evidence")).await.problem(), (403, "forbidden"));
    assert_eq!(viewer.get(&at(&app, "/cases")).await.json, json!({ "items": [] }));
    assert_eq!(viewer.get(&at(&app, &format!("/members/{}", app.demo.member))).await.status, 200);
    nothing_happened(&app).await;
}

#[tokio::test]
async fn a_moderator_deletes_no_case_and_a_token_does_what_its_scopes_say() {
    let app = start().await;
    let grace = grace(&app).await;
    assert_eq!(grace.delete(&at(&app, "/cases/1?reason=x")).await.problem(), (403, "forbidden"));
    let reader = grace.program(&["read"]).await;
    assert_eq!(act(&app, &reader, "ban", json!({})).await.problem(), (403, "forbidden"));
    assert_eq!(reader.get(&at(&app, "/cases")).await.status, 200);
    nothing_happened(&app).await;
}

#[tokio::test]
async fn another_tenant_finds_neither_the_server_nor_its_cases() {
    let app = start().await;
    act(&app, &grace(&app).await, "warn", json!({ "reason": "x" })).await;
    let other = app.person(app.demo.admin, "barbara").await;
    let tenant = other.post("/api/v1/tenants", json!({ "name": "Other" })).await.json["id"].clone();
    let theirs = format!("/api/v1/tenants/{}/guilds/{}", tenant.as_str().unwrap(), app.demo.guild);
    let other = other.with("if-match", "\"1\"");
    for (method, path, body) in changes(&app) {
        for place in [at(&app, &path), format!("{theirs}{path}")] {
            let refused = other.send(method, &place, body.clone()).await;
            assert_eq!(refused.problem(), (404, "not_found"), "{method} {place}");
        }
    }
    for path in ["/cases", "/cases/1", "/cases/1/evidence", &format!("/members/{}", app.demo.member)] {
        assert_eq!(other.get(&at(&app, path)).await.problem(), (404, "not_found"), "{path}");
        assert_eq!(other.get(&format!("{theirs}{path}")).await.problem(), (404, "not_found"), "{path}");
    }
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
}

#[tokio::test]
async fn whom_a_moderator_does_not_stand_above_is_refused_as_in_discord() {
    let app = start().await;
    let (grace, owner) = (grace(&app).await, app.member(app.demo.owner, "ada", "owner").await);
    for (by, target, words) in [
        (&grace, app.demo.owner, "Nobody can do that to the server's owner"),
        (&grace, app.demo.moderator, "You can't do that to yourself"),
        (&grace, app.demo.second_moderator, "not below yours"),
        (&owner, app.demo.elder, "not below mine"),
    ] {
        let body = json!({ "kind": "ban", "user_id": target.to_string() });
        let refused = by.post(&at(&app, "/cases"), body).await;
        assert_eq!(refused.problem(), (422, "refused"), "{}", refused.text);
        assert!(refused.json["detail"].as_str().unwrap().contains(words), "{}", refused.text);
    }
    nothing_happened(&app).await;
}

#[tokio::test]
async fn where_the_server_wants_a_reason_an_act_without_one_is_refused() {
    let app = start().await;
    app.set("reason_required", "on").await;
    let grace = grace(&app).await;
    let refused = act(&app, &grace, "ban", json!({ "reason": "  " })).await;
    assert_eq!(refused.problem(), (422, "refused"));
    assert_eq!(refused.json["detail"], json!("This server wants a reason for every act. Say why."));
    let path = at(&app, &format!("/channels/{}/slowmode", app.demo.channel));
    let slowed = grace.send("PUT", &path, Some(json!({ "seconds": 5 }))).await;
    assert_eq!(slowed.problem(), (422, "refused"));
    nothing_happened(&app).await;
}

#[tokio::test]
async fn a_body_that_makes_no_sense_is_refused_by_its_field() {
    let app = start().await;
    let grace = grace(&app).await;
    for (kind, more, wrong) in [
        ("timeout", json!({}), "duration_seconds"),
        ("timeout", json!({ "duration_seconds": 59 }), "duration_seconds"),
        ("ban", json!({ "duration_seconds": 157_680_001 }), "duration_seconds"),
        ("ban", json!({ "duration_seconds": -1 }), "duration_seconds"),
        ("softban", json!({ "duration_seconds": 60 }), "duration_seconds"),
        ("ban", json!({ "delete_message_seconds": 5 }), "delete_message_seconds"),
        ("kick", json!({ "delete_message_seconds": 3_600 }), "delete_message_seconds"),
        ("warn", json!({}), "reason"),
        ("note", json!({ "reason": " " }), "reason"),
        ("ban", json!({ "reason": "x".repeat(1_001) }), "reason"),
        ("note", json!({ "reason": "x", "on_behalf_of_user_id": "5" }), "on_behalf_of_user_id"),
    ] {
        assert_eq!(field(&act(&app, &grace, kind, more.clone()).await), wrong, "{kind} {more}");
    }
    let unknown = grace.post(&at(&app, "/cases"), json!({ "kind": "ban", "user_id": "5" })).await;
    assert_eq!(field(&unknown), "user_id");
    for (body, words) in [
        (json!({ "kind": "spank", "user_id": "5" }), "spank"),
        (json!({ "kind": "ban" }), "user_id"),
        (json!({ "kind": "ban", "user_id": "x" }), "invalid"),
        (json!({ "kind": "ban", "user_id": "5", "colour": 1 }), "colour"),
    ] {
        let refused = grace.post(&at(&app, "/cases"), body).await;
        assert_eq!(field(&refused), "body");
        assert!(refused.text.contains(words), "{}", refused.text);
    }
    nothing_happened(&app).await;
}

#[tokio::test]
async fn whoever_asks_in_german_is_refused_in_german() {
    let app = start().await;
    app.set("reason_required", "on").await;
    let grace = grace(&app).await.with("accept-language", "de-AT, en;q=0.5");
    let refused = act(&app, &grace, "ban", json!({})).await;
    assert_eq!(refused.json["detail"], json!("Auf diesem Server braucht jede Maßnahme einen Grund. Gib einen an."));
}
