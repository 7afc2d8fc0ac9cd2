//! Nicknames and roles of members, and what is known of them.

use serde_json::{Value, json};

use super::{act, at, field, grace, start};
use crate::support::{Answer, App, Person};

async fn send(app: &App, by: &Person<'_>, method: &str, rest: &str, body: Option<Value>) -> Answer {
    by.send(method, &at(app, &format!("/members/{}{rest}", app.demo.member)), body).await
}

#[tokio::test]
async fn a_nickname_is_given_and_taken_away() {
    let app = start().await;
    let grace = grace(&app).await;
    let nick = || app.with_member(app.demo.member, |member| member.nick.clone());
    let given = send(&app, &grace, "PUT", "/nick", Some(json!({ "nick": " mal ", "reason": "too long" }))).await;
    assert_eq!(
        (given.status, &given.json["nick"], &given.json["nick_before"]),
        (200, &json!("mal"), &json!(null)),
        "{}",
        given.text
    );
    assert_eq!(nick().as_deref(), Some("mal"));
    let taken = send(&app, &grace, "PUT", "/nick", Some(json!({ "nick": null }))).await;
    assert_eq!((&taken.json["nick_before"], nick()), (&json!("mal"), None));
    let long = send(&app, &grace, "PUT", "/nick", Some(json!({ "nick": "x".repeat(33) }))).await;
    assert_eq!(field(&long), "nick");
    let path = at(&app, &format!("/members/{}/nick", app.demo.stranger));
    assert_eq!(grace.send("PUT", &path, Some(json!({ "nick": "x" }))).await.problem(), (404, "not_found"));
    let above = at(&app, &format!("/members/{}/nick", app.demo.second_moderator));
    assert_eq!(grace.send("PUT", &above, Some(json!({ "nick": "x" }))).await.problem(), (422, "refused"));
}

#[tokio::test]
async fn a_role_is_given_for_a_time_and_taken() {
    let app = start().await;
    let grace = grace(&app).await;
    let path = format!("/roles/{}", app.demo.helper_role);
    let has = || app.with_member(app.demo.member, |member| member.roles.contains(&app.demo.helper_role));
    let given = send(&app, &grace, "PUT", &path, Some(json!({ "duration_seconds": 3_600 }))).await;
    assert_eq!((given.status, given.json["until"].is_string()), (200, true), "{}", given.text);
    assert!(has());
    app.run_waiting().await;
    app.run_waiting().await;
    assert!(!has(), "its time is over");
    assert_eq!(send(&app, &grace, "PUT", &path, Some(json!({}))).await.status, 200);
    assert_eq!(send(&app, &grace, "PUT", &path, Some(json!({}))).await.problem(), (409, "conflict"));
    let taken = send(&app, &grace, "DELETE", &format!("{path}?reason=enough"), None).await;
    assert_eq!((taken.status, &taken.json["has_role"], has()), (200, &json!(false), false), "{}", taken.text);
    let short = send(&app, &grace, "DELETE", &format!("{path}?duration_seconds=5"), None).await;
    assert_eq!(field(&short), "duration_seconds");
    let entries = "select string_agg(concat_ws(' ', action, reason), ', ' order by id) from audit_entries";
    assert_eq!(app.value::<String>(entries).await, "member.give_role, member.give_role, member.take_role enough");
}

#[tokio::test]
async fn a_role_of_another_server_is_not_found_and_one_above_the_moderator_is_refused() {
    let app = start().await;
    let other = app.sandbox.world().furnish("Other", app.demo.application);
    let grace = grace(&app).await;
    for role in [other.helper_role, 5] {
        let refused = send(&app, &grace, "PUT", &format!("/roles/{role}"), Some(json!({}))).await;
        assert_eq!(refused.problem(), (404, "not_found"), "{role}");
    }
    let everyone = send(&app, &grace, "PUT", &format!("/roles/{}", app.demo.guild), Some(json!({}))).await;
    assert_eq!(everyone.problem(), (422, "refused"));
    let own = app.with_member(app.demo.moderator, |member| member.roles[0]);
    let above = send(&app, &grace, "PUT", &format!("/roles/{own}"), Some(json!({}))).await;
    assert_eq!(above.problem(), (422, "refused"));
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 0);
}

#[tokio::test]
async fn what_is_known_of_somebody_is_shown_member_or_not() {
    let app = start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "one" })).await;
    act(&app, &grace, "timeout", json!({ "duration_seconds": 3_600 })).await;
    let viewer = app.member(app.demo.elder, "merlin", "viewer").await;
    let known = send(&app, &viewer, "GET", "", None).await;
    assert_eq!(
        (&known.json["user_name"], &known.json["active_warnings"]),
        (&json!("mallory"), &json!(1)),
        "{}",
        known.text
    );
    assert_eq!(known.json["case_counts"], json!({ "warn": 1, "timeout": 1 }));
    let numbers =
        |list: &str| known.json[list].as_array().unwrap().iter().map(|case| case["number"].clone()).collect::<Vec<_>>();
    assert_eq!((numbers("running"), numbers("newest")), (vec![json!(2)], vec![json!(2), json!(1)]));
    assert!(known.json["membership"]["timed_out_until"].is_string() && known.json["presence"].is_null());
    let stranger = viewer.get(&at(&app, &format!("/members/{}", app.demo.stranger))).await;
    assert_eq!((&stranger.json["user_name"], &stranger.json["membership"]), (&json!("eve"), &json!(null)));
    assert_eq!(viewer.get(&at(&app, "/members/5")).await.problem(), (404, "not_found"));
    assert_eq!(viewer.get(&at(&app, "/members/x")).await.problem(), (404, "not_found"));
}

#[tokio::test]
async fn whether_somebody_is_online_is_shown_to_moderators_where_it_is_kept() {
    let app = start().await;
    app.keeps_presences(3.0).await;
    let grace = grace(&app).await;
    let unseen = send(&app, &grace, "GET", "", None).await;
    assert_eq!(unseen.json["presence"], json!({ "state": "offline", "at": null }), "{}", unseen.text);
    app.mirror_presence(app.demo.member, "dnd", 60.0).await;
    let busy = send(&app, &grace, "GET", "", None).await.json["presence"].clone();
    assert!(busy["state"] == json!("dnd") && busy["at"].is_string(), "{busy}");
    let viewer = app.member(app.demo.elder, "merlin", "viewer").await;
    assert_eq!(send(&app, &viewer, "GET", "", None).await.json["presence"], json!(null));
}
