//! What holds for every route: who is let in, what is refused and how that is said.

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Answer, App, Person};

#[tokio::test]
async fn whoever_is_not_signed_in_is_told_to() {
    let app = App::start().await;
    let nobody = app.anonymous();
    assert_eq!(nobody.get("/api/v1/me").await.problem(), (401, "unauthenticated"));
    let stranger = nobody.clone().with("cookie", "__Host-session=0123");
    assert_eq!(stranger.get(&app.tenant("")).await.problem(), (401, "unauthenticated"));
    for authorization in ["Bearer gh_0123", "Bearer x", "Basic YTpi", "gh_"] {
        let program = app.anonymous().with("authorization", authorization);
        assert_eq!(program.get("/api/v1/me").await.problem(), (401, "unauthenticated"), "{authorization}");
    }
}

#[tokio::test]
async fn a_tenant_is_there_only_for_whoever_works_for_it() {
    let app = App::start().await;
    let stranger = app.person(app.demo.member, "mallory").await;
    assert_eq!(stranger.get(&app.tenant("")).await.problem(), (404, "not_found"));
    assert_eq!(stranger.get("/api/v1/tenants/none").await.problem(), (404, "not_found"));
    let viewer = app.member(app.demo.member, "mallory", "viewer").await;
    let tenant = viewer.get(&app.tenant("")).await;
    assert_eq!((tenant.status, &tenant.json["name"]), (200, &json!("Demo")));
    assert_eq!(viewer.get(&app.tenant("/audit")).await.problem(), (403, "forbidden"));
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_in_a_browsers_name() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let body = json!({ "role": "viewer" });
    for foreign in [owner.clone().with("origin", "https://evil.example"), owner.clone().without("origin")] {
        let refused = foreign.post(&app.tenant("/invitations"), body.clone()).await;
        assert_eq!(refused.problem(), (403, "foreign_origin"));
    }
    assert_eq!(app.value::<i64>("select count(*) from invitations").await, 0);
    assert_eq!(owner.post(&app.tenant("/invitations"), body).await.status, 201);
}

