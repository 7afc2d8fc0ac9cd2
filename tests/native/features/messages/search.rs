//! `/search`: words, filters, and what the answer shows.

use serde_json::json;

use super::{description, texts, with};
use crate::support::App;

#[tokio::test]
async fn words_are_found_in_any_form_that_the_servers_language_has() {
    let app = App::with_messages(&["ein Haus am Hang", "we are running late", "a house on a hill"]).await;
    assert_eq!(app.finds(json!({ "query": "run" })).await, ["we are **running** late"]);
    assert_eq!(app.finds(json!({ "query": "houses" })).await, ["a **house** on a hill"]);
    assert_eq!(app.finds(json!({ "query": "Häuser" })).await, [""; 0]);
    let options = json!({ "setting": "messages.language", "value": "German" });
    let said = app.says(app.manager(), "settings set", options).await;
    assert!(said.starts_with("Saved as version 1"), "{said}");
    assert_eq!(app.finds(json!({ "query": "Häuser" })).await, ["ein **Haus** am Hang"]);
    assert_eq!(app.finds(json!({ "query": "RUNNING" })).await, ["we are **running** late"], "as it is written");
}

#[tokio::test]
async fn a_query_takes_alternatives_exceptions_and_what_is_meant_as_it_is_written() {
    let app = App::with_messages(&["free cats today", "cats are free", "free dogs"]).await;
    assert_eq!(app.finds(json!({ "query": "\"cats are\"" })).await, ["**cats** **are** free"]);
    assert_eq!(app.finds(json!({ "query": "\"cat\"" })).await, [""; 0]);
    assert_eq!(app.finds(json!({ "query": "dogs or today" })).await.len(), 2);
    assert_eq!(app.finds(json!({ "query": "free -cats" })).await, ["**free** dogs"]);
    assert_eq!(app.finds(json!({ "query": "free cats" })).await.len(), 2, "both, in any order");
}

#[tokio::test]
async fn little_words_alone_are_searched_as_they_are_written() {
    let app = App::with_messages(&["to be is to do", "nothing here"]).await;
    assert_eq!(app.finds(json!({ "query": "to be" })).await, ["**to** **be** is **to** do"]);
}

#[tokio::test]
async fn letters_are_found_inside_of_words_and_are_taken_as_they_are() {
    let app = App::with_messages(&["discount 100%_off\\now", "Überraschung", "100 of them"]).await;
    assert_eq!(app.finds(json!({ "contains": "SCOUN" })).await, ["di**scoun**t 100%\\_off\\\\now"]);
    assert_eq!(app.finds(json!({ "contains": "100%_off\\n" })).await, ["discount **100%\\_off\\\\n**ow"]);
    assert_eq!(app.finds(json!({ "contains": "überr" })).await, ["**Überr**aschung"]);
    assert_eq!(app.finds(json!({ "contains": "100_off" })).await, [""; 0], "an underscore is no wildcard");
    let said = description(&app.search(app.moderator(), json!({ "contains": "a%" })).await);
    assert!(said.contains("three letters or digits in a row"), "{said}");
}

#[tokio::test]
async fn each_filter_counts_and_all_of_them_together() {
    let app = App::start().await;
    app.mirror().await;
    let (demo, day) = (app.demo, 86_400);
    let image = json!([{ "filename": "holiday.png", "content_type": "image/png" }]);
    let embed = json!([{ "title": "Launch day", "fields": [{ "name": "where", "value": "the harbour" }] }]);
    app.index(&[
        with(
            app.row(10 * day, "one https://example.org"),
            json!({ "author_user_id": demo.owner, "author_name": "ada" }),
        ),
        with(app.row(3 * day, "two"), json!({ "attachments": image, "mentioned_user_ids": [demo.owner, demo.admin] })),
        with(app.row(60, "three"), json!({ "embeds": embed, "channel_id": demo.channel + 1 })),
        with(app.row(30, "four"), json!({ "stickers": [{ "id": "1" }], "author_user_id": demo.owner })),
    ])
    .await;
    let thread = "insert into channels (tenant_id, guild_id, channel_id, parent_id, type, name)
                  select tenant_id, guild_id, channel_id + 1, channel_id, 11, 'thread' from channels where name = 'general'
                  on conflict (tenant_id, channel_id) do update set parent_id = excluded.parent_id, type = 11";
    app.execute(thread).await;
    let [owner, general] = [demo.owner, demo.channel].map(|id| id.to_string());
    for (options, expected) in [
        (json!({ "from": owner }), vec!["four", "one https://example.org"]),
        (json!({ "mentions": owner }), vec!["two holiday.png"]),
        (
            json!({ "in": general, "after": "5d" }),
            vec!["four", "three Launch day where the harbour", "two holiday.png"],
        ),
        (json!({ "after": "4d", "before": "1d" }), vec!["two holiday.png"]),
        (json!({ "before": "5d" }), vec!["one https://example.org"]),
        (json!({ "has": "link" }), vec!["one https://example.org"]),
        (json!({ "has": "image" }), vec!["two holiday.png"]),
        (json!({ "has": "file" }), vec!["two holiday.png"]),
        (json!({ "has": "video" }), vec![]),
        (json!({ "has": "embed" }), vec!["three Launch day where the harbour"]),
        (json!({ "has": "sticker" }), vec!["four"]),
        (json!({ "query": "harbour" }), vec!["three Launch day where the **harbour**"]),
        (json!({ "query": "holiday.png" }), vec!["two **holiday.png**"]),
        (
            json!({ "query": "two", "has": "image", "mentions": owner, "in": general, "before": "1d" }),
            vec!["**two** holiday.png"],
        ),
        (json!({ "query": "two", "from": owner }), vec![]),
    ] {
        assert_eq!(app.finds(options.clone()).await, expected, "{options}");
    }
}

