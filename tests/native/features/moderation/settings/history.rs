//! `/settings history`.

use sandbox::Reply;
use serde_json::json;

use super::super::Card;
use super::{data, part};
use crate::support::App;

async fn history(app: &App) -> Reply {
    app.sandbox.command(app.manager(), "settings history", json!({ "feature": "moderation" })).await.unwrap()
}

/// The numbers of the versions that a page shows.
fn shown(reply: &Reply) -> Vec<i32> {
    let text = Card::of(reply).description;
    text.lines().filter_map(|line| line.strip_prefix("**Version ")?.split_once("**")?.0.parse().ok()).collect()
}

/// Every page's versions, by pressing Older until there is none.
async fn all(app: &App) -> Vec<Vec<i32>> {
    let mut reply = history(app).await;
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    let mut pages = vec![shown(&reply)];
    let older = || {
        let page = app.sandbox.world().messages[&message].clone();
        part(&page, "settings.older")
    };
    while let Some(older) = older() {
        reply = app.sandbox.click(app.manager(), message, &older).await.unwrap();
        assert_eq!(reply.kind(), 7, "{reply:?}");
        pages.push(shown(&reply));
    }
    pages
}

#[tokio::test]
async fn where_nothing_was_set_there_is_no_history() {
    let app = App::start().await;
    assert_eq!(Card::of(&history(&app).await).description, "Nobody has changed these settings yet.");
}

#[tokio::test]
async fn each_version_says_who_changed_what_from_what_to_what_and_why() {
    let app = App::start().await;
    app.keep_log().await;
    let options = json!({ "setting": "moderation.language", "value": "de", "reason": "*we* are German" });
    app.says(app.demo.seat(app.demo.owner), "settings set", options).await;
    app.set("warn_thresholds", "3: kick, 5: ban").await;
    let text = Card::of(&history(&app).await).description;
    let entries: Vec<Vec<&str>> = text.split("\n\n").map(|entry| entry.lines().collect()).collect();
    let heading = |number: i32, by: u64| format!("**Version {number}** by <@{by}> <t:");
    assert!(entries[0][0].starts_with(&heading(3, app.demo.admin)), "{text}");
    assert_eq!(entries[0][1..], ["`warn_thresholds` nothing → 3: kick, 5: ban"]);
    assert!(entries[1][0].starts_with(&heading(2, app.demo.owner)), "{text}");
    assert!(entries[1][0].ends_with(" · \\*we\\* are German"), "{text}");
    assert_eq!(entries[1][1..], ["`language` English → German"]);
    assert_eq!(entries[2][1..], [format!("`log_channel` nothing → <#{}>", app.demo.mod_log)]);
}

#[tokio::test]
async fn pages_lead_through_all_versions() {
    let app = App::start().await;
    for number in 0..20 {
        app.set("reason_required", if number % 2 == 0 { "on" } else { "off" }).await;
    }
    let pages = all(&app).await;
    assert_eq!(pages.concat(), (1..=20).rev().collect::<Vec<_>>());
    assert_eq!(pages.len(), 3);
}

#[tokio::test]
async fn versions_with_long_texts_are_all_shown_on_shorter_pages() {
    let app = App::start().await;
    for number in 0..12 {
        app.set("ban_message", &format!("{number}{}", "*".repeat(700))).await;
    }
    assert_eq!(all(&app).await.concat(), (1..=12).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_button_of_a_feature_that_is_none_says_so() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    let message = app.sandbox.original(history(&app).await.interaction).unwrap().id;
    let reply = app.sandbox.click(app.manager(), message, "settings.older:1:about:5").await.unwrap();
    assert!(reply.content().starts_with("Choose a feature that has settings"), "{}", reply.content());
    let reply = app.sandbox.click(app.manager(), message, "settings.older:1:moderation:1").await.unwrap();
    assert_eq!(data(&reply)["embeds"][0]["description"], "Nobody has changed these settings yet.");
}
