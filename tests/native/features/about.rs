//! What people ask of any bot.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn a_ping_says_that_the_bot_is_here_to_the_person_alone() {
    let app = App::start().await;
    let reply = app.sandbox.command(app.moderator(), "ping", json!({})).await.unwrap();
    assert_eq!(reply.content(), "I am here, grace.");
    assert_eq!(reply.response.unwrap()["data"]["flags"], 64);
}
