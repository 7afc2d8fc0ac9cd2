//! What is done to cases afterwards: `/case hide`, `/case note`, `/case delete`.

use sandbox::Reply;
use serde_json::json;

use super::Card;
use crate::support::App;

/// A warning, case 1.
async fn with_case() -> App {
    let app = App::start().await;
    app.act("warn", json!({ "reason": "a private matter" })).await;
    app
}

/// Fills in the form that `/case delete` opens.
async fn delete(app: &App, why: &str) -> Reply {
    let form = app.sandbox.command(app.manager(), "case delete", json!({ "number": 1 })).await.unwrap();
    let data = form.response.as_ref().unwrap()["data"].clone();
    assert_eq!((form.kind(), &data["title"]), (9, &json!("Delete case 1")));
    let custom_id = data["custom_id"].as_str().unwrap();
    app.sandbox.submit(app.manager(), custom_id, &[("reason", why)], None).await.unwrap()
}

#[tokio::test]
async fn a_case_is_hidden_and_shown_again() {
    let app = with_case().await;
    for (options, title) in [
        (json!({ "number": 1 }), "Case 1 · Warning (hidden)"),
        (json!({ "number": 1, "hidden": true }), "Case 1 · Warning (hidden)"),
        (json!({ "number": 1, "hidden": false }), "Case 1 · Warning"),
        (json!({ "number": 1, "hidden": false }), "Case 1 · Warning"),
    ] {
        let reply = app.sandbox.command(app.moderator(), "case hide", options).await.unwrap();
        assert_eq!(Card::of(&reply).title, title);
        assert_eq!(app.card(1).await.title, title);
    }
    assert!(app.value::<bool>("select hidden_at is null and hidden_by_user_id is null from cases").await);
}

#[tokio::test]
async fn notes_stand_on_the_card_oldest_first_and_only_the_newest_five() {
    let app = with_case().await;
    for number in 1..=7 {
        let text = format!("note *{number}*");
        let said =
            app.sandbox.command(app.moderator(), "case note", json!({ "number": 1, "text": text })).await.unwrap();
        assert!(Card::of(&said).field("Notes").contains(&format!("note \\*{number}\\*")));
    }
    let card = app.card(1).await;
    let notes: Vec<_> = card.field("Notes").lines().filter(|line| line.starts_with("> ")).collect();
    assert_eq!(notes, [3, 4, 5, 6, 7].map(|number| format!("> note \\*{number}\\*")));
    assert!(card.field("Notes").starts_with(&format!("<@{}> <t:", app.demo.moderator)));
    assert_eq!(app.value::<i64>("select count(*) from case_notes").await, 7, "all are kept");
}

#[tokio::test]
async fn a_note_must_say_something_and_a_replayed_one_is_written_once() {
    let app = with_case().await;
    let said = app.says(app.moderator(), "case note", json!({ "number": 1, "text": "  " })).await;
    assert_eq!(said, "Write what to remember.");
    let options = json!({ "number": 1, "text": "once" });
    let body =
        app.sandbox.world().command_payload(app.moderator(), 2, "case note", &options, None).unwrap().to_string();
    futures_util::future::join_all((0..3).map(|_| app.post_signed(body.as_bytes()))).await;
    assert_eq!(app.value::<i64>("select count(*) from case_notes").await, 1);
}

#[tokio::test]
async fn a_deleted_case_leaves_its_number_who_deleted_it_and_why() {
    let app = with_case().await;
    app.says(app.moderator(), "case note", json!({ "number": 1, "text": "also private" })).await;
    let reply = delete(&app, "on *request*").await;
    assert_eq!(reply.response.as_ref().unwrap()["data"]["flags"], 64);
    for card in [Card::of(&reply), app.card(1).await] {
        assert_eq!(card.title, "Case 1 · Warning");
        assert_eq!(card.description, format!("*Deleted by <@{}>:* on \\*request\\*", app.demo.admin));
        assert_eq!(card.field("Notes"), "");
    }
    assert_eq!(reply.response.unwrap()["data"]["components"], json!([]), "there is nothing left to edit");
    let said = app.act("warn", json!({ "reason": "x" })).await;
    assert!(said.contains("Case 2."), "the number is not given again: {said}");
}

