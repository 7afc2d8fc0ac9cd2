//! Acts in somebody else's name.

use sandbox::Seat;
use serde_json::{Value, json};

use crate::support::App;

/// An act on the demo's member in somebody's name; what the reply says.
async fn act(app: &App, seat: Seat, command: &str, mut options: Value, named: u64) -> String {
    options["user"] = json!(app.demo.member.to_string());
    options["on_behalf_of"] = json!(named.to_string());
    app.says(seat, command, options).await
}

#[tokio::test]
async fn the_card_shows_in_whose_name_and_by_whom() {
    let app = App::start().await;
    act(&app, app.manager(), "warn", json!({ "reason": "x" }), app.demo.moderator).await;
    let shown = app.card(1).await;
    assert_eq!(shown.field("Moderator"), format!("<@{}>, typed by <@{}>", app.demo.moderator, app.demo.admin));
    let entry = "select moderator_name || ' ' || moderator_user_id || ' ' || made_by_user_id from cases";
    let expected = format!("grace {} {}", app.demo.moderator, app.demo.admin);
    assert_eq!(app.value::<String>(entry).await, expected);
}

#[tokio::test]
async fn every_act_can_be_done_so_and_the_audit_log_names_the_moderator() {
    let app = App::start().await;
    for (command, options) in
        [("timeout", json!({ "duration": "1h" })), ("untimeout", json!({})), ("ban", json!({})), ("unban", json!({}))]
    {
        act(&app, app.manager(), command, options, app.demo.moderator).await;
        let entry = app.sandbox.world().guilds[&app.demo.guild].audit_log.last().unwrap().clone();
        assert!(entry.reason.unwrap().contains("· grace: "), "{command}");
    }
    app.sandbox.world().join(app.demo.guild, app.demo.member, &[]);
    act(&app, app.manager(), "kick", json!({}), app.demo.moderator).await;
    let made_by = "select count(*) from cases where moderator_user_id <> made_by_user_id";
    assert_eq!(app.value::<i64>(made_by).await, 5);
}

#[tokio::test]
async fn it_takes_manage_server() {
    let app = App::start().await;
    let said = act(&app, app.moderator(), "warn", json!({ "reason": "x" }), app.demo.second_moderator).await;
    assert_eq!(said, "Acting in somebody else's name needs the permission Manage Server. Leave that option out.");
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}

#[tokio::test]
async fn only_members_who_are_people_can_be_named() {
    let app = App::start().await;
    for named in [app.demo.stranger, app.demo.application] {
        let said = act(&app, app.manager(), "warn", json!({ "reason": "x" }), named).await;
        assert_eq!(said, "You can act in the name of members of this server only.");
    }
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}

#[tokio::test]
async fn ones_own_name_is_no_other() {
    let app = App::start().await;
    let said = act(&app, app.moderator(), "warn", json!({ "reason": "x" }), app.demo.moderator).await;
    assert!(said.starts_with("**mallory** is warned."), "{said}");
    assert_eq!(app.card(1).await.field("Moderator"), format!("<@{}>", app.demo.moderator));
}

#[tokio::test]
async fn the_place_of_whoever_types_counts_and_not_that_of_whom_they_name() {
    let app = App::start().await;
    let options = json!({
        "user": app.demo.admin.to_string(), "on_behalf_of": app.demo.owner.to_string(), "duration": "1h",
    });
    let said = app.says(app.manager(), "timeout", options.clone()).await;
    assert_eq!(said, "You can't do that to yourself.");
    let elder =
        json!({ "user": app.demo.elder.to_string(), "on_behalf_of": app.demo.owner.to_string(), "duration": "1h" });
    let said = app.says(app.manager(), "timeout", elder).await;
    assert!(said.contains("not below yours"), "{said}");
}

#[tokio::test]
async fn lists_by_moderator_show_what_was_done_in_their_name() {
    let app = App::start().await;
    act(&app, app.manager(), "warn", json!({ "reason": "x" }), app.demo.moderator).await;
    for (person, count) in [(app.demo.moderator, 1), (app.demo.admin, 0)] {
        let reply = app
            .sandbox
            .command(app.moderator(), "case list", json!({ "moderator": person.to_string() }))
            .await
            .unwrap();
        let text = reply.response.unwrap()["data"]["embeds"][0]["description"].as_str().unwrap().to_owned();
        assert_eq!(text.matches("Warning").count(), count, "{text}");
    }
}
