//! `/help`.

use serde_json::{Value, json};

use crate::support::App;

async fn help(app: &App, user: u64, options: Value) -> Value {
    let reply = app.sandbox.command(app.demo.seat(user), "help", options).await.unwrap();
    reply.response.unwrap()["data"].clone()
}

#[tokio::test]
async fn help_is_in_the_readers_language() {
    let app = App::start().await;
    app.sandbox.world().users.get_mut(&app.demo.member).unwrap().locale = "de".to_owned();
    let about = help(&app, app.demo.member, json!({})).await["embeds"][0].clone();
    assert_eq!(about["title"], "Was ich für dich tun kann");
    let reply = app.sandbox.command(app.demo.seat(app.demo.member), "ping", json!({})).await.unwrap();
    assert_eq!(reply.content(), "Ich bin da, mallory.");
}

#[tokio::test]
async fn help_shows_what_a_server_grants_and_not_what_it_denies() {
    let app = App::start().await;
    let helper = app.helper();
    let shown = async || help(&app, helper.user, json!({})).await["embeds"][0]["fields"].to_string();
    let before = shown().await;
    assert!(before.contains("/search") && !before.contains("/ban"), "{before}");
    app.grants("/ban", json!({})).await;
    app.grants("/search", json!({ "deny": true })).await;
    let after = shown().await;
    assert!(after.contains("/ban") && !after.contains("/search") && after.contains("/ping"), "{after}");
    let explained = help(&app, helper.user, json!({ "command": "ban" })).await;
    assert_eq!(explained["embeds"][0]["title"], "/ban");
}
