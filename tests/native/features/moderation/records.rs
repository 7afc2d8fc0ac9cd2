//! `/warn` and `/note`: what is only recorded.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn a_warning_is_public_and_recorded() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "shouting" });
    let reply = app.sandbox.command(app.moderator(), "warn", options).await.unwrap();
    assert_eq!(reply.content(), "**mallory** is warned. Case 1.\n> shouting");
    assert_ne!(reply.response.as_ref().unwrap()["data"]["flags"], 64);
    assert_eq!(app.value::<String>("select kind || ' ' || reason from cases").await, "warn shouting");
}

#[tokio::test]
async fn a_note_is_for_moderators_only_and_about_anyone() {
    let app = App::start().await;
    for (number, user) in [(1, app.demo.member), (2, app.demo.stranger), (3, app.demo.owner)] {
        let options = json!({ "user": user.to_string(), "text": "asked nicely" });
        let reply = app.sandbox.command(app.moderator(), "note", options).await.unwrap();
        assert!(reply.content().ends_with(&format!("Case {number}.\n> asked nicely")), "{}", reply.content());
        assert_eq!(reply.response.as_ref().unwrap()["data"]["flags"], 64);
    }
    let shown = app.sandbox.command(app.moderator(), "case show", json!({ "number": 2 })).await.unwrap();
    let embed = &shown.response.as_ref().unwrap()["data"]["embeds"][0];
    assert_eq!((&embed["title"], &embed["fields"][3]["value"]), (&json!("Case 2 · Note"), &json!("recorded")));
}

#[tokio::test]
async fn whoever_may_not_be_warned_is_refused_with_the_reason_and_without_a_case() {
    let app = App::start().await;
    let demo = app.demo;
    let cases = [
        (demo.moderator, demo.owner, "Nobody can do that to the server's owner"),
        (demo.moderator, demo.moderator, "You can't do that to yourself"),
        (demo.moderator, demo.application, "I can't do that to myself"),
        (demo.moderator, demo.second_moderator, "not below yours"),
        (demo.moderator, demo.stranger, "not in this server"),
    ];
    app.refuses("warn", json!({ "reason": "x" }), &cases).await;
}

#[tokio::test]
async fn the_owner_may_warn_whoever_stands_above_the_bot() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.elder.to_string(), "reason": "spells" });
    let reply = app.sandbox.command(app.demo.seat(app.demo.owner), "warn", options).await.unwrap();
    assert!(reply.content().starts_with("**merlin** is warned."), "{}", reply.content());
}

#[tokio::test]
async fn an_empty_reason_is_refused_with_advice() {
    let app = App::start().await;
    for (command, option, words) in
        [("warn", "reason", "what the warning is for"), ("note", "text", "what to remember")]
    {
        let options = json!({ "user": app.demo.member.to_string(), option: "   " });
        let body = app.sandbox.world().command_payload(app.moderator(), 2, command, &options, None).unwrap();
        let (status, text) = app.post_signed(body.to_string().as_bytes()).await;
        assert!(status == 200 && text.contains(words), "{text}");
    }
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}
