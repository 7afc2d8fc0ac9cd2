//! What members are told in a direct message, and what moderators are told of that.

use sandbox::FaultKind;
use serde_json::json;

use crate::support::App;

const DM: &str = "POST /channels/*/messages";

/// An act of each kind that tells its member, and what happens on Discord then.
const ACTS: [(&str, &str, &str); 4] = [
    ("ban", r#"{"duration":"1d"}"#, "PUT /guilds/*/bans/*"),
    ("kick", "{}", "DELETE /guilds/*/members/*"),
    ("timeout", r#"{"duration":"1h"}"#, "PATCH /guilds/*/members/*"),
    ("warn", r#"{"reason":"x"}"#, ""),
];

fn options(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn every_act_tells_its_member_first_why_and_until_when() {
    let app = App::start().await;
    app.set("ban_message", "Banned from {server} until {until}").await;
    for (command, given, route) in ACTS {
        app.sandbox.world().requests.clear();
        app.act(command, options(given)).await;
        let seen: Vec<String> = app.sandbox.world().requests.iter().map(|seen| seen.route.clone()).collect();
        let place = |wanted: &str| seen.iter().position(|route| route == wanted);
        assert!(place(DM).is_some(), "{command} tells them: {seen:?}");
        assert!(route.is_empty() || place(DM) < place(route), "{command} tells them first: {seen:?}");
        let mut world = app.sandbox.world();
        world.guilds.get_mut(&app.demo.guild).unwrap().bans.clear();
        world.join(app.demo.guild, app.demo.member, &[]);
    }
    let told = app.direct_messages(app.demo.member);
    let begins =
        ["Banned from Guildhall Demo until <t:", "You were removed from", "You can't write in", "You were warned"];
    assert_eq!(told.len(), begins.len(), "{told:?}");
    for (told, begin) in told.iter().zip(begins) {
        assert!(told.starts_with(begin), "{told}");
    }
}

#[tokio::test]
async fn every_placeholder_is_replaced_and_nothing_of_peoples_making_formats_the_message() {
    let app = App::start().await;
    {
        let mut world = app.sandbox.world();
        world.guilds.get_mut(&app.demo.guild).unwrap().name = "The *fine* place".to_owned();
        world.users.get_mut(&app.demo.member).unwrap().username = "_mallory_".to_owned();
    }
    app.set("warn_message", "{member}, **{server}** says: {reason} (case {case}, until {until})").await;
    app.act("warn", json!({ "reason": "no [links](x) to {server}, @everyone" })).await;
    let sent = app.sandbox.world().dm_messages(app.demo.member)[0].clone();
    assert_eq!(
        sent.content,
        "\\_mallory\\_, **The \\*fine\\* place** says: no \\[links\\]\\(x\\) to {server}, @everyone (case 1, until further notice)"
    );
    assert!(!sent.mentions.everyone);
}

#[tokio::test]
async fn an_act_without_reason_or_end_says_so() {
    let app = App::start().await;
    app.act("ban", json!({})).await;
    let told = app.direct_messages(app.demo.member);
    assert_eq!(told, ["You are banned from Guildhall Demo until further notice. Reason: none given"]);
}

#[tokio::test]
async fn a_message_that_would_be_too_long_is_cut_to_what_discord_takes() {
    let app = App::start().await;
    app.set("warn_message", &format!("{}{{reason}}", "x".repeat(700))).await;
    let said = app.act("warn", json!({ "reason": "*".repeat(1_000) })).await;
    assert!(said.starts_with("**mallory** is warned. Case 1."), "{said}");
    let told = app.direct_messages(app.demo.member).remove(0);
    assert!(told.chars().count() == 2_000 && told.ends_with('…'), "{}", told.chars().count());
}

#[tokio::test]
async fn closed_direct_messages_stop_no_act_and_are_told() {
    for (command, given, _) in ACTS {
        let app = App::start().await;
        app.sandbox.world().users.get_mut(&app.demo.member).unwrap().closed_dms = true;
        let said = app.act(command, options(given)).await;
        assert!(said.contains("I could not tell them: they take no messages from me. Case 1."), "{command}: {said}");
        let card = app.card(1).await;
        assert_eq!(card.field("Message to them"), "not delivered: they take no messages from me", "{command}");
        assert_eq!(card.field("State"), "done", "{command}");
    }
}

#[tokio::test]
async fn a_message_that_discord_does_not_deliver_stops_no_act_and_is_told() {
    for (route, kind) in [(DM, FaultKind::Status(500)), ("POST /users/@me/channels", FaultKind::Status(403))] {
        let app = App::start().await;
        app.fail(route, kind, 2);
        let said = app.act("kick", json!({})).await;
        assert!(said.starts_with("**mallory** is removed"), "{route}: {said}");
        assert!(said.contains("I could not tell them: Discord did not deliver my message."), "{route}: {said}");
        assert_eq!(app.card(1).await.field("Message to them"), "not delivered: Discord failed", "{route}");
    }
}

#[tokio::test]
async fn a_message_that_arrived_is_shown_on_the_card_alone() {
    let app = App::start().await;
    let said = app.act("timeout", json!({ "duration": "1h" })).await;
    assert!(!said.contains("tell them"), "{said}");
    assert_eq!(app.card(1).await.field("Message to them"), "delivered");
}

#[tokio::test]
async fn where_messages_are_switched_off_nobody_is_told() {
    let app = App::start().await;
    app.set("message_members", "off").await;
    let said = app.act("warn", json!({ "reason": "x" })).await;
    assert_eq!(said, "**mallory** is warned. Case 1.\n> x");
    app.act("kick", json!({})).await;
    assert!(app.sandbox.world().dms.is_empty());
    assert_eq!(app.card(1).await.field("State"), "recorded");
    assert_eq!(app.card(2).await.field("Message to them"), "");
}

#[tokio::test]
async fn nobody_outside_the_server_is_written_to() {
    let app = App::start().await;
    for (command, user) in [("ban", app.demo.stranger), ("unban", app.demo.stranger)] {
        app.says(app.moderator(), command, json!({ "user": user.to_string() })).await;
    }
    app.says(app.moderator(), "note", json!({ "user": app.demo.member.to_string(), "text": "x" })).await;
    assert!(app.sandbox.world().dms.is_empty());
}

#[tokio::test]
async fn an_act_that_is_tried_again_tells_its_member_once() {
    for (command, given, route) in &ACTS[..3] {
        let app = App::start().await;
        app.fail(route, FaultKind::Status(500), 3);
        let said = app.act(command, options(given)).await;
        assert!(said.contains("is queued"), "{command}: {said}");
        assert_eq!(app.card(1).await.field("Message to them"), "delivered", "{command}: known while it waits");
        for _ in 0..4 {
            app.run_waiting().await;
        }
        assert_eq!(app.card(1).await.field("State"), "done", "{command}");
        assert_eq!(app.card(1).await.field("Message to them"), "delivered", "{command}: and still known then");
        assert_eq!(app.direct_messages(app.demo.member).len(), 1, "{command}");
    }
}

#[tokio::test]
async fn of_an_act_that_discord_refused_it_is_known_that_they_were_told() {
    let app = App::start().await;
    app.fail("PUT /guilds/*/bans/*", FaultKind::Status(403), 1);
    let said = app.act("ban", json!({})).await;
    assert!(said.contains("was refused by Discord"), "{said}");
    assert_eq!(app.direct_messages(app.demo.member).len(), 1);
    let card = app.card(1).await;
    assert!(card.field("State").starts_with("failed: "), "{card:?}");
    assert_eq!(card.field("Message to them"), "delivered");
}

#[tokio::test]
async fn a_soft_ban_tells_what_a_kick_tells() {
    let app = App::start().await;
    app.act("ban", json!({ "soft": true, "reason": "spam" })).await;
    let told = app.direct_messages(app.demo.member);
    assert_eq!(told, ["You were removed from Guildhall Demo. You may come back. Reason: spam"]);
}
