//! Queries as nobody should type them.

use serde_json::json;

use super::description;
use crate::support::App;

#[tokio::test]
async fn no_query_breaks_the_search() {
    let app = App::with_messages(&["a cat", "it's 5 o'clock & raining: c:\\path <@1> (🎲)"]).await;
    for query in [
        "'",
        "''",
        "\"",
        "\"unclosed cat",
        "cat)",
        "(((",
        "& | ! <->",
        "cat:*",
        "!!!",
        "-",
        "-cat",
        "or",
        "or or",
        "\\",
        "%",
        "_",
        "🎲",
        "<@1>",
        "'; drop table messages; --",
        "cat\u{0}dog",
        "\u{E000}cat\u{E001}",
        "\u{202E}cat",
        "a:b:c",
        "https://example.org/?q=cat&b=%20",
        "𝔠𝔞𝔱",
        "猫",
        &"cat ".repeat(50),
        &"(".repeat(200),
        &"cat or ".repeat(28),
    ] {
        let said = app.forged(app.moderator(), "search", json!({ "query": query }), |_| ()).await;
        assert_eq!(said, "", "{query:?} is answered with an embed");
        let said = app
            .forged(
                app.moderator(),
                "search",
                json!({ "contains": format!("cat{query}").chars().take(100).collect::<String>() }),
                |_| (),
            )
            .await;
        assert_eq!(said, "", "{query:?} is answered with an embed");
    }
    assert_eq!(app.value::<i64>("select count(*) from messages").await, 2);
    assert_eq!(app.finds(json!({ "query": "o'clock raining" })).await.len(), 1);
}

#[tokio::test]
async fn a_query_that_is_too_long_is_refused_although_discord_would_not_send_it() {
    let app = App::with_messages(&["a cat"]).await;
    for (option, most) in [("query", 200), ("contains", 100)] {
        let said = app
            .forged(app.moderator(), "search", json!({ option: "cat" }), |body| {
                body["data"]["options"][0]["value"] = "x".repeat(most + 1).into();
            })
            .await;
        assert_eq!(said, format!("The option “{option}” is too long: keep it within {most} characters."));
    }
}

#[tokio::test]
async fn a_search_for_nothing_and_times_that_are_none_are_refused_with_what_would_do() {
    let app = App::with_messages(&["a cat"]).await;
    for (options, expected) in [
        (json!({}), "Say what to look for"),
        (json!({ "deleted": true }), "Say what to look for"),
        (json!({ "query": "   " }), "Say what to look for"),
        (json!({ "before": "last week" }), "I can't read “last week” as a time."),
        (json!({ "after": "2d", "before": "2d" }), "No message is from after “after”"),
    ] {
        let said = description(&app.search(app.moderator(), options.clone()).await);
        assert!(said.starts_with(expected), "{options}: {said}");
    }
}
