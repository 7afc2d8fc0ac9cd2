//! Effects are seen, retried and cancelled.

use sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use crate::support::{App, Person};

fn effects(app: &App, rest: &str) -> String {
    app.tenant(&format!("/guilds/{}/effects{rest}", app.demo.guild))
}

async fn app() -> App {
    let app = App::start().await;
    app.install().await;
    app
}

/// Writes an effect; its id.
async fn insert(app: &App, payload: Value, subject: &str, state: &str) -> i64 {
    let user = payload["user"].as_str().and_then(|user| user.parse::<i64>().ok());
    let sql = "insert into tasks (tenant_id, application_id, guild_id, kind, subject, unique_key, lane, payload, about_user_id, state, attempt,
                 last_error, finished_at)
               select tenant_id, application_id, guild_id, 'effect', $1, gen_random_uuid()::text, 'lane', $2, $3, $4,
                 case when $4 = 'dead' then 10 else 0 end, case when $4 = 'dead' then 'Discord is not answering' end,
                 case when $4 not in ('pending', 'running') then now() end
               from installations returning id";
    let query = sqlx::query_scalar(sql).bind(subject).bind(payload).bind(user).bind(state);
    query.fetch_one(&mut app.admin().await).await.unwrap()
}

fn ban(user: u64) -> Value {
    json!({ "act": "ban", "user": user.to_string(), "delete_message_seconds": 0 })
}

fn is_banned(app: &App, user: u64) -> bool {
    app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&user)
}

