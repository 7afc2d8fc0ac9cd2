//! What becomes of acts when Discord fails, and when requests come twice or at once.

use sandbox::FaultKind;
use serde_json::json;

use super::{act, at, grace, start};

const BAN: &str = "PUT /guilds/*/bans/*";

#[tokio::test]
async fn when_discord_fails_the_act_is_queued_and_completes_later() {
    let app = start().await;
    let grace = grace(&app).await;
    app.fail(BAN, FaultKind::Status(500), 1);
    let opened = act(&app, &grace, "ban", json!({})).await;
    assert_eq!((opened.status, &opened.json["case"]["outcome"]["state"]), (201, &json!("queued")), "{}", opened.text);
    assert_eq!(grace.get(&at(&app, "/cases/1")).await.json["effects"][0]["state"], json!("pending"));
    app.run_waiting().await;
    assert_eq!(grace.get(&at(&app, "/cases/1")).await.json["effects"][0]["state"], json!("done"));
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&app.demo.member));
}

#[tokio::test]
async fn what_discord_refuses_is_said_with_the_case_that_stays() {
    let app = start().await;
    let grace = grace(&app).await;
    app.fail(BAN, FaultKind::Status(403), 1);
    let opened = act(&app, &grace, "ban", json!({})).await;
    let outcome = &opened.json["case"]["outcome"];
    assert_eq!((opened.status, &outcome["state"]), (201, &json!("refused")), "{}", opened.text);
    let detail = outcome["detail"].as_str().unwrap();
    assert!(detail.starts_with("Discord refused: ") && detail.contains("permissions"), "{detail}");
    let effect = grace.get(&at(&app, "/cases/1")).await.json["effects"][0].clone();
    assert!(effect["state"] == json!("dead") && effect["last_error"].is_string(), "{effect}");
}

#[tokio::test]
async fn while_discord_says_nothing_at_all_nothing_is_done_and_the_answer_says_when_to_come_back() {
    let app = start().await;
    let grace = grace(&app).await;
    app.fail("*", FaultKind::Status(500), 20);
    let answer = act(&app, &grace, "ban", json!({})).await;
    assert_eq!(answer.problem(), (503, "discord_unavailable"));
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}

#[tokio::test]
async fn a_named_request_bans_once_however_often_it_is_sent() {
    let app = start().await;
    let named = grace(&app).await.with("idempotency-key", "ban mallory");
    let all = futures_util::future::join_all((0..6).map(|_| act(&app, &named, "ban", json!({})))).await;
    let done: Vec<_> = all.iter().filter(|answer| answer.status == 201).collect();
    assert!(all.iter().all(|answer| answer.status == 201 || answer.problem() == (409, "in_progress")));
    assert!(!done.is_empty() && done.iter().all(|answer| answer.text == done[0].text));
    let again = act(&app, &named, "ban", json!({})).await;
    assert_eq!((again.status, again.header("idempotency-replayed"), &again.text), (201, "true", &done[0].text));
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
    assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 1);
}

#[tokio::test]
async fn of_two_bans_at_once_the_later_case_stands_and_the_earlier_says_that_it_was_replaced() {
    let app = start().await;
    let (grace, ada) = (grace(&app).await, app.member(app.demo.owner, "ada", "owner").await);
    let (one, two) = tokio::join!(
        act(&app, &grace, "ban", json!({ "duration_seconds": 3_600 })),
        act(&app, &ada, "ban", json!({ "duration_seconds": 7_200 }))
    );
    assert_eq!((one.status, two.status), (201, 201), "{} {}", one.text, two.text);
    app.tick().await;
    let cases = grace.get(&at(&app, "/cases?sort=oldest")).await.json["items"].clone();
    assert_eq!((&cases[0]["ended_because"], &cases[0]["is_running"]), (&json!("replaced"), &json!(false)));
    assert_eq!((&cases[1]["ended_because"], &cases[1]["is_running"]), (&json!(null), &json!(true)));
    let lifting = "select string_agg(state, ' ' order by (payload ->> 'case')::integer) from tasks where kind = 'moderation.lift_ban'";
    assert_eq!(app.value::<String>(lifting).await, "cancelled pending", "only the ban that stands is lifted");
}
