//! Acts that were done by hand in Discord, as the gateway tells of them.

use sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use crate::support::App;

/// An entry of the audit log about mallory, by ada.
fn entry(app: &App, id: u64, action: u16, changes: Value) -> Value {
    json!({
        "id": id.to_string(), "guild_id": app.demo.guild.to_string(), "action_type": action, "reason": "raiding",
        "user_id": app.demo.owner.to_string(), "target_id": app.demo.member.to_string(), "changes": changes,
    })
}

async fn told(app: &App, entry: Value) {
    app.hears("GUILD_AUDIT_LOG_ENTRY_CREATE", entry).await;
    app.poke().await;
    app.later.settled().await;
}

#[tokio::test]
async fn a_ban_by_hand_becomes_a_case_with_its_moderator_reason_and_log_message() {
    let app = App::start().await;
    app.keep_log().await;
    told(&app, entry(&app, 1, 22, json!([]))).await;
    let card = app.card(1).await;
    assert_eq!((card.title.as_str(), card.description.as_str()), ("Case 1 · Ban", "raiding"));
    assert_eq!(card.field("Member"), format!("mallory (<@{}>)", app.demo.member));
    assert_eq!(card.field("Moderator"), format!("<@{}>", app.demo.owner));
    assert_eq!(card.field("State"), "done by hand in Discord");
    assert_eq!(app.posts(app.demo.mod_log).len(), 1);
    assert_eq!(
        app.value::<i64>("select count(*) from tasks where kind = 'effect'").await,
        0,
        "nothing is done to them"
    );
}

#[tokio::test]
async fn an_entry_that_discord_tells_of_twice_is_one_case() {
    let app = App::start().await;
    app.install().await;
    for _ in 0..3 {
        app.hears("GUILD_AUDIT_LOG_ENTRY_CREATE", entry(&app, 1, 20, json!([]))).await;
    }
    futures_util::future::join_all((0..3).map(|_| app.poke())).await;
    assert_eq!(app.value::<i64>("select count(*) from gateway_events").await, 0);
    told(&app, entry(&app, 2, 20, json!([]))).await;
    let numbers = "select array_to_string(array_agg(number order by number), ',') from cases";
    assert_eq!(app.value::<String>(numbers).await, "1,2", "no number is lost");
}

#[tokio::test]
async fn an_unban_by_hand_ends_our_temporary_ban_and_what_looked_after_it() {
    let app = App::start().await;
    app.keep_log().await;
    app.act("ban", json!({ "duration": "7d" })).await;
    told(&app, entry(&app, 1, 23, json!([]))).await;
    assert_eq!(app.card(1).await.field("State"), "lifted by hand in Discord");
    assert_eq!(app.card(2).await.title, "Case 2 · Unban");
    let waiting = "select count(*) from tasks where kind = 'moderation.lift_ban' and state = 'pending'";
    assert_eq!(app.value::<i64>(waiting).await, 0);
    assert_eq!(app.posts(app.demo.mod_log).len(), 2);
}

#[tokio::test]
async fn a_timeout_by_hand_replaces_ours_and_its_end_by_hand_lifts_that() {
    let app = App::start().await;
    app.act("timeout", json!({ "duration": "2h" })).await;
    let until = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let key = "communication_disabled_until";
    told(&app, entry(&app, 1, 24, json!([{ "key": key, "new_value": until.to_string() }]))).await;
    assert_eq!(app.card(1).await.field("State"), "replaced by hand in Discord");
    assert!(app.card(2).await.field("Ends").starts_with("<t:"));
    told(&app, entry(&app, 2, 24, json!([{ "key": key, "old_value": until.to_string() }]))).await;
    assert_eq!(app.card(2).await.field("State"), "lifted by hand in Discord");
    assert_eq!(app.card(3).await.title, "Case 3 · End of timeout");
}

#[tokio::test]
async fn what_a_bot_of_ours_did_and_what_is_no_act_on_a_person_opens_no_case() {
    let app = App::start().await;
    app.install().await;
    let mut ours = entry(&app, 1, 22, json!([]));
    ours["user_id"] = json!(app.demo.application.to_string());
    told(&app, ours).await;
    told(&app, entry(&app, 2, 24, json!([{ "key": "nick", "new_value": "x" }]))).await;
    told(&app, entry(&app, 3, 10, json!([]))).await;
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
    assert_eq!(app.value::<i64>("select count(*) from gateway_events").await, 0);
}

#[tokio::test]
async fn while_discord_does_not_answer_the_event_waits_and_no_case_is_opened() {
    let app = App::start().await;
    app.install().await;
    app.sandbox.world().faults.push(Fault::new("GET /users/*", FaultKind::Status(502), 9));
    told(&app, entry(&app, 1, 22, json!([]))).await;
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
    assert_eq!(app.value::<String>("select state from gateway_events").await, "pending");
    app.sandbox.world().faults.clear();
    app.execute("update gateway_events set run_at = now()").await;
    app.poke().await;
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
}
