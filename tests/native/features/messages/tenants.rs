//! One tenant's search never reaches another's messages, in the same guild or by another's buttons.

use serde_json::json;

use super::{button, description};
use crate::support::App;

#[tokio::test]
async fn another_tenant_of_the_same_guild_finds_nothing() {
    let app = App::with_messages(&["a cat"; 12]).await;
    let rival = app.rival().await;
    let mine = app.search(app.moderator(), json!({ "query": "cat" })).await;
    let copy = "insert into channels (tenant_id, guild_id, channel_id, type, name, overwrites)
                select t.id, guild_id, channel_id, type, c.name, overwrites from channels c, tenants t where t.name = 'Rival';
                insert into roles (tenant_id, guild_id, role_id, name, permissions)
                select t.id, guild_id, role_id, r.name, permissions from roles r, tenants t where t.name = 'Rival'";
    app.execute(copy).await;
    assert_eq!(app.finds_as(rival, json!({ "query": "cat" })).await, [""; 0]);
    let ping = app.sandbox.command(rival, "ping", json!({})).await.unwrap();
    let message = app.sandbox.original(ping.interaction).unwrap().id;
    let older = button(&mine, "Older").unwrap();
    let reply = app.sandbox.click(rival, message, &older).await.unwrap();
    assert_eq!(reply.content(), "I no longer know what you searched for here. Search again with /search.");
    let id: i64 = app.value("select max(message_id) from messages").await;
    let data = json!({ "custom_id": "search.context:1", "component_type": 3, "values": [id.to_string()] });
    let reply = app.sandbox.component(rival, message, data).await.unwrap();
    assert!(description(&reply).starts_with("That message is gone"), "{reply:?}");
}

#[tokio::test]
async fn the_function_that_searches_takes_the_tenant_from_the_transaction_alone() {
    let app = App::with_messages(&["a cat"]).await;
    let mut worker = app.admin().await;
    let channels = vec![app.demo.channel.cast_signed()];
    let sql = "select count(*) from search_messages($1, $2, '{}', 'cat', 'english', null, null, null, null, 0, 9223372036854775807, true, 9)";
    for (entered, expected) in [(None, 0), (Some(uuid::Uuid::from_u128(1)), 0), (Some(app.tenant), 1)] {
        sqlx::raw_sql("begin; set local role guildhall_worker").execute(&mut worker).await.unwrap();
        let entered = entered.map(|tenant| tenant.to_string()).unwrap_or_default();
        sqlx::query("select set_config('app.tenant_id', $1, true)").bind(entered).execute(&mut worker).await.unwrap();
        let count = sqlx::query_scalar(sql).bind(app.demo.guild.cast_signed()).bind(&channels);
        let count: i64 = count.fetch_one(&mut worker).await.unwrap();
        assert_eq!(count, expected);
        sqlx::raw_sql("rollback").execute(&mut worker).await.unwrap();
    }
}
