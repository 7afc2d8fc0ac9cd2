//! From signing in to a tenant with a server.

use serde_json::json;

use super::sign_in::signed_in;
use crate::support::App;

#[tokio::test]
async fn whoever_manages_a_server_with_an_open_bot_makes_it_theirs() {
    let app = App::start().await;
    app.install().await;
    app.execute("update bots set claims = 'anyone'").await;
    app.execute("insert into guilds (tenant_id, guild_id, name, owner_user_id) select tenant_id, guild_id, 'Demo', 1 from installations").await;
    app.execute("insert into tasks (tenant_id, application_id, guild_id, kind, unique_key, payload) select tenant_id, application_id, guild_id, 'effect', 'x', '{}' from installations").await;
    let owner = signed_in(&app, app.demo.owner).await;
    let guilds = owner.get("/api/v1/me/guilds").await;
    let guild = &guilds.json["items"][0];
    assert_eq!((&guild["is_owner"], &guild["bots"][0]["is_claimed"]), (&json!(true), &json!(false)), "{}", guilds.text);
    let bots = owner.get(&format!("/api/v1/bots?guild_id={}", app.demo.guild)).await;
    let link = bots.json["items"][0]["install_url"].as_str().unwrap();
    assert!(
        link.contains(&format!("client_id={}&scope=bot+applications.commands&permissions=", app.demo.application)),
        "{link}"
    );
    // At once: Discord tells of somebody's servers once a second, which nobody need know.
    let new = json!({ "name": "Ada’s", "guild_id": guild["id"], "application_id": guild["bots"][0]["application_id"] });
    let made = owner.post("/api/v1/tenants", new.clone()).await;
    assert_eq!((made.status, &made.json["name"]), (201, &json!("Ada’s")), "{}", made.text);
    let tenant = format!("/api/v1/tenants/{}", made.json["id"].as_str().unwrap());
    let own = owner.get(&format!("{tenant}/guilds")).await;
    assert_eq!((&own.json["items"][0]["name"], own.json["items"][0]["claimed_at"].is_string()), (&json!("Demo"), true));
    let cancelled = "select state || ': ' || last_error from tasks";
    assert_eq!(app.value::<String>(cancelled).await, "cancelled: the server was claimed by another tenant");
    let audit = owner.get(&format!("{tenant}/audit")).await;
    let actions: Vec<_> =
        audit.json["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["guild.claim", "tenant.found"]);
    // Nobody takes it from them, whoever manages the server.
    let admin = signed_in(&app, app.demo.admin).await;
    assert_eq!(admin.post("/api/v1/tenants", new).await.problem(), (409, "claimed"));
    assert_eq!(app.value::<i64>("select count(*) from tenants").await, 2);
    // Given back, it is free again.
    let released = owner.delete(&format!("{tenant}/guilds/{}", app.demo.guild)).await;
    assert_eq!(released.status, 204, "{}", released.text);
    assert_eq!(owner.get(&format!("{tenant}/guilds")).await.json["items"], json!([]));
}

#[tokio::test]
async fn a_server_is_claimed_only_by_whom_discord_says_to_manage_it_and_with_a_bot_that_lets_them() {
    let app = App::start().await;
    app.install().await;
    let new = json!({ "name": "Mine", "guild_id": app.demo.guild.to_string(), "application_id": app.demo.application.to_string() });
    let member = signed_in(&app, app.demo.member).await;
    assert_eq!(member.post("/api/v1/tenants", new.clone()).await.problem(), (403, "forbidden"));
    let stranger = signed_in(&app, app.demo.stranger).await;
    assert_eq!(stranger.post("/api/v1/tenants", new.clone()).await.problem(), (403, "forbidden"));
    let owner = signed_in(&app, app.demo.owner).await;
    assert_eq!(owner.post("/api/v1/tenants", new.clone()).await.problem(), (409, "closed"));
    app.execute("update bots set claims = 'clients'").await;
    app.sandbox.advance(std::time::Duration::from_secs(2));
    assert_eq!(owner.post("/api/v1/tenants", new.clone()).await.problem(), (409, "closed"), "they are no client");
    app.execute("update bots set claims = 'anyone'").await;
    app.execute("update installations set left_at = now(), is_primary = false").await;
    app.sandbox.advance(std::time::Duration::from_secs(2));
    assert_eq!(owner.post("/api/v1/tenants", new).await.problem(), (409, "not_installed"));
    assert_eq!(app.value::<i64>("select count(*) from tenants").await, 1);
}
