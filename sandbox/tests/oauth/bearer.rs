//! What an application may know in a person's name.

use std::time::Duration;

use serde_json::json;

use crate::support::{Scene, called, http, scene};

#[tokio::test]
async fn who_somebody_is_and_their_address_are_two_scopes() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "identify").await;
    let user = scene.get("/users/@me", &token["access_token"]).await.json();
    assert_eq!((&user["username"], &user["locale"]), (&json!("mallory"), &json!("en-US")));
    assert!(user.get("email").is_none() && user.get("verified").is_none(), "{user}");
    let token = scene.signed_in(scene.demo.moderator, "email identify").await;
    let user = scene.get("/users/@me", &token["access_token"]).await.json();
    assert_eq!((&user["email"], &user["verified"]), (&json!("grace@example.com"), &json!(true)));
}

#[tokio::test]
async fn what_was_not_authorized_is_refused() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "guilds").await;
    let member = format!("/users/@me/guilds/{}/member", scene.demo.guild);
    for path in ["/users/@me", &member] {
        assert_eq!(scene.get(path, &token["access_token"]).await.refusal(), (403, 50_026), "{path}");
    }
    let token = scene.signed_in(scene.demo.moderator, "identify").await;
    assert_eq!(scene.get("/users/@me/guilds", &token["access_token"]).await.refusal(), (403, 50_026));
    for path in ["/applications/@me", "/oauth2/applications/@me", &format!("/guilds/{}", scene.demo.guild)] {
        assert_eq!(scene.get(path, &token["access_token"]).await.refusal(), (401, 0), "{path} is for bots");
    }
    let unknown = scene.get("/users/@me", &json!("invented")).await;
    assert_eq!((unknown.status, unknown.json()), (401, json!({ "message": "401: Unauthorized", "code": 0 })));
}

#[tokio::test]
async fn a_persons_guilds_tell_what_they_may_there() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.moderator, "guilds").await;
    let guilds = scene.get("/users/@me/guilds?with_counts=true", &token["access_token"]).await.json();
    let world = scene.sandbox.world();
    let guild = &world.guilds[&scene.demo.guild];
    let permissions = world.permissions(guild, scene.demo.moderator).to_string();
    let wanted = json!([{
        "id": guild.id.to_string(), "name": "Guildhall Demo", "icon": null, "banner": null, "owner": false,
        "permissions": permissions, "features": [], "approximate_member_count": guild.members.len(),
        "approximate_presence_count": guild.members.len(),
    }]);
    assert_eq!(guilds, wanted);
}

/// The ids of a page of guilds; the rate limit is over by then.
async fn page(scene: &Scene, token: &serde_json::Value, query: &str) -> Vec<String> {
    scene.sandbox.advance(Duration::from_secs(1));
    let page = scene.get(&format!("/users/@me/guilds{query}"), &token["access_token"]).await;
    let page = page.json();
    page.as_array().unwrap().iter().map(|guild| guild["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_persons_guilds_come_in_pages() {
    let scene = scene().await;
    let mut ids = vec![scene.demo.guild.to_string()];
    for number in 0..4 {
        ids.push(scene.sandbox.world().create_guild(&format!("More {number}"), scene.demo.owner).to_string());
    }
    scene.sandbox.world().create_guild("Not theirs", scene.demo.member);
    let token = scene.signed_in(scene.demo.owner, "guilds").await;
    assert_eq!(page(&scene, &token, "").await, ids);
    assert_eq!(page(&scene, &token, "?limit=2").await, ids[..2]);
    assert_eq!(page(&scene, &token, &format!("?limit=2&after={}", ids[1])).await, ids[2..4]);
    assert_eq!(page(&scene, &token, &format!("?limit=2&before={}", ids[4])).await, ids[2..4]);
    for wrong in ["?limit=0", "?limit=201", "?before=x"] {
        scene.sandbox.advance(Duration::from_secs(1));
        let refused = scene.get(&format!("/users/@me/guilds{wrong}"), &token["access_token"]).await;
        assert_eq!(refused.refusal(), (400, 50_035), "{wrong}");
    }
}

#[tokio::test]
async fn a_persons_guilds_can_be_asked_for_once_a_second() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "identify guilds").await;
    let other = scene.signed_in(scene.demo.moderator, "guilds").await;
    let first = scene.get("/users/@me/guilds", &token["access_token"]).await;
    assert_eq!((first.header("x-ratelimit-limit"), first.header("x-ratelimit-remaining")), ("1", "0"));
    let again = scene.signed_in(scene.demo.member, "guilds").await;
    let refused = scene.get("/users/@me/guilds", &again["access_token"]).await;
    assert_eq!((refused.status, refused.header("x-ratelimit-scope")), (429, "user"));
    assert_eq!(refused.json()["global"], false);
    assert!(refused.json()["retry_after"].as_f64().unwrap() <= 1.0);
    assert_eq!(scene.get("/users/@me", &token["access_token"]).await.status, 200);
    assert_eq!(scene.get("/users/@me/guilds", &other["access_token"]).await.status, 200, "people are counted apart");
    scene.sandbox.advance(Duration::from_secs(1));
    assert_eq!(scene.get("/users/@me/guilds", &token["access_token"]).await.status, 200);
}