#[tokio::test]
async fn what_cannot_be_read_is_said_to_be_and_what_is_too_large_is_not_read() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let path = app.tenant("/invitations");
    let raw = async |kind, body: &str| {
        let answer = owner.send_raw("POST", &path, Some((kind, body))).await;
        (answer.status, answer.problem().1.to_owned())
    };
    assert_eq!(raw("application/json", "{").await, (400, "unreadable".to_owned()));
    assert_eq!(raw("text/plain", "{}").await, (415, "unsupported_media_type".to_owned()));
    assert_eq!(raw("application/json", r#"{"role":"king"}"#).await, (422, "invalid".to_owned()));
    assert_eq!(raw("application/json", r#"{"role":"viewer","more":1}"#).await, (422, "invalid".to_owned()));
    assert_eq!(raw("application/json", &"x".repeat(65 * 1024)).await, (413, "too_large".to_owned()));
    assert_eq!(owner.get("/api/v1/nowhere").await.problem(), (404, "not_found"));
    assert_eq!(owner.send("PUT", &path, None).await.problem(), (405, "method_not_allowed"));
    assert_eq!(owner.get(&app.tenant("/members?limit=101")).await.problem(), (422, "invalid"));
    assert_eq!(owner.get(&app.tenant("/members?cursor=x")).await.problem(), (422, "invalid"));
    let padded = format!("/members?cursor={}1", "0".repeat(200));
    assert_eq!(owner.get(&app.tenant(&padded)).await.problem(), (422, "invalid"));
    let long = format!("/audit?subject={}", "x".repeat(201));
    assert_eq!(owner.get(&app.tenant(&long)).await.problem(), (422, "invalid"));
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_browsers_safe_and_the_requests_id() {
    let app = App::start().await;
    for answer in [app.anonymous().get("/api/v1/me").await, app.anonymous().get("/auth/nowhere").await] {
        assert!(!answer.header("x-request-id").is_empty());
        assert_eq!(answer.json["request_id"], answer.header("x-request-id"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert!(answer.header("strict-transport-security").starts_with("max-age=63072000"));
    }
}

#[tokio::test]
async fn without_the_database_the_answer_says_so_and_when_to_come_back() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let elsewhere = App::at(
        guildhall::features::ALL,
        crate::support::Database::create().await,
        "postgres://guildhall_worker@127.0.0.1:9/none?sslmode=disable",
    )
    .await;
    drop(owner);
    let away = elsewhere.anonymous().with("cookie", "__Host-session=0123");
    let answer = away.get("/api/v1/me").await;
    assert_eq!(answer.problem(), (503, "unavailable"));
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn a_named_request_is_done_once_however_often_it_is_sent() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let named = owner.clone().with("idempotency-key", "first");
    let (path, body) = (app.tenant("/invitations"), json!({ "role": "viewer" }));
    let all = join_all((0..8).map(|_| named.post(&path, body.clone()))).await;
    let done: Vec<_> = all.iter().filter(|answer| answer.status == 201).collect();
    assert!(all.iter().all(|answer| answer.status == 201 || answer.problem() == (409, "in_progress")));
    assert!(!done.is_empty() && done.iter().all(|answer| answer.text == done[0].text));
    let again = named.post(&path, body.clone()).await;
    assert_eq!((again.status, again.header("idempotency-replayed"), &again.text), (201, "true", &done[0].text));
    assert_eq!(app.value::<i64>("select count(*) from invitations").await, 1);
    assert_eq!(named.post(&path, json!({ "role": "moderator" })).await.problem(), (422, "idempotency_key_reused"));
    // Another person's key of the same name is another key.
    let admin = app.member(app.demo.admin, "barbara", "admin").await.with("idempotency-key", "first");
    assert_eq!(admin.post(&path, body).await.status, 201);
    assert_eq!(app.value::<i64>("select count(*) from invitations").await, 2);
}

#[tokio::test]
async fn what_a_browser_was_answered_no_program_is_shown() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let (path, body) = ("/api/v1/me/tokens", json!({ "name": "mine", "scopes": ["manage"] }));
    assert_eq!(owner.clone().with("idempotency-key", "mine").post(path, body.clone()).await.status, 201);
    let program = owner.program(&["read"]).await.with("idempotency-key", "mine");
    assert_eq!(program.post(path, body).await.problem(), (422, "idempotency_key_reused"));
}

/// The same from another address.
fn from<'a>(person: &Person<'a>, address: usize) -> Person<'a> {
    person.clone().with("cf-connecting-ip", &format!("198.51.100.{address}"))
}

/// How many are answered, and one of those that are refused.
fn sorted(answers: Vec<Answer>) -> (usize, Option<Answer>) {
    let (refused, answered): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 429);
    assert!(answered.iter().all(|answer| answer.status == 200), "{answered:?}");
    (answered.len(), refused.into_iter().next())
}

#[tokio::test]
async fn whoever_asks_too_often_waits_and_nobody_else_does() {
    let app = App::start().await;
    let mut cookies = Vec::new();
    for user in app.demo.member..app.demo.member + 8 {
        cookies.push(app.member(user, "one of eight", "viewer").await.cookie());
    }
    let app = app.with_limit(10).await;
    let staff: Vec<_> = cookies.iter().map(|cookie| app.anonymous().with("cookie", cookie)).collect();

    // One person, from thirty addresses.
    let grace: Vec<_> = (0..30).map(|address| from(&staff[0], address)).collect();
    let (answered, refused) = sorted(join_all(grace.iter().map(|person| person.get("/api/v1/me"))).await);
    let refused = refused.expect("thirty are too many");
    assert!(answered >= 10, "{answered}");
    assert_eq!(refused.problem(), (429, "rate_limited"));
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    assert_eq!(from(&staff[1], 100).get("/api/v1/me").await.status, 200);

    // One address, without anybody behind it who is known.
    let flood = from(&app.anonymous(), 101);
    let flood = join_all((0..30).map(|_| flood.get("/api/v1/me"))).await;
    assert!(flood.iter().any(|answer| answer.status == 429), "thirty are too many");

    // Signing in is tried a tenth as often.
    let stranger = from(&app.anonymous(), 102);
    let body = json!({ "user_id": "1", "user_name": "eve" });
    let tries = join_all((0..10).map(|_| stranger.send("POST", "/auth/development", Some(body.clone())))).await;
    assert!(tries.iter().filter(|answer| answer.status == 204).count() >= 1);
    assert!(tries.iter().any(|answer| answer.status == 429), "ten are too many");

    // One tenant, by seven people who each ask less than they may: fifty and what a few seconds bring.
    let asking = staff[1..].iter().flat_map(|person| (0..9).map(|number| from(person, 110 + number)));
    let tenant: Vec<_> = asking.collect();
    let path = app.tenant("");
    let (answered, refused) = sorted(join_all(tenant.iter().map(|person| person.get(&path))).await);
    assert!(answered >= 50, "{answered}");
    assert_eq!(refused.expect("sixty-three are too many").problem(), (429, "rate_limited"));
}
