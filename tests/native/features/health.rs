//! `/health`.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn a_role_above_the_bots_is_named_with_what_to_do() {
    let app = App::start().await;
    let reply = app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    let report = reply.response.unwrap()["data"]["embeds"][0].clone();
    let fields = report["fields"].as_array().unwrap();
    let found = fields.iter().find(|field| field["name"] == "Some roles stand above mine").unwrap();
    assert!(found["value"].as_str().unwrap().contains("drag my role above theirs"), "{report}");
}

#[tokio::test]
async fn only_whoever_manages_the_server_may_ask() {
    let app = App::start().await;
    let body = app.sandbox.world().payload(app.moderator(), 2, json!({ "id": "1", "name": "health", "type": 1 }), None);
    let (_, answer) = app.post_signed(body.unwrap().to_string().as_bytes()).await;
    assert!(answer.contains("You need the permission Manage Server for this."), "{answer}");
}
