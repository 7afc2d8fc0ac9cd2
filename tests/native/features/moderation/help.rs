//! What /help says of moderation.

use serde_json::{Value, json};

use crate::support::App;

async fn help(app: &App, user: u64, options: Value) -> Value {
    let reply = app.sandbox.command(app.demo.seat(user), "help", options).await.unwrap();
    reply.response.unwrap()["data"].clone()
}

#[tokio::test]
async fn everyone_sees_the_commands_that_they_may_use() {
    let app = App::start().await;
    let of = async |user| help(&app, user, json!({})).await["embeds"][0].to_string();
    let (members, moderators, owners) =
        (of(app.demo.member).await, of(app.demo.moderator).await, of(app.demo.owner).await);
    assert!(members.contains("/ping") && !members.contains("/ban"), "{members}");
    assert!(moderators.contains("/ban") && !moderators.contains("/settings set"), "{moderators}");
    assert!(owners.contains("/settings set") && owners.contains("Delete and warn"), "{owners}");
}

#[tokio::test]
async fn a_command_is_explained_with_its_options_and_permissions() {
    let app = App::start().await;
    let about = help(&app, app.demo.moderator, json!({ "command": "/ban" })).await["embeds"][0].clone();
    assert_eq!(about["title"], "/ban");
    let options = about["fields"][0]["value"].as_str().unwrap();
    assert!(options.contains("`user` (required)") && options.contains("`duration` How long"), "{options}");
    assert_eq!(about["fields"][1]["value"], "Ban Members");
    let unknown = help(&app, app.demo.member, json!({ "command": "ban" })).await;
    assert_eq!(unknown["content"], "You have no command /ban here. Pick one from the suggestions.");
}

#[tokio::test]
async fn commands_are_suggested_as_far_as_the_person_may_use_them() {
    let app = App::start().await;
    let of = async |user: u64| {
        let seat = app.demo.seat(user);
        let choices = app.sandbox.autocomplete(seat, "help", json!({ "command": "ban" }), "command").await.unwrap();
        choices.iter().map(|choice| choice["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(app.demo.moderator).await, ["/ban", "/unban", "/massban"]);
    assert!(of(app.demo.member).await.is_empty());
}
