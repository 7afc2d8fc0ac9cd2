//! Handlers that are slower than Discord waits.

use std::time::Duration;

use guildhall::db::{Error, Tx};
use sandbox::Reply;
use serde_json::json;
use twilight_model::id::Id;

use crate::support::{App, TEST_FEATURES, Via, command, eventually};

/// Room for a handler that takes ten seconds.
const LIMIT: Duration = Duration::from_secs(20);
const LOADING: u64 = 1 << 7;

async fn app() -> App {
    App::with(TEST_FEATURES, Via::Pooler).await
}

fn in_time(reply: &Reply) {
    assert_eq!(reply.failure, None);
    assert!(reply.elapsed < Duration::from_millis(2_900), "{:?}", reply.elapsed);
}

async fn debts(app: &App) -> i64 {
    app.value("select count(*) from deferrals").await
}

#[tokio::test]
async fn a_slow_public_command_defers_and_then_edits() {
    let app = app().await;
    // These handlers touch no tenant's rows, which is what sets an open bot up in a guild.
    let scope = app.ctx().scope(Id::new(app.demo.application), Id::new(app.demo.guild));
    scope.read(async |_: Tx| Ok::<_, Error>(())).await.unwrap();
    let reply = app.sandbox.command(app.moderator(), "slow-public", json!({})).await.unwrap();
    in_time(&reply);
    assert_eq!((reply.kind(), debts(&app).await), (5, 1));
    assert!(app.sandbox.original(reply.interaction).unwrap().flags & LOADING != 0);
    let shown =
        app.sandbox.until_original(reply.interaction, LIMIT, |message| message.flags & LOADING == 0).await.unwrap();
    assert_eq!((shown.content.as_str(), shown.only_for), ("done slowly", None));
    eventually("the debt is paid", async || debts(&app).await == 0).await;
    eventually("the run is recorded", async || {
        app.value::<i64>("select count(*) from command_runs where deferred").await == 1
    })
    .await;
}

#[tokio::test]
async fn a_slow_ephemeral_command_stays_ephemeral() {
    let app = app().await;
    let reply = app.sandbox.command(app.moderator(), "slow-ephemeral", json!({})).await.unwrap();
    in_time(&reply);
    assert_eq!(reply.kind(), 5);
    let shown =
        app.sandbox.until_original(reply.interaction, LIMIT, |message| message.flags & LOADING == 0).await.unwrap();
    assert_eq!((shown.content.as_str(), shown.only_for), ("done slowly", Some(app.demo.moderator)));
}

#[tokio::test]
async fn a_slow_component_updates_its_message_later() {
    let app = app().await;
    let message = app.sandbox.command(app.moderator(), "echo", json!({})).await.unwrap();
    let message = app.sandbox.original(message.interaction).unwrap();
    let reply = app.sandbox.click(app.moderator(), message.id, "slow:1").await.unwrap();
    in_time(&reply);
    assert_eq!(reply.kind(), 6);
    let shown = app
        .sandbox
        .until_original(reply.interaction, LIMIT, |message| message.content == "changed slowly")
        .await
        .unwrap();
    assert_eq!(shown.id, message.id);
}

#[tokio::test]
async fn a_slow_form_cannot_be_deferred_and_says_so() {
    let app = app().await;
    let reply = app.sandbox.command(app.moderator(), "slow-modal", json!({})).await.unwrap();
    in_time(&reply);
    assert!(reply.content().contains("took me too long"), "{}", reply.content());
    assert_eq!(debts(&app).await, 0);
}

#[tokio::test]
async fn an_interaction_that_was_long_on_its_way_is_deferred_sooner() {
    let app = app().await;
    let mut body = command(&app, "slow-public", json!([]), json!({}));
    let id: u64 = body["id"].as_str().unwrap().parse().unwrap();
    // Made 1.2 seconds ago, says its snowflake.
    body["id"] = json!((id - (1_200 << 22)).to_string());
    let started = std::time::Instant::now();
    let (status, text) = app.post_signed(body.to_string().as_bytes()).await;
    assert_eq!((status, text.as_str()), (200, r#"{"type":5}"#));
    assert!(started.elapsed() < Duration::from_millis(1_600), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_debt_that_nobody_pays_is_closed_by_the_tick_with_an_honest_sentence() {
    let app = app().await;
    // In earnest the tick comes forty seconds later.
    app.sandbox.world().settling = Duration::ZERO;
    let reply = app.sandbox.command(app.moderator(), "slow-public", json!({})).await.unwrap();
    app.execute("update deferrals set due_at = now()").await;
    assert_eq!(app.tick().await["deferrals"], 1);
    let shown = app.sandbox.original(reply.interaction).unwrap();
    assert!(shown.content.starts_with("I was interrupted"), "{}", shown.content);
    assert_eq!(debts(&app).await, 0);
}

#[tokio::test]
async fn the_honest_sentence_is_in_the_persons_language() {
    let app = app().await;
    app.sandbox.world().settling = Duration::ZERO;
    app.sandbox.world().users.get_mut(&app.demo.moderator).unwrap().locale = "de".to_owned();
    let reply = app.sandbox.command(app.moderator(), "slow-public", json!({})).await.unwrap();
    app.execute("update deferrals set due_at = now()").await;
    app.tick().await;
    let shown = app.sandbox.original(reply.interaction).unwrap();
    assert!(shown.content.starts_with("Ich wurde unterbrochen"), "{}", shown.content);
}

#[tokio::test]
async fn an_answer_that_arrived_is_not_overwritten_by_the_tick() {
    let app = app().await;
    let reply = app.sandbox.command(app.moderator(), "slow-public", json!({})).await.unwrap();
    app.execute("create table kept as select * from deferrals").await;
    app.sandbox.until_original(reply.interaction, LIMIT, |message| message.content == "done slowly").await.unwrap();
    eventually("the debt is paid", async || debts(&app).await == 0).await;
    // As if the note that it was paid had been lost.
    app.execute("insert into deferrals select * from kept; update deferrals set due_at = now()").await;
    assert_eq!(app.tick().await["deferrals"], 1);
    assert_eq!(app.sandbox.original(reply.interaction).unwrap().content, "done slowly");
}

#[tokio::test]
async fn discords_404_right_after_a_deferral_is_waited_out() {
    let app = app().await;
    app.sandbox.world().settling = Duration::from_millis(9_000);
    let reply = app.sandbox.command(app.moderator(), "slow-public", json!({})).await.unwrap();
    let shown =
        app.sandbox.until_original(reply.interaction, LIMIT, |message| message.flags & LOADING == 0).await.unwrap();
    assert_eq!(shown.content, "done slowly");
}