#[tokio::test]
async fn no_word_of_a_deleted_case_is_left_in_the_database() {
    let app = App::start().await;
    app.keep_log().await;
    app.fail("PATCH /guilds/*/members/*", sandbox::FaultKind::Status(500), 1);
    app.act("timeout", json!({ "reason": "xyzzy happened", "duration": "1h" })).await;
    app.says(app.moderator(), "case note", json!({ "number": 1, "text": "xyzzy again" })).await;
    app.later.settled().await;
    delete(&app, "on request").await;
    app.later.settled().await;
    // What still waited happens all the same, without those words.
    app.run_waiting().await;
    app.run_waiting().await;
    assert_eq!(app.card(1).await.field("State"), "done");
    let entry = app.sandbox.world().guilds[&app.demo.guild].audit_log.last().unwrap().clone();
    assert_eq!(entry.reason.as_deref(), Some("Case 1 · grace"));
    let mut admin = app.admin().await;
    let tables: Vec<String> = sqlx::query_scalar("select tablename::text from pg_tables where schemaname = 'public'")
        .fetch_all(&mut admin)
        .await
        .unwrap();
    for table in tables {
        let sql = format!("select count(*) from {table} one where one::text like '%xyzzy%'");
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap();
        assert_eq!(found, 0, "{table}");
    }
}

#[tokio::test]
async fn nothing_of_a_deleted_case_can_be_changed() {
    let app = with_case().await;
    delete(&app, "on request").await;
    let gone = "Case 1 is deleted: nothing about it can be changed any more.";
    let reason = json!({ "number": 1, "reason": "back again" });
    assert_eq!(app.says(app.moderator(), "case reason", reason).await, gone);
    assert_eq!(app.says(app.moderator(), "case note", json!({ "number": 1, "text": "x" })).await, gone);
    assert_eq!(delete(&app, "another reason").await.content(), gone);
    assert!(app.card(1).await.description.ends_with("on request"));
    assert_eq!(app.value::<i64>("select count(*) from case_notes").await, 0);
}

#[tokio::test]
async fn a_deletion_needs_a_reason_and_a_case() {
    let app = with_case().await;
    assert_eq!(delete(&app, "   ").await.content(), "Say why it is deleted: that is all that stays.");
    for (custom_id, words) in [
        ("case.delete:1:2", "This server has no case 2."),
        ("case.delete:1:0", "This button names no case. Use /case show instead."),
        ("case.delete:1:x", "This button names no case. Use /case show instead."),
    ] {
        let reply = app.sandbox.submit(app.manager(), custom_id, &[("reason", "x")], None).await.unwrap();
        assert_eq!(reply.content(), words, "{custom_id}");
    }
    assert_eq!(app.card(1).await.description, "a private matter");
}

#[tokio::test]
async fn a_deletion_takes_manage_server_for_the_command_and_for_the_form() {
    let app = with_case().await;
    let needed = "You need the permission Manage Server for this.";
    assert_eq!(app.says(app.moderator(), "case delete", json!({ "number": 1 })).await, needed);
    let reply = app.sandbox.submit(app.moderator(), "case.delete:1:1", &[("reason", "x")], None).await.unwrap();
    assert_eq!(reply.content(), needed);
    assert_eq!(app.card(1).await.description, "a private matter");
}

#[tokio::test]
async fn changes_to_a_case_that_is_not_there_say_so() {
    let app = with_case().await;
    let unknown = "This server has no case 9.";
    assert_eq!(app.says(app.moderator(), "case hide", json!({ "number": 9 })).await, unknown);
    assert_eq!(app.says(app.moderator(), "case note", json!({ "number": 9, "text": "x" })).await, unknown);
}
