//! Grants over the API.

use serde_json::{Value, json};

use crate::{features::messages::description, support::App};

fn at(app: &App, rest: &str) -> String {
    app.tenant(&format!("/guilds/{}{rest}", app.demo.guild))
}

fn helpers(app: &App, target: &str, effect: &str) -> Value {
    json!({ "role_id": app.demo.helper_role.to_string(), "target": target, "effect": effect })
}

#[tokio::test]
async fn what_is_granted_over_the_api_counts_in_discord_and_can_be_taken_back() {
    let app = App::start().await;
    app.install().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let made = owner.put(&at(&app, "/grants"), helpers(&app, "/case list", "allow")).await;
    assert_eq!((made.status, &made.json["effect"]), (200, &json!("allow")), "{}", made.text);
    assert_eq!(made.json["command"], json!("/case list"));
    let listing = app.sandbox.command(app.owner(), "permissions list", json!({})).await.unwrap();
    assert!(description(&listing).contains("/case list"), "{listing:?}");
    let path = format!("/permissions?user_id={}&command=/case%20list&channel_id={}", app.demo.member, app.demo.channel);
    assert_eq!(owner.get(&at(&app, &path)).await.json["because"], json!("lacks"));
    app.helper();
    let why = owner.get(&at(&app, &path)).await;
    assert_eq!((&why.json["is_allowed"], &why.json["because"]), (&json!(true), &json!("granted")), "{}", why.text);
    assert_eq!(why.json["grant"]["id"], made.json["id"]);
    let one = at(&app, &format!("/grants/{}", made.json["id"]));
    assert_eq!(owner.delete(&one).await.status, 204);
    assert_eq!(owner.delete(&one).await.problem(), (404, "not_found"));
    assert_eq!(owner.get(&at(&app, &path)).await.json["because"], json!("lacks"));
    let audit = owner.get(&app.tenant(&format!("/audit?subject=role/{}", app.demo.helper_role))).await;
    let actions: Vec<_> = audit.json["items"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["grants.revoke", "grants.put"]);
}

#[tokio::test]
async fn an_allow_stands_in_place_of_a_deny_and_there_is_one_of_each() {
    let app = App::start().await;
    app.install().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let first = owner.put(&at(&app, "/grants"), helpers(&app, "moderation", "deny")).await;
    let same = owner.put(&at(&app, "/grants"), helpers(&app, "moderation", "deny")).await;
    let other = owner.put(&at(&app, "/grants"), helpers(&app, "moderation", "allow")).await;
    assert_eq!((&first.json["id"], &first.json["id"]), (&same.json["id"], &other.json["id"]));
    assert_eq!(other.json["effect"], json!("allow"));
    let everyone = json!({ "target": "/search", "effect": "deny", "channel_id": app.demo.mod_log.to_string() });
    assert_eq!(owner.put(&at(&app, "/grants"), everyone).await.status, 200);
    let all = owner.get(&at(&app, "/grants")).await;
    assert_eq!(all.json["items"].as_array().map(Vec::len), Some(2));
    let of_everyone = owner.get(&at(&app, "/grants?everyone=true")).await;
    assert_eq!(of_everyone.json["items"][0]["command"], json!("/search"));
    let of_role = owner.get(&at(&app, &format!("/grants?role_id={}", app.demo.helper_role))).await;
    assert_eq!(of_role.json["items"][0]["feature"], json!("moderation"));
    let table = owner.get(&at(&app, "/grants?format=csv&target=moderation")).await;
    assert_eq!(table.text.lines().count(), 2, "{}", table.text);
    let page = owner.get(&at(&app, "/grants?limit=1")).await;
    let next = at(&app, &format!("/grants?limit=1&cursor={}", page.json["next_cursor"].as_str().unwrap()));
    assert_eq!(owner.get(&next).await.json["items"][0]["feature"], json!("moderation"));
}

#[tokio::test]
async fn who_decides_is_for_owners_to_decide_and_others_only_look() {
    let app = App::start().await;
    app.install().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    let reserved = helpers(&app, "permissions", "allow");
    assert_eq!(admin.put(&at(&app, "/grants"), reserved.clone()).await.problem(), (422, "refused"));
    assert_eq!(owner.put(&at(&app, "/grants"), reserved).await.status, 200);
    assert_eq!(admin.put(&at(&app, "/grants"), helpers(&app, "/ban", "allow")).await.status, 200);
    assert_eq!(
        moderator.put(&at(&app, "/grants"), helpers(&app, "/kick", "allow")).await.problem(),
        (403, "forbidden")
    );
    let listed = moderator.get(&at(&app, "/grants")).await;
    assert_eq!(listed.json["items"].as_array().map(Vec::len), Some(2));
    let one = at(&app, &format!("/grants/{}", listed.json["items"][0]["id"]));
    assert_eq!(moderator.delete(&one).await.problem(), (403, "forbidden"));
    let stranger = app.person(app.demo.stranger, "eve").await;
    assert_eq!(stranger.get(&at(&app, "/grants")).await.problem(), (404, "not_found"));
    assert_eq!(stranger.delete(&one).await.problem(), (404, "not_found"));
}

#[tokio::test]
async fn what_is_not_of_this_server_is_refused_by_its_field() {
    let app = App::start().await;
    app.install().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    for (change, field) in [
        (json!({ "role_id": "5" }), "role_id"),
        (json!({ "role_id": null, "user_id": app.demo.stranger.to_string() }), "user_id"),
        (json!({ "user_id": app.demo.member.to_string() }), "role_id"),
        (json!({ "channel_id": "5" }), "channel_id"),
        (json!({ "target": "/nothing" }), "target"),
        (json!({ "target": "/ping" }), "target"),
    ] {
        let mut body = helpers(&app, "/ban", "allow");
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let refused = owner.put(&at(&app, "/grants"), body).await;
        assert_eq!(refused.problem(), (422, "invalid"), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["field"], json!(field), "{}", refused.text);
    }
    assert_eq!(app.value::<i64>("select count(*) from grants").await, 0);
    let path = format!("/permissions?user_id={}&command=/ban", app.demo.stranger);
    assert_eq!(owner.get(&at(&app, &path)).await.problem(), (422, "invalid"));
    let path = format!("/permissions?user_id={}&command=/ban", app.demo.owner);
    assert_eq!(owner.get(&at(&app, &path)).await.json["because"], json!("administers"));
}
