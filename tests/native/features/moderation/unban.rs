//! `/unban`.

use sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn an_unban_lifts_the_ban_and_ends_its_case() {
    let app = App::start().await;
    let target = json!({ "user": app.demo.member.to_string() });
    app.sandbox
        .command(app.moderator(), "ban", json!({ "user": app.demo.member.to_string(), "duration": "1d" }))
        .await
        .unwrap();
    let reply = app.sandbox.command(app.moderator(), "unban", target).await.unwrap();
    assert_eq!(reply.content(), "**mallory** is no longer banned. Case 2.");
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.is_empty());
    assert_eq!(app.value::<String>("select ended_because from cases where number = 1").await, "lifted");
    assert_eq!(app.value::<String>("select state from tasks where kind = 'moderation.lift_ban'").await, "cancelled");
}

#[tokio::test]
async fn an_unban_cancels_a_ban_that_still_waits() {
    let app = App::start().await;
    app.sandbox.world().faults.push(Fault::new("PUT /guilds/*/bans/*", FaultKind::Status(500), 1));
    let target = json!({ "user": app.demo.member.to_string() });
    let queued = app.sandbox.command(app.moderator(), "ban", target.clone()).await.unwrap();
    assert!(queued.content().contains("queued"), "{}", queued.content());
    let reply = app.sandbox.command(app.moderator(), "unban", target).await.unwrap();
    assert!(reply.content().contains("What was still waiting for them is cancelled."), "{}", reply.content());
    app.execute("update tasks set run_at = now() where state = 'pending'").await;
    app.tick().await;
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.is_empty());
    let states: Vec<String> =
        sqlx::query_scalar("select state from tasks order by id").fetch_all(&mut app.admin().await).await.unwrap();
    assert_eq!(states, ["cancelled", "done"]);
}

#[tokio::test]
async fn lifting_a_ban_that_is_not_there_is_done_already() {
    let app = App::start().await;
    let reply =
        app.sandbox.command(app.moderator(), "unban", json!({ "user": app.demo.stranger.to_string() })).await.unwrap();
    assert_eq!(reply.content(), "**eve** is no longer banned. Case 1.");
}
