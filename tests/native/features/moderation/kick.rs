//! `/kick`.

use sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn a_kick_is_carried_out_recorded_and_answered() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "flooding" });
    let reply = app.sandbox.command(app.moderator(), "kick", options).await.unwrap();
    assert_eq!(reply.content(), "**mallory** is removed, and may come back. Case 1.\n> flooding");
    {
        let world = app.sandbox.world();
        let guild = &world.guilds[&app.demo.guild];
        assert!(!guild.members.contains_key(&app.demo.member) && guild.bans.is_empty());
        assert_eq!(guild.audit_log[0].reason.as_deref(), Some("Case 1 · grace: flooding"));
    }
    let shown = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    let embed = &shown.response.as_ref().unwrap()["data"]["embeds"][0];
    assert_eq!((&embed["title"], &embed["fields"][3]["value"]), (&json!("Case 1 · Kick"), &json!("done")));
}

#[tokio::test]
async fn whoever_may_not_be_kicked_is_refused_with_the_reason_and_without_a_case() {
    let app = App::start().await;
    let demo = app.demo;
    let cases = [
        (demo.moderator, demo.owner, "Nobody can do that to the server's owner"),
        (demo.moderator, demo.moderator, "You can't do that to yourself"),
        (demo.moderator, demo.application, "I can't do that to myself"),
        (demo.moderator, demo.second_moderator, "not below yours"),
        (demo.owner, demo.elder, "not below mine"),
        (demo.moderator, demo.stranger, "not in this server"),
    ];
    app.refuses("kick", json!({}), &cases).await;
}

#[tokio::test]
async fn a_kick_that_discord_fails_is_queued_and_done_once_it_answers_again() {
    let app = App::start().await;
    app.sandbox.world().faults.push(Fault::new("DELETE /guilds/*/members/*", FaultKind::ResetAfter, 1));
    let options = json!({ "user": app.demo.member.to_string() });
    let reply = app.sandbox.command(app.moderator(), "kick", options).await.unwrap();
    assert!(reply.content().starts_with("Kick of **mallory** is queued"), "{}", reply.content());
    // The connection broke after Discord had acted: the second try finds nobody, and that is as good.
    app.execute("update tasks set run_at = now() where state = 'pending'").await;
    app.tick().await;
    assert_eq!(app.value::<String>("select state from tasks").await, "done");
    assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 1);
}

#[tokio::test]
async fn discords_refusal_of_a_kick_is_told_and_ends_it() {
    let app = App::start().await;
    app.sandbox.world().faults.push(Fault::new("DELETE /guilds/*/members/*", FaultKind::Status(403), 1));
    let options = json!({ "user": app.demo.member.to_string() });
    let reply = app.sandbox.command(app.moderator(), "kick", options).await.unwrap();
    assert!(reply.content().starts_with("Kick of **mallory** was refused by Discord"), "{}", reply.content());
    assert_eq!(app.value::<String>("select state from tasks").await, "dead");
}

#[tokio::test]
async fn a_replayed_kick_acts_once() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string() });
    let body = app.sandbox.world().command_payload(app.moderator(), 2, "kick", &options, None).unwrap().to_string();
    let (_, first) = app.post_signed(body.as_bytes()).await;
    assert!(first.contains("is removed"), "{first}");
    app.post_signed(body.as_bytes()).await;
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
}
