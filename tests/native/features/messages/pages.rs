//! The buttons that turn the pages of a search.

use sandbox::{FaultKind, Reply};
use serde_json::json;

use super::{button, texts};
use crate::support::App;

const GONE: &str = "I no longer know what you searched for here. Search again with /search.";

/// Twenty messages that fit, and a dog between them; the first page, and the message that shows it.
async fn with_pages() -> (App, Reply, u64) {
    let mut contents: Vec<String> = (1..=20).map(|number| format!("cat {number}")).collect();
    contents.insert(7, "dog".to_owned());
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let app = App::with_messages(&contents).await;
    let reply = app.search(app.moderator(), json!({ "query": "cat" })).await;
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    (app, reply, message)
}

fn numbered(from: i32, to: i32) -> Vec<String> {
    (to..=from).rev().map(|number| format!("**cat** {number}")).collect()
}

async fn turn(app: &App, message: u64, reply: &Reply, label: &str) -> Reply {
    let id = button(reply, label).unwrap_or_else(|| panic!("no button {label}: {reply:?}"));
    let turned = app.sandbox.click(app.moderator(), message, &id).await.unwrap();
    assert_eq!((turned.failure.as_ref(), turned.kind()), (None, 7), "the same message changes");
    turned
}

#[tokio::test]
async fn pages_lead_to_the_end_and_all_the_way_back() {
    let (app, first, message) = with_pages().await;
    assert_eq!((texts(&first), button(&first, "Newer")), (numbered(20, 13), None));
    let second = turn(&app, message, &first, "Older").await;
    assert_eq!(texts(&second), numbered(12, 5));
    let third = turn(&app, message, &second, "Older").await;
    assert_eq!((texts(&third), button(&third, "Older")), (numbered(4, 1), None));
    let back = turn(&app, message, &third, "Newer").await;
    assert_eq!(texts(&back), numbered(12, 5));
    let start = turn(&app, message, &back, "Newer").await;
    assert_eq!((texts(&start), button(&start, "Newer")), (numbered(20, 13), None));
    assert!(button(&start, "Older").is_some());
}

#[tokio::test]
async fn what_is_written_meanwhile_moves_no_page() {
    let (app, first, message) = with_pages().await;
    app.index(&[app.row(1, "cat 21")]).await;
    let second = turn(&app, message, &first, "Older").await;
    assert_eq!(texts(&second), numbered(12, 5));
    let start = turn(&app, message, &second, "Newer").await;
    assert_eq!(texts(&start), numbered(20, 13));
    assert_eq!(texts(&turn(&app, message, &start, "Newer").await), numbered(21, 21));
}

#[tokio::test]
async fn each_page_is_searched_with_what_the_person_may_read_by_then() {
    let (app, first, message) = with_pages().await;
    app.execute("update channels set overwrites = '[{\"id\": \"1\", \"type\": 0, \"allow\": \"0\", \"deny\": \"0\"}]' where name = 'general'").await;
    app.execute("update roles set permissions = 0 where role_id = guild_id").await;
    let older = button(&first, "Older").unwrap();
    let reply = app.sandbox.click(app.moderator(), message, &older).await.unwrap();
    assert!(texts(&reply).is_empty(), "{reply:?}");
}

#[tokio::test]
async fn a_forged_button_and_anothers_search_lead_nowhere() {
    let (app, first, message) = with_pages().await;
    let older = button(&first, "Older").unwrap();
    let forged = [
        "search.page:1",
        "search.page:1:5",
        "search.page:1:5:older:7",
        "search.page:1:x:older:7",
        "search.page:1:5:sideways:7",
    ];
    for custom_id in forged {
        let reply = app.sandbox.click(app.moderator(), message, custom_id).await.unwrap();
        assert_eq!(reply.content(), GONE, "{custom_id}");
    }
    let other = app.sandbox.command(app.manager(), "ping", json!({})).await.unwrap();
    let other = app.sandbox.original(other.interaction).unwrap().id;
    let reply = app.sandbox.click(app.manager(), other, &older).await.unwrap();
    assert_eq!(reply.content(), GONE, "what somebody searched for is theirs");
}

#[tokio::test]
async fn a_search_is_forgotten_after_a_day() {
    let (app, first, message) = with_pages().await;
    app.execute("update message_searches set created_at = now() - interval '25 hours'").await;
    app.tick().await;
    let older = button(&first, "Older").unwrap();
    assert_eq!(app.sandbox.click(app.moderator(), message, &older).await.unwrap().content(), GONE);
}

#[tokio::test]
async fn a_search_on_one_page_is_not_kept() {
    let app = App::with_messages(&["cat"; 8]).await;
    let reply = app.search(app.moderator(), json!({ "query": "cat" })).await;
    assert_eq!((texts(&reply).len(), button(&reply, "Older")), (8, None));
    assert_eq!(app.value::<i64>("select count(*) from message_searches").await, 0);
}

#[tokio::test]
async fn searching_asks_nothing_of_discord() {
    let app = App::with_messages(&["cat"]).await;
    app.fail("*", FaultKind::Status(500), 10);
    assert_eq!(app.finds(json!({ "query": "cat" })).await.len(), 1);
}