async fn retry(person: &Person<'_>, app: &App, id: i64) -> (u16, String) {
    let answer = person.send("POST", &effects(app, &format!("/{id}/retry")), None).await;
    (answer.status, answer.json["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn whoever_looks_finds_effects_by_state_subject_and_person_and_nothing_that_was_said() {
    let app = app().await;
    let told = json!({ "act": "post", "channel": app.demo.channel.to_string(), "content": "a secret word" });
    let notice = json!({ "user": app.demo.member.to_string(), "content": "another secret word" });
    let mut ban = ban(app.demo.member);
    ban["notice"] = notice;
    let (done, dead) = (insert(&app, told, "welcome", "done").await, insert(&app, ban, "case/1", "dead").await);
    let viewer = app.member(app.demo.stranger, "eve", "viewer").await;
    let ids = async |filter: &str| {
        let found = viewer.get(&effects(&app, filter)).await;
        assert!(!found.text.contains("secret"), "{}", found.text);
        let items = found.json["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids("").await, [dead, done]);
    assert_eq!(ids("?state=dead").await, [dead]);
    assert_eq!(ids("?state=pending").await, [0; 0]);
    assert_eq!(ids("?subject=welcome").await, [done]);
    assert_eq!(ids(&format!("?user_id={}", app.demo.member)).await, [dead]);
    assert_eq!(ids(&format!("?cursor={dead}")).await, [done]);
    let one = viewer.get(&effects(&app, &format!("/{dead}"))).await;
    let expected = json!(["ban", "case/1", "dead", 10, "Discord is not answering", app.demo.member.to_string()]);
    let shown = ["act", "subject", "state", "attempts", "last_error", "about_user_id"].map(|key| one.json[key].clone());
    assert_eq!(Value::from(shown.to_vec()), expected);
    assert!(!one.text.contains("secret"), "{}", one.text);
    let table = viewer.get(&effects(&app, "?format=csv")).await;
    assert!(table.text.starts_with("id,created_at,act,subject,") && table.text.lines().count() == 3, "{}", table.text);
    let refused = viewer.get(&effects(&app, "?state=lost")).await;
    assert_eq!((refused.problem(), &refused.json["errors"][0]["field"]), ((422, "invalid"), &json!("query")));
    assert_eq!(viewer.get(&effects(&app, "/4711")).await.problem(), (404, "not_found"));
}

#[tokio::test]
async fn what_a_command_did_is_listed_with_whom_it_was_about_and_who_asked() {
    let app = app().await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "spam" });
    app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    let viewer = app.member(app.demo.owner, "ada", "viewer").await;
    let found = viewer.get(&effects(&app, &format!("?user_id={}", app.demo.member))).await.json["items"][0].clone();
    assert_eq!(
        (&found["act"], &found["state"], &found["subject"], &found["requested_by_user_id"]),
        (&json!("ban"), &json!("done"), &json!("case/1"), &json!(app.demo.moderator.to_string()))
    );
    assert_eq!(found["notice"], json!("delivered"));
}

#[tokio::test]
async fn only_who_manages_retries_and_cancels_and_only_in_their_own_server() {
    let app = app().await;
    let id = insert(&app, ban(app.demo.member), "case/1", "dead").await;
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    let stranger = app.person(app.demo.stranger, "eve").await;
    let reader = app.member(app.demo.owner, "ada", "owner").await.program(&["read", "moderate"]).await;
    for act in ["retry", "cancel"] {
        let path = effects(&app, &format!("/{id}/{act}"));
        assert_eq!(moderator.send("POST", &path, None).await.problem(), (403, "forbidden"));
        assert_eq!(reader.send("POST", &path, None).await.problem(), (403, "forbidden"));
        assert_eq!(stranger.send("POST", &path, None).await.problem(), (404, "not_found"));
    }
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    app.execute("update tasks set guild_id = 77").await;
    assert_eq!(retry(&admin, &app, id).await, (404, "not_found".to_owned()));
    assert_eq!(app.value::<String>("select state from tasks").await, "dead");
    assert_eq!(app.value::<i64>("select count(*) from audit_entries").await, 0);
}

#[tokio::test]
async fn a_dead_effect_that_is_retried_has_all_its_attempts_again_and_is_written_down() {
    let app = app().await;
    let id = insert(&app, ban(app.demo.member), "case/1", "dead").await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    assert_eq!(retry(&admin, &app, id).await.0, 200);
    assert_eq!(retry(&admin, &app, id).await, (409, "not_dead".to_owned()));
    // Discord still fails: it waits again, and is not given up at once.
    app.sandbox.world().faults.push(Fault::new("PUT /guilds/*/bans/*", FaultKind::Status(500), 1));
    app.tick().await;
    assert_eq!(app.value::<String>("select state from tasks").await, "pending");
    app.execute("update tasks set run_at = now()").await;
    app.tick().await;
    assert!(is_banned(&app, app.demo.member));
    let shown = admin.get(&effects(&app, &format!("/{id}"))).await.json;
    assert_eq!((&shown["state"], &shown["attempts"]), (&json!("done"), &json!(12)));
    let audit = admin.get(&app.tenant("/audit?action=effect.retry")).await.json["items"].clone();
    assert_eq!(audit.as_array().map(Vec::len), Some(1));
    assert_eq!(audit[0]["subject"], json!(format!("effect/{id}")));
    assert_eq!((&audit[0]["before"]["state"], &audit[0]["after"]["state"]), (&json!("dead"), &json!("pending")));
}

#[tokio::test]
async fn many_who_retry_while_the_clock_ticks_do_it_once() {
    let app = app().await;
    let id = insert(&app, ban(app.demo.member), "case/1", "dead").await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let retries = futures_util::future::join_all((0..6).map(|_| retry(&admin, &app, id)));
    let ticks = futures_util::future::join_all((0..3).map(|_| app.tick()));
    let (retried, _) = futures_util::future::join(retries, ticks).await;
    assert_eq!(retried.iter().filter(|(status, _)| *status == 200).count(), 1, "{retried:?}");
    assert!(retried.iter().all(|(status, code)| *status == 200 || code == "not_dead"), "{retried:?}");
    app.tick().await;
    let puts = app.sandbox.world().requests.iter().filter(|seen| seen.route == "PUT /guilds/*/bans/*").count();
    assert_eq!((puts, is_banned(&app, app.demo.member)), (1, true));
    assert_eq!(app.value::<i64>("select count(*) from audit_entries where action = 'effect.retry'").await, 1);
}

#[tokio::test]
async fn what_is_cancelled_while_the_clock_ticks_is_either_done_or_not() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    for round in 0..6 {
        let user = app.sandbox.world().create_user(&format!("u{round}"));
        let id = insert(&app, ban(user), "case/1", "pending").await;
        let path = effects(&app, &format!("/{id}/cancel"));
        let (cancelled, _) = futures_util::future::join(admin.send("POST", &path, None), app.tick()).await;
        app.tick().await;
        let now = admin.get(&effects(&app, &format!("/{id}"))).await.json["state"].clone();
        let (expected, state) = if cancelled.status == 200 { (false, "cancelled") } else { (true, "done") };
        assert_eq!((is_banned(&app, user), &now), (expected, &json!(state)), "{}", cancelled.text);
        assert!(cancelled.status == 200 || cancelled.problem() == (409, "not_pending"));
    }
}

#[tokio::test]
async fn what_waits_can_be_cancelled_once_and_is_written_down() {
    let app = app().await;
    let id = insert(&app, ban(app.demo.member), "case/1", "pending").await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let path = effects(&app, &format!("/{id}/cancel"));
    let cancelled = admin.send("POST", &path, None).await;
    assert_eq!((cancelled.status, &cancelled.json["state"]), (200, &json!("cancelled")));
    assert_eq!(admin.send("POST", &path, None).await.problem(), (409, "not_pending"));
    app.tick().await;
    assert!(!is_banned(&app, app.demo.member));
    let audit = admin.get(&app.tenant("/audit?action=effect.cancel")).await.json["items"].clone();
    assert_eq!(audit.as_array().map(Vec::len), Some(1));
    assert_eq!((&audit[0]["before"]["state"], &audit[0]["after"]["state"]), (&json!("pending"), &json!("cancelled")));
}

#[tokio::test]
async fn what_was_overtaken_or_is_over_is_not_retried() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let (member, role) = (app.demo.member.to_string(), app.demo.helper_role.to_string());
    let overtaken = insert(&app, ban(app.demo.member), "case/1", "dead").await;
    insert(&app, json!({ "act": "unban", "user": member }), "case/2", "done").await;
    assert_eq!(retry(&admin, &app, overtaken).await, (409, "overtaken".to_owned()));
    let past = json!({ "act": "timeout", "user": member, "until": "2020-01-01T00:00:00Z" });
    let lock = json!({ "act": "clear_overwrite", "channel": app.demo.channel.to_string(), "role": role });
    for payload in [past, lock] {
        let id = insert(&app, payload, "case/3", "dead").await;
        assert_eq!(retry(&admin, &app, id).await, (409, "over".to_owned()));
    }
    // The case of a ban that Discord refused was ended: nobody would lift what is retried.
    let fault = Fault::new("PUT /guilds/*/bans/*", FaultKind::Status(403), 100);
    app.sandbox.world().faults.push(fault);
    let options = json!({ "user": app.demo.stranger.to_string(), "duration": "1d" });
    app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    app.sandbox.world().faults.clear();
    let find = format!("?state=dead&user_id={}", app.demo.stranger);
    let dead = admin.get(&effects(&app, &find)).await.json["items"][0]["id"].as_i64().unwrap();
    app.execute("update cases set ended_at = now(), ended_because = 'refused'").await;
    assert_eq!(retry(&admin, &app, dead).await, (409, "over".to_owned()));
    app.execute("update cases set ended_at = null, ended_because = null").await;
    assert_eq!(retry(&admin, &app, dead).await.0, 200);
    app.tick().await;
    assert!(is_banned(&app, app.demo.stranger) && !is_banned(&app, app.demo.member));
}