#[tokio::test]
async fn who_somebody_is_in_a_guild_is_theirs_to_tell() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.moderator, "guilds.members.read").await;
    let path = |guild: u64| format!("/users/@me/guilds/{guild}/member");
    let member = scene.get(&path(scene.demo.guild), &token["access_token"]).await.json();
    assert_eq!((&member["user"]["username"], member["roles"].as_array().unwrap().len()), (&json!("grace"), 1));
    let elsewhere = scene.sandbox.world().create_guild("Elsewhere", scene.demo.owner);
    assert_eq!(scene.get(&path(elsewhere), &token["access_token"]).await.refusal(), (404, 10_004));
    assert_eq!(scene.get(&path(1), &token["access_token"]).await.refusal(), (404, 10_004));
}

#[tokio::test]
async fn a_token_tells_what_it_stands_for() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "identify").await;
    let about = scene.get("/oauth2/@me", &token["access_token"]).await.json();
    assert_eq!(about["application"]["id"], scene.demo.platform.to_string());
    assert_eq!((&about["scopes"], &about["user"]["username"]), (&json!(["identify"]), &json!("mallory")));
    let expires: jiff::Timestamp = about["expires"].as_str().unwrap().parse().unwrap();
    let known = scene.sandbox.world().oauth.tokens()[0].expires_at_ms;
    assert_eq!(expires.as_millisecond(), i64::try_from(known).unwrap());
    let token = scene.signed_in(scene.demo.moderator, "guilds").await;
    assert!(scene.get("/oauth2/@me", &token["access_token"]).await.json().get("user").is_none());
    let bot = scene.sandbox.world().application(scene.demo.application).unwrap().clone();
    let of_bot = async |path: &str| {
        let request = http().get(format!("{}{path}", scene.sandbox.api()));
        called(request.header("authorization", format!("Bot {}", bot.token))).await
    };
    assert_eq!(of_bot("/oauth2/applications/@me").await.json()["id"], bot.id.to_string());
    assert_eq!(of_bot("/oauth2/@me").await.refusal(), (401, 0));
    assert_eq!(of_bot("/users/@me/guilds").await.json()[0]["name"], "Guildhall Demo");
}

#[tokio::test]
async fn calls_are_logged_with_the_client_and_the_person() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "identify").await;
    scene.get("/users/@me", &token["access_token"]).await;
    let world = scene.sandbox.world();
    let seen = world.requests.back().unwrap();
    assert_eq!((seen.route.as_str(), seen.status), ("GET /users/@me", 200));
    assert_eq!((seen.application, seen.user), (Some(scene.demo.platform), Some(scene.demo.member)));
}
