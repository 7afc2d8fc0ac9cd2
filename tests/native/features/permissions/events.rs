//! What follows when a role or a channel is deleted.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn with_a_role_goes_what_was_granted_to_it_and_with_a_channel_what_was_granted_in_it() {
    let app = App::start().await;
    app.install().await;
    let (guild, role) = (app.demo.guild.to_string(), app.demo.helper_role.to_string());
    app.grants("/ban", json!({})).await;
    let there =
        json!({ "target": "/ban", "user": app.demo.member.to_string(), "channel": app.demo.mod_log.to_string() });
    app.says(app.owner(), "permissions grant", there).await;
    app.says(app.owner(), "permissions grant", json!({ "target": "/ban", "user": app.demo.member.to_string() })).await;
    app.hears("GUILD_ROLE_DELETE", json!({ "guild_id": guild, "role_id": role })).await;
    assert_eq!(app.poke().await, 1);
    assert_eq!(app.value::<i64>("select count(*) from grants where role_id is not null").await, 0);
    let deleted = json!({ "id": app.demo.mod_log.to_string(), "guild_id": guild, "type": 0, "name": "mod-log" });
    app.hears("CHANNEL_DELETE", deleted).await;
    app.poke().await;
    assert_eq!(app.value::<i64>("select count(*) from grants").await, 1);
    let forgotten = "select count(*) from audit_entries where action = 'grants.forget' and via = 'platform' and actor_user_id is null";
    assert_eq!(app.value::<i64>(forgotten).await, 2);
    assert_eq!(app.value::<i64>("select count(*) from gateway_events").await, 0, "they are handled");
}

#[tokio::test]
async fn a_role_that_the_mirrored_server_no_longer_has_is_shown_as_deleted() {
    let app = App::start().await;
    app.grants("/ban", json!({})).await;
    app.execute(
        "insert into roles (tenant_id, guild_id, role_id, name, position, permissions, is_managed)
         select tenant_id, guild_id, 5, 'other', 1, 0, false from grants",
    )
    .await;
    let reply = app.sandbox.command(app.owner(), "permissions list", json!({})).await.unwrap();
    let shown = reply.response.unwrap()["data"]["embeds"][0]["description"].as_str().unwrap().to_owned();
    assert_eq!(app.named(&shown), "**1.** a deleted role was granted /ban by @ada on (date)");
}
