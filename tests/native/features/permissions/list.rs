//! `/permissions list`.

use sandbox::Reply;
use serde_json::{Value, json};

use crate::support::App;

fn text(reply: &Reply) -> String {
    let data = &reply.response.as_ref().unwrap()["data"];
    format!("{}{}", data["content"].as_str().unwrap_or_default(), data["embeds"][0]["description"].as_str().unwrap())
}

/// The custom_ids of a reply's parts, and the values that its select offers.
fn parts(reply: &Reply) -> (Vec<String>, Vec<String>) {
    let rows = reply.response.as_ref().unwrap()["data"]["components"].as_array().unwrap().clone();
    let parts: Vec<Value> = rows.iter().flat_map(|row| row["components"].as_array().unwrap().clone()).collect();
    let values = parts.iter().flat_map(|part| part["options"].as_array().cloned().unwrap_or_default());
    (
        parts.iter().map(|part| part["custom_id"].as_str().unwrap().to_owned()).collect(),
        values.map(|option| option["value"].as_str().unwrap().to_owned()).collect(),
    )
}

#[tokio::test]
async fn an_empty_list_says_what_decides() {
    let app = App::start().await;
    let reply = app.sandbox.command(app.owner(), "permissions list", json!({})).await.unwrap();
    assert_eq!(text(&reply), "Nothing is granted or denied: Discord's own permissions decide.");
    let about = json!({ "target": "/ban" });
    let reply = app.sandbox.command(app.owner(), "permissions list", about).await.unwrap();
    assert_eq!(text(&reply), "No grant is about that.");
}

#[tokio::test]
async fn a_list_is_narrowed_by_whom_and_by_what() {
    let app = App::start().await;
    app.grants("/kick", json!({})).await;
    app.grants("moderation", json!({ "deny": true })).await;
    for (target, subject) in [("/kick", ("user", app.demo.member)), ("/warn", ("role", app.demo.guild))] {
        let options = json!({ "target": target, (subject.0): subject.1.to_string() });
        app.says(app.owner(), "permissions grant", options).await;
    }
    let list = async |options: Value| {
        app.named(&text(&app.sandbox.command(app.manager(), "permissions list", options).await.unwrap()))
    };
    insta::assert_snapshot!(list(json!({})).await, @"
    **1.** everyone was granted /warn by @ada on (date)
    **2.** @mallory was granted /kick by @ada on (date)
    **3.** @Helper was denied everything of moderation by @ada on (date)
    **4.** @Helper was granted /kick by @ada on (date)
    ");
    let user = json!({ "user": app.demo.member.to_string() });
    assert_eq!(list(user).await, "**1.** @mallory was granted /kick by @ada on (date)");
    let everyone = json!({ "role": app.demo.guild.to_string() });
    assert_eq!(list(everyone).await, "**1.** everyone was granted /warn by @ada on (date)");
    assert_eq!(list(json!({ "target": "/kick" })).await.lines().count(), 2);
    let both = json!({ "target": "/kick", "role": app.demo.helper_role.to_string() });
    assert_eq!(list(both).await, "**1.** @Helper was granted /kick by @ada on (date)");
}

#[tokio::test]
async fn many_are_shown_ten_at_a_time() {
    let app = App::start().await;
    app.grants("/kick", json!({})).await;
    let more = "insert into grants (tenant_id, guild_id, user_id, command, effect, created_by_user_id)
                select tenant_id, guild_id, number, '/ban', 'deny', 1 from grants, generate_series(1, 14) as number";
    app.execute(more).await;
    let reply = app.sandbox.command(app.owner(), "permissions list", json!({})).await.unwrap();
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    let (ids, _) = parts(&reply);
    assert_eq!((text(&reply).lines().count(), ids.len()), (10, 2), "the select, and the way to older ones");
    let reply = app.sandbox.click(app.owner(), message, &ids[1]).await.unwrap();
    assert_eq!(text(&reply).lines().count(), 5);
    let (ids, _) = parts(&reply);
    let reply = app.sandbox.click(app.owner(), message, &ids[1]).await.unwrap();
    assert_eq!(text(&reply).lines().count(), 10, "back to the newest");
}

#[tokio::test]
async fn one_is_taken_back_from_the_list_even_if_nothing_can_name_it_any_more() {
    let app = App::start().await;
    app.grants("/kick", json!({})).await;
    app.execute("update grants set command = '/spank', channel_id = 77").await;
    let reply = app.sandbox.command(app.manager(), "permissions list", json!({})).await.unwrap();
    assert!(text(&reply).ends_with("(I no longer have it)"), "{}", text(&reply));
    let (ids, values) = parts(&reply);
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    let reply = app.sandbox.select(app.manager(), message, &ids[0], &[&values[0]]).await.unwrap();
    let said = text(&reply);
    assert!(said.starts_with("Taken back: ") && said.ends_with("Discord's own permissions decide."), "{said}");
    let again = json!({ "custom_id": ids[0], "component_type": 3, "values": [values[0]] });
    let reply = app.sandbox.component(app.manager(), message, again).await.unwrap();
    assert_eq!(reply.content(), "That grant is gone already.");
}

#[tokio::test]
async fn from_the_list_nobody_takes_back_what_binds_themselves() {
    let app = App::start().await;
    let deny = json!({ "target": "/ban", "user": app.demo.admin.to_string(), "deny": true });
    app.says(app.owner(), "permissions grant", deny).await;
    let reply = app.sandbox.command(app.manager(), "permissions list", json!({})).await.unwrap();
    let ((ids, values), message) = (parts(&reply), app.sandbox.original(reply.interaction).unwrap().id);
    let reply = app.sandbox.select(app.manager(), message, &ids[0], &[&values[0]]).await.unwrap();
    assert!(reply.content().starts_with("You can't decide about /ban"), "{}", reply.content());
    let forged = json!({ "custom_id": "permissions.revoke:1:x::", "component_type": 3, "values": ["1"] });
    let reply = app.sandbox.component(app.manager(), message, forged).await.unwrap();
    assert!(reply.content().starts_with("This leads nowhere."), "{}", reply.content());
    assert_eq!(app.value::<i64>("select count(*) from grants").await, 1);
}
