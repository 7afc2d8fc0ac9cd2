//! Cases are changed, noted on and deleted.

use serde_json::json;

use super::{act, at, field, grace, start};

#[tokio::test]
async fn a_reason_is_changed_with_its_log_message_and_only_as_it_was_seen() {
    let app = start().await;
    app.keep_log().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "one" })).await;
    app.later.settled().await;
    let path = at(&app, "/cases/1");
    let changed = grace.patch(&path, 1, json!({ "reason": "two" })).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""), "{}", changed.text);
    assert_eq!(changed.json["reason"], json!("two"));
    app.later.settled().await;
    assert!(app.posts(app.demo.mod_log)[0].embeds[0]["description"] == json!("two"));
    assert_eq!(grace.patch(&path, 1, json!({ "reason": "three" })).await.problem(), (412, "version_mismatch"));
    let without = grace.send("PATCH", &path, Some(json!({ "reason": "three" }))).await;
    assert_eq!(without.problem(), (428, "version_required"));
    assert_eq!(field(&grace.patch(&path, 2, json!({ "reason": " " })).await), "reason");
    assert_eq!(field(&grace.patch(&path, 2, json!({})).await), "body");
    assert_eq!(app.value::<String>("select reason from cases").await, "two");
}

#[tokio::test]
async fn of_many_who_change_the_same_version_at_once_one_does() {
    let app = start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "one" })).await;
    let path = at(&app, "/cases/1");
    let reasons = ["a", "b", "c", "d"].map(|reason| json!({ "reason": reason }));
    let answers = futures_util::future::join_all(reasons.map(|body| grace.patch(&path, 1, body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 412).count(), 3);
}

#[tokio::test]
async fn a_case_is_hidden_from_lists_and_shown_again() {
    let app = start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "one" })).await;
    let path = at(&app, "/cases/1");
    let hidden = grace.patch(&path, 1, json!({ "is_hidden": true, "reason": "two" })).await;
    assert_eq!((&hidden.json["is_hidden"], &hidden.json["reason"]), (&json!(true), &json!("two")), "{}", hidden.text);
    assert_eq!(grace.get(&at(&app, "/cases")).await.json["items"], json!([]));
    let version = hidden.json["version"].as_i64().unwrap();
    let shown = grace.patch(&path, version, json!({ "is_hidden": false })).await;
    assert_eq!(shown.json["is_hidden"], json!(false));
    assert_eq!(grace.patch(&path, version, json!({ "is_hidden": true })).await.problem(), (412, "version_mismatch"));
}

#[tokio::test]
async fn notes_are_added_with_their_authors() {
    let app = start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "one" })).await;
    let path = at(&app, "/cases/1/notes");
    let noted = grace.post(&path, json!({ "body": " apologised " })).await;
    assert_eq!(noted.status, 201, "{}", noted.text);
    let note = &noted.json["notes"][0];
    assert_eq!((&note["body"], &note["author_name"]), (&json!("apologised"), &json!("grace")));
    assert_eq!(field(&grace.post(&path, json!({ "body": "" })).await), "body");
    assert_eq!(field(&grace.post(&path, json!({ "body": "x".repeat(1_001) })).await), "body");
    assert_eq!(app.value::<i64>("select count(*) from case_notes").await, 1);
}

#[tokio::test]
async fn what_a_case_said_is_deleted_everywhere_and_its_number_stays() {
    let app = start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "secret one" })).await;
    grace.patch(&at(&app, "/cases/1"), 1, json!({ "reason": "secret two" })).await;
    grace.post(&at(&app, "/cases/1/notes"), json!({ "body": "secret three" })).await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    assert_eq!(field(&admin.delete(&at(&app, "/cases/1")).await), "query", "why is all that stays");
    assert_eq!(field(&admin.delete(&at(&app, "/cases/1?reason=%20")).await), "reason");
    assert_eq!(admin.delete(&at(&app, "/cases/1?reason=asked%20for")).await.status, 204);
    let left = grace.get(&at(&app, "/cases/1")).await;
    assert_eq!((&left.json["reason"], &left.json["deleted_because"]), (&json!(null), &json!("asked for")));
    assert_eq!(left.json["deleted_by_user_id"], json!(app.demo.admin.to_string()));
    assert!(!left.text.contains("secret"), "{}", left.text);
    let audit = admin.get(&app.tenant("/audit?subject=case/1")).await;
    let actions: Vec<_> = audit.json["items"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["case.delete", "case.reason", "case.open"]);
    assert!(!audit.text.contains("secret"), "{}", audit.text);
    assert_eq!(audit.json["items"][2]["after"]["kind"], json!("warn"), "that it was opened stays");
    let kept = "select count(*) from tasks where payload::text like '%secret%' or reason like '%secret%'";
    assert_eq!(app.value::<i64>(kept).await, 0);
    assert_eq!(admin.delete(&at(&app, "/cases/1?reason=again")).await.problem(), (409, "conflict"));
    let version = left.json["version"].as_i64().unwrap();
    assert_eq!(
        grace.patch(&at(&app, "/cases/1"), version, json!({ "reason": "x" })).await.problem(),
        (409, "conflict")
    );
}
