//! Edited and deleted messages.

use serde_json::json;

use super::{description, with};
use crate::support::App;

#[tokio::test]
async fn an_edited_message_is_found_by_what_it_says_now_and_is_marked() {
    let app = App::with_messages(&["a dog"]).await;
    // What the relay does with an edit: the older version is kept, then the row says the newer one.
    let mut relay = app.relay().await;
    let edit = "with older as (
                  insert into message_versions (tenant_id, message_id, edited_at, content, embeds, attachments)
                  select tenant_id, message_id, coalesce(edited_at, now() - interval '1 minute'), content, embeds, attachments from messages
                )
                update messages set content = 'a cat', revision = revision + 1, edited_at = now()";
    sqlx::query(edit).execute(&mut relay).await.unwrap();
    assert_eq!(app.finds(json!({ "query": "dog" })).await, [""; 0]);
    let text = description(&app.search(app.moderator(), json!({ "query": "cat" })).await);
    assert!(text.contains(") (edited)\n> a **cat**"), "{text}");
    assert_eq!(app.value::<String>("select content from message_versions").await, "a dog");
}

#[tokio::test]
async fn deleted_messages_are_found_by_moderators_who_ask_for_them() {
    let app = App::start().await;
    app.mirror().await;
    let deleted = with(app.row(60, "a deleted cat"), json!({ "deleted_at": "2026-11-20T00:00:00Z" }));
    app.index(&[deleted, app.row(30, "a cat")]).await;
    let both = json!({ "query": "cat", "deleted": true });
    assert_eq!(app.finds_as(app.moderator(), json!({ "query": "cat" })).await, ["a **cat**"]);
    let text = description(&app.search(app.moderator(), both.clone()).await);
    assert!(text.contains(") (deleted)\n> a deleted **cat**") && text.contains("\n> a **cat**"), "{text}");
    let said = description(&app.search(app.demo.seat(app.demo.member), both).await);
    let refused =
        "Deleted messages are found by those who have the permission Manage Messages there. Leave “deleted” out.";
    assert_eq!(said, refused);
}

#[tokio::test]
async fn a_tombstone_is_found_by_nobody_and_a_create_that_comes_late_does_not_revive_it() {
    let app = App::start().await;
    app.mirror().await;
    let tombstone =
        json!({ "author_user_id": null, "author_name": "", "content": "", "deleted_at": "2026-11-20T00:00:00Z" });
    app.index(&[with(app.row(60, ""), tombstone)]).await;
    let general = json!({ "in": app.demo.channel.to_string(), "deleted": true });
    assert_eq!(app.finds_as(app.moderator(), general.clone()).await, [""; 0]);
    let mut relay = app.relay().await;
    let create = "update messages set author_user_id = 5, author_name = 'late', content = 'a cat'";
    sqlx::query(create).execute(&mut relay).await.unwrap();
    assert_eq!(app.finds(json!({ "query": "cat" })).await, [""; 0]);
    assert_eq!(app.finds_as(app.moderator(), general).await, ["a cat"]);
}

#[tokio::test]
async fn a_message_without_author_that_is_not_deleted_cannot_be_written() {
    let app = App::with_messages(&["a cat"]).await;
    let mut relay = app.relay().await;
    let refused = sqlx::query("update messages set author_user_id = null").execute(&mut relay).await.unwrap_err();
    assert!(refused.to_string().contains("messages_check"), "{refused}");
}
