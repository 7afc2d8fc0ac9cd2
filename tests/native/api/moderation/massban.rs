//! Many bans at once.

use sandbox::FaultKind;
use serde_json::{Value, json};

use super::{at, field, grace, start};

const BULK: &str = "POST /guilds/*/bulk-ban";

#[tokio::test]
async fn many_are_banned_in_one_call_and_whom_nobody_may_ban_is_named() {
    let app = start().await;
    let strangers: Vec<u64> = {
        let mut world = app.sandbox.world();
        (0..3).map(|number| world.create_user(&format!("raider{number}"))).collect()
    };
    let people: Vec<String> = strangers.iter().chain([&app.demo.owner, &strangers[0]]).map(u64::to_string).collect();
    let banned = grace(&app).await.post(&at(&app, "/massbans"), json!({ "user_ids": people, "reason": "raid" })).await;
    assert_eq!(banned.status, 201, "{}", banned.text);
    let cases: Vec<_> = banned.json["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| (case["number"].clone(), case["state"].clone()))
        .collect();
    assert_eq!(cases, [1, 2, 3].map(|number| (json!(number), json!("banned"))));
    let protected = &banned.json["protected"];
    assert_eq!(protected[0]["user_id"], json!(app.demo.owner.to_string()));
    assert_eq!(protected[0]["why"], json!("Nobody can do that to the server's owner."));
    assert_eq!(app.sandbox.world().guilds[&app.demo.guild].bans.len(), 3);
    assert_eq!(app.sandbox.world().requests.iter().filter(|seen| seen.route == BULK).count(), 1);
    assert_eq!(app.value::<i64>("select count(*) from audit_entries where action = 'case.open'").await, 3);
}

#[tokio::test]
async fn while_discord_fails_they_are_queued_and_nobody_is_said_to_be_banned() {
    let app = start().await;
    app.fail(BULK, FaultKind::Status(500), 1);
    let body = json!({ "user_ids": [app.demo.stranger.to_string()] });
    let banned = grace(&app).await.post(&at(&app, "/massbans"), body).await;
    assert_eq!(
        (&banned.json["cases"][0]["state"], &banned.json["outcome"]["state"]),
        (&json!("queued"), &json!("queued"))
    );
    app.run_waiting().await;
    assert_eq!(app.sandbox.world().guilds[&app.demo.guild].bans.len(), 1);
}

#[tokio::test]
async fn nobody_too_many_and_no_ids_are_refused() {
    let app = start().await;
    let grace = grace(&app).await;
    let many: Vec<String> = (1..=201).map(|id: u64| id.to_string()).collect();
    for (users, wrong) in
        [(json!([]), "user_ids"), (json!(many), "user_ids"), (json!(["x"]), "body"), (Value::Null, "body")]
    {
        assert_eq!(field(&grace.post(&at(&app, "/massbans"), json!({ "user_ids": users })).await), wrong);
    }
    let protected = json!({ "user_ids": [app.demo.owner.to_string()] });
    assert_eq!(grace.post(&at(&app, "/massbans"), protected).await.problem(), (422, "refused"));
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}
