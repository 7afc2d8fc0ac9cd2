//! Who finds what: only what they could read anyway.

use sandbox::{Overwrite, Permissions};
use serde_json::json;

use super::{description, with};
use crate::support::App;

/// A message in `general` and one in `mod-log`, which ordinary members do not see.
async fn with_secret() -> App {
    let app = App::with_messages(&["an open cat"]).await;
    let secret = with(app.row(30, "a secret cat"), json!({ "channel_id": app.demo.mod_log }));
    app.index(&[secret]).await;
    app
}

#[tokio::test]
async fn a_channel_that_somebody_cannot_see_is_searched_for_others_only() {
    let app = with_secret().await;
    let query = json!({ "query": "cat" });
    assert_eq!(app.finds(query.clone()).await, ["an open **cat**"]);
    for staff in [app.demo.moderator, app.demo.admin, app.demo.owner] {
        let found = app.finds_as(app.demo.seat(staff), query.clone()).await;
        assert_eq!(found, ["a secret **cat**", "an open **cat**"]);
    }
    let options = json!({ "query": "cat", "in": app.demo.mod_log.to_string() });
    let said = app.forged(app.demo.seat(app.demo.member), "search", options, |_| ()).await;
    assert!(said.starts_with(&format!("You can't read what was written in <#{}>", app.demo.mod_log)), "{said}");
}

#[tokio::test]
async fn a_role_that_is_taken_counts_at_once_whatever_the_mirror_says() {
    let app = with_secret().await;
    app.with_member(app.demo.moderator, |member| member.roles.clear());
    assert_eq!(app.finds_as(app.moderator(), json!({ "query": "cat" })).await, ["an open **cat**"]);
}

#[tokio::test]
async fn a_mirrored_overwrite_counts_as_soon_as_it_is_mirrored() {
    let app = with_secret().await;
    let (member, general) = (app.demo.member, app.demo.channel);
    let denied = Overwrite { id: member, allow: 0, deny: Permissions::READ_MESSAGE_HISTORY };
    app.sandbox.world().channel_mut(general).unwrap().overwrites.push(denied);
    app.mirror().await;
    assert_eq!(app.finds(json!({ "query": "cat" })).await, [""; 0]);
    assert_eq!(app.finds_as(app.demo.seat(app.demo.elder), json!({ "query": "cat" })).await.len(), 1);
}

#[tokio::test]
async fn a_channel_that_is_deleted_unknown_or_unreadable_is_not_searched() {
    let app = with_secret().await;
    let strange = with(app.row(20, "a strange cat"), json!({ "channel_id": 77 }));
    app.index(&[strange]).await;
    assert_eq!(app.finds_as(app.manager(), json!({ "query": "cat" })).await.len(), 2, "the unknown one is left out");
    app.execute("update channels set deleted_at = now() where name = 'general'").await;
    assert_eq!(app.finds_as(app.manager(), json!({ "query": "cat" })).await, ["a secret **cat**"]);
    app.execute("update channels set overwrites = '[{\"id\": 5}]' where name = 'mod-log'").await;
    assert_eq!(app.finds_as(app.manager(), json!({ "query": "cat" })).await, [""; 0]);
}

#[tokio::test]
async fn before_the_server_is_mirrored_nobody_finds_anything() {
    let app = App::start().await;
    app.index(&[app.row(60, "a cat")]).await;
    let said = description(&app.search(app.demo.seat(app.demo.owner), json!({ "query": "cat" })).await);
    assert!(said.starts_with("I don't know the channels of this server yet"), "{said}");
}