#[tokio::test]
async fn the_answer_says_what_was_asked_and_leads_to_each_message() {
    let app = App::with_messages(&["a cat"]).await;
    let member = app.demo.member;
    let reply = app.search(app.moderator(), json!({ "query": "cats", "from": member.to_string() })).await;
    assert_eq!(reply.response.as_ref().unwrap()["data"]["flags"], 64, "only the searcher sees it");
    let text = description(&reply);
    assert!(text.starts_with(&format!("“cats” · from <@{member}>\n\n**mallory** · <t:")), "{text}");
    let id: i64 = app.value("select message_id from messages").await;
    let (guild, channel) = (app.demo.guild, app.demo.channel);
    assert!(
        text.contains(&format!(
            "<#{channel}> · [Go there](https://discord.com/channels/{guild}/{channel}/{id})\n> a **cat**"
        )),
        "{text}"
    );
}

#[tokio::test]
async fn nothing_found_says_what_was_looked_for_and_what_is_known() {
    let app = App::with_messages(&["a cat"]).await;
    let text = description(&app.search(app.moderator(), json!({ "query": "**dog**" })).await);
    assert_eq!(
        text,
        "“\\*\\*dog\\*\\*”\n\nNothing fits. I know the messages that were written since I was connected to this server, and those that you can read."
    );
}

#[tokio::test]
async fn an_answer_is_in_the_readers_language() {
    let app = App::with_messages(&["a cat"]).await;
    app.sandbox.world().users.get_mut(&app.demo.member).unwrap().locale = "de".to_owned();
    let text =
        description(&app.search(app.demo.seat(app.demo.member), json!({ "query": "cat", "has": "image" })).await);
    assert!(text.starts_with("“cat” · hat: Bild\n\nNichts passt."), "{text}");
}

#[tokio::test]
async fn the_longest_answer_fits_a_message_of_discords() {
    let app = App::start().await;
    app.mirror().await;
    let (name, content) = ("*".repeat(100), "cat*".repeat(500));
    let rows: Vec<_> = (1..=9)
        .map(|age| {
            let deleted = json!({ "author_name": name, "edited_at": "2026-11-20T00:00:00Z", "deleted_at": "2026-11-20T00:00:00Z" });
            with(app.row(age * 60, &content), deleted)
        })
        .collect();
    app.index(&rows).await;
    app.sandbox.world().users.get_mut(&app.demo.moderator).unwrap().locale = "de".to_owned();
    let [member, general] = [app.demo.member, app.demo.channel].map(|id| id.to_string());
    let options = json!({
        "query": format!("cat{}", "*".repeat(197)), "contains": format!("cat{}", "*cat".repeat(24)), "from": member,
        "in": general, "after": "30d", "before": "10s", "deleted": true,
    });
    let reply = app.search(app.moderator(), options).await;
    assert_eq!(texts(&reply).len(), 8, "{}", description(&reply));
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    let id: i64 = app.value("select message_id from messages order by message_id offset 4 limit 1").await;
    let data = json!({ "custom_id": "search.context:1", "component_type": 3, "values": [id.to_string()] });
    let reply = app.sandbox.component(app.moderator(), message, data).await.unwrap();
    assert_eq!(texts(&reply).len(), 7, "{}", description(&reply));
}
