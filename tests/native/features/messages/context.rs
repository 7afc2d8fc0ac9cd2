//! What was written around a message.

use sandbox::{Reply, Seat};
use serde_json::json;

use super::{description, texts, with};
use crate::support::App;

/// Chooses a message in the select under a search for cats.
async fn choose(app: &App, seat: Seat, id: i64) -> Reply {
    let found = app.search(seat, json!({ "query": "cat" })).await;
    let message = app.sandbox.original(found.interaction).unwrap().id;
    let data = json!({ "custom_id": "search.context:1", "component_type": 3, "values": [id.to_string()] });
    app.sandbox.component(seat, message, data).await.unwrap()
}

#[tokio::test]
async fn the_messages_before_and_after_are_shown_in_their_order() {
    let mut contents: Vec<String> = (1..=15).map(|number| format!("word {number}")).collect();
    contents[7] = "the cat".to_owned();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let app = App::with_messages(&contents).await;
    let elsewhere = with(app.row(60 * 8 + 5, "elsewhere"), json!({ "channel_id": app.demo.mod_log }));
    app.index(&[elsewhere]).await;
    let id: i64 = app.value("select message_id from messages where content = 'the cat'").await;
    let reply = choose(&app, app.moderator(), id).await;
    assert_eq!(texts(&reply), contents[4..=10], "three on each side, of this channel alone");
    let text = description(&reply);
    let arrow = text.lines().position(|line| line.starts_with("➜ **mallory**")).unwrap();
    assert_eq!((text.lines().nth(arrow + 1), text.matches('➜').count()), (Some("> the cat"), 1));
    assert_eq!(reply.response.unwrap()["data"]["flags"], 64);
}

#[tokio::test]
async fn deleted_messages_stand_in_the_context_of_those_who_manage_messages() {
    let app = App::with_messages(&["before", "a cat"]).await;
    app.execute("update messages set deleted_at = now() where content = 'before'").await;
    let id: i64 = app.value("select message_id from messages where content = 'a cat'").await;
    assert_eq!(texts(&choose(&app, app.moderator(), id).await), ["before", "a cat"]);
    assert_eq!(texts(&choose(&app, app.demo.seat(app.demo.member), id).await), ["a cat"]);
}

#[tokio::test]
async fn a_message_that_somebody_may_not_read_has_no_context_for_them() {
    let app = App::with_messages(&["a cat"]).await;
    app.index(&[with(app.row(10, "a secret"), json!({ "channel_id": app.demo.mod_log }))]).await;
    let id: i64 = app.value("select message_id from messages where content = 'a secret'").await;
    let gone = "That message is gone, or you can't read it any more. Search again with /search.";
    assert_eq!(choose(&app, app.demo.seat(app.demo.member), id).await.content(), gone);
    assert_eq!(texts(&choose(&app, app.moderator(), id).await), ["a secret"]);
    app.execute("update messages set deleted_at = now() where content = 'a cat'").await;
    let id: i64 = app.value("select message_id from messages where content = 'a cat'").await;
    app.index(&[app.row(5, "another cat")]).await;
    assert_eq!(choose(&app, app.demo.seat(app.demo.member), id).await.content(), gone);
    assert_eq!(choose(&app, app.moderator(), 7).await.content(), gone);
}

#[tokio::test]
async fn what_a_message_said_before_is_shown_to_those_who_manage_messages() {
    let app = App::with_messages(&["a dog"]).await;
    let id: i64 = app.value("select message_id from messages").await;
    let mut relay = app.relay().await;
    for (before, after) in [("a dog", "a bird"), ("a bird", "a cat")] {
        let edit = "with older as (
                      insert into message_versions (tenant_id, message_id, edited_at, content)
                      select tenant_id, message_id, coalesce(edited_at, now() - interval '1 minute'), $1 from messages)
                    update messages set content = $2, revision = revision + 1, edited_at = clock_timestamp()";
        sqlx::query(edit).bind(before).bind(after).execute(&mut relay).await.unwrap();
    }
    let before = async |seat: Seat| {
        let reply = choose(&app, seat, id).await;
        let embed = reply.response.unwrap()["data"]["embeds"][1].clone();
        let text = embed["description"].as_str().unwrap_or_default().to_owned();
        let said: Vec<String> = text.lines().filter(|line| line.starts_with('>')).map(str::to_owned).collect();
        (embed["title"].as_str().unwrap_or_default().to_owned(), said)
    };
    let (title, said) = before(app.moderator()).await;
    assert_eq!((title.as_str(), said), ("What it said before", vec!["> a dog".to_owned(), "> a bird".to_owned()]));
    assert_eq!(before(app.demo.seat(app.demo.member)).await, (String::new(), Vec::new()));
}
