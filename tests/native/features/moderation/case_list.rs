//! `/case list`: filters, and pages under buttons.

use sandbox::Reply;
use serde_json::{Value, json};

use super::Card;
use crate::support::App;

/// The numbers of the cases that a list shows, in its order.
fn numbers(reply: &Reply) -> Vec<i32> {
    let text = Card::of(reply).description;
    text.lines().filter_map(|line| line.strip_prefix("**")?.split_once("**")?.0.parse().ok()).collect()
}

/// The custom_ids under a list by their labels.
fn buttons(reply: &Reply) -> Vec<(String, String)> {
    let row = reply.response.as_ref().unwrap()["data"]["components"][0]["components"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    row.as_array().into_iter().flatten().map(|one| (text(&one["label"]), text(&one["custom_id"]))).collect()
}

fn button(reply: &Reply, label: &str) -> String {
    let found = buttons(reply).into_iter().find(|(name, _)| name == label);
    found.unwrap_or_else(|| panic!("no button {label}: {reply:?}")).1
}

async fn list(app: &App, options: Value) -> Reply {
    app.sandbox.command(app.moderator(), "case list", options).await.unwrap()
}

/// Six cases: 1 warning, 2 kick of the member by grace; 3 note about them by linus; 4 warning of barbara by ada, a month
/// ago; 5 note about mallory, hidden; 6 a note that is deleted.
async fn with_cases() -> App {
    let app = App::start().await;
    let member = json!(app.demo.member.to_string());
    app.act("warn", json!({ "reason": "spam" })).await;
    app.act("kick", json!({})).await;
    let note = json!({ "user": member, "text": "a second account" });
    app.says(app.demo.seat(app.demo.second_moderator), "note", note).await;
    let warning = json!({ "user": app.demo.admin.to_string(), "reason": "late" });
    app.says(app.demo.seat(app.demo.owner), "warn", warning).await;
    for text in ["hidden", "deleted"] {
        app.says(app.moderator(), "note", json!({ "user": member, "text": text })).await;
    }
    app.execute("update cases set created_at = now() - interval '30 days' where number = 4").await;
    app.says(app.moderator(), "case hide", json!({ "number": 5 })).await;
    app.sandbox.submit(app.manager(), "case.delete:1:6", &[("reason", "a mistake")], None).await.unwrap();
    app
}

#[tokio::test]
async fn a_list_shows_the_newest_first_and_leaves_hidden_ones_out() {
    let app = with_cases().await;
    let reply = list(&app, json!({})).await;
    assert_eq!(numbers(&reply), [6, 4, 3, 2, 1]);
    let text = Card::of(&reply).description;
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with("Note · mallory · *deleted*"), "{text}");
    assert!(lines[3].ends_with("Kick · mallory · *No reason given.*"), "{text}");
    assert!(lines[4].ends_with("Warning · mallory · spam"), "{text}");
    assert_eq!(reply.response.unwrap()["data"]["flags"], 64, "only the moderator sees it");
}

#[tokio::test]
async fn each_filter_counts_and_all_of_them_together() {
    let app = with_cases().await;
    let (member, second) = (app.demo.member.to_string(), app.demo.second_moderator.to_string());
    for (filter, expected) in [
        (json!({ "member": app.demo.admin.to_string() }), vec![4]),
        (json!({ "member": member }), vec![6, 3, 2, 1]),
        (json!({ "moderator": second }), vec![3]),
        (json!({ "kind": "warn" }), vec![4, 1]),
        (json!({ "kind": "softban" }), vec![]),
        (json!({ "within": "7d" }), vec![6, 3, 2, 1]),
        (json!({ "within": "1y" }), vec![6, 4, 3, 2, 1]),
        (json!({ "hidden": true }), vec![6, 5, 4, 3, 2, 1]),
        (json!({ "hidden": false }), vec![6, 4, 3, 2, 1]),
        (json!({ "member": member, "kind": "note", "within": "7d", "hidden": true }), vec![6, 5, 3]),
        (json!({ "member": member, "kind": "note", "moderator": second }), vec![3]),
    ] {
        assert_eq!(numbers(&list(&app, filter.clone()).await), expected, "{filter}");
    }
    let nothing = list(&app, json!({ "kind": "softban" })).await;
    assert_eq!(Card::of(&nothing).description, "There is no such case.");
    let hidden = list(&app, json!({ "hidden": true })).await;
    assert_eq!(Card::of(&hidden).description.matches("(hidden)").count(), 1);
}

#[tokio::test]
async fn a_time_that_is_none_is_refused_with_what_would_be() {
    let app = App::start().await;
    let said = app.says(app.moderator(), "case list", json!({ "within": "last week" })).await;
    assert!(said.starts_with("I can't read “last week” as a duration."), "{said}");
}

/// Thirty-five warnings, and among them a ban.
async fn with_many() -> App {
    let app = App::start().await;
    app.act("warn", json!({ "reason": "x" })).await;
    app.execute(
        "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name)
         select tenant_id, guild_id, n, application_id, case when n = 20 then 'ban' else 'warn' end, user_id, 'mallory', moderator_user_id, 'grace'
         from cases, generate_series(2, 36) n",
    )
    .await;
    app
}

#[tokio::test]
async fn pages_lead_to_the_end_and_back_and_keep_the_filter() {
    let app = with_many().await;
    let mut reply = list(&app, json!({ "kind": "warn", "member": app.demo.member.to_string() })).await;
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    assert_eq!(buttons(&reply).len(), 1, "of the first page, to older ones alone");
    let mut seen = numbers(&reply);
    while let Some((_, older)) = buttons(&reply).into_iter().find(|(label, _)| label == "Older") {
        reply = app.sandbox.click(app.moderator(), message, &older).await.unwrap();
        assert_eq!(reply.kind(), 7, "the same message changes");
        seen.extend(numbers(&reply));
    }
    let expected: Vec<i32> = (1..=36).rev().filter(|number| *number != 20).collect();
    assert_eq!(seen, expected);
    let newest = button(&reply, "Newest");
    let reply = app.sandbox.click(app.moderator(), message, &newest).await.unwrap();
    assert_eq!(numbers(&reply), expected[..10]);
}

#[tokio::test]
async fn new_cases_move_no_page() {
    let app = with_many().await;
    let reply = list(&app, json!({})).await;
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    app.execute("update case_counters set last_number = 36").await;
    app.act("warn", json!({ "reason": "x" })).await;
    let reply = app.sandbox.click(app.moderator(), message, &button(&reply, "Older")).await.unwrap();
    assert_eq!(numbers(&reply), (17..=26).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_page_of_exactly_ten_has_no_older_one() {
    let app = with_many().await;
    app.execute("delete from cases where number > 10").await;
    let reply = list(&app, json!({})).await;
    assert_eq!((numbers(&reply).len(), buttons(&reply).len()), (10, 0));
}

#[tokio::test]
async fn a_forged_button_leads_nowhere_and_its_click_takes_permission() {
    let app = with_many().await;
    let reply = list(&app, json!({})).await;
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    for custom_id in ["case.page:1", "case.page:1:x:0:0::0:0", "case.page:1:5:0:0::0", "case.page:1:5:-1:0::0:0"] {
        let reply = app.sandbox.click(app.moderator(), message, custom_id).await.unwrap();
        assert_eq!(reply.content(), "This button leads nowhere. Use /case list instead.", "{custom_id}");
    }
    let older = button(&reply, "Older");
    app.with_member(app.demo.moderator, |member| member.roles.clear());
    let reply = app.sandbox.click(app.moderator(), message, &older).await.unwrap();
    assert_eq!(reply.content(), "You need the permission Timeout Members for this.");
}
