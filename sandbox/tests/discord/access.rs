//! What every route asks of a call: a token, and ids that are ids.

use reqwest::Method;
use serde_json::json;

use crate::support::scene;

#[tokio::test]
async fn every_route_of_a_bot_asks_for_its_token() {
    let scene = scene().await;
    let application = scene.demo.application;
    let commands = format!("/applications/{application}/commands");
    let of_guild = format!("/applications/{application}/guilds/{}/commands", scene.demo.guild);
    for (method, path) in [
        (Method::GET, "/applications/@me".to_owned()),
        (Method::PATCH, "/applications/@me".to_owned()),
        (Method::GET, commands.clone()),
        (Method::PUT, commands.clone()),
        (Method::POST, commands.clone()),
        (Method::GET, format!("{commands}/1")),
        (Method::PATCH, format!("{commands}/1")),
        (Method::DELETE, format!("{commands}/1")),
        (Method::GET, of_guild.clone()),
        (Method::PUT, of_guild.clone()),
        (Method::POST, of_guild),
        (Method::GET, format!("/users/{}", scene.demo.member)),
        (Method::GET, scene.guild("")),
        (Method::GET, scene.guild("/roles")),
        (Method::GET, scene.guild("/channels")),
        (Method::GET, scene.guild("/members")),
        (Method::GET, scene.guild("/members/search")),
        (Method::PATCH, scene.guild("/members/@me")),
        (Method::GET, scene.guild("/members/1")),
        (Method::PATCH, scene.guild("/members/1")),
        (Method::DELETE, scene.guild("/members/1")),
        (Method::PUT, scene.guild("/members/1/roles/1")),
        (Method::DELETE, scene.guild("/members/1/roles/1")),
        (Method::GET, scene.guild("/bans")),
        (Method::GET, scene.guild("/bans/1")),
        (Method::PUT, scene.guild("/bans/1")),
        (Method::DELETE, scene.guild("/bans/1")),
        (Method::POST, scene.guild("/bulk-ban")),
        (Method::GET, scene.guild("/audit-logs")),
        (Method::POST, "/users/@me/channels".to_owned()),
        (Method::GET, scene.channel("")),
        (Method::PATCH, scene.channel("")),
        (Method::PUT, scene.channel("/permissions/1")),
        (Method::DELETE, scene.channel("/permissions/1")),
        (Method::GET, scene.channel("/messages")),
        (Method::POST, scene.channel("/messages")),
        (Method::POST, scene.channel("/messages/bulk-delete")),
        (Method::GET, scene.channel("/messages/1")),
        (Method::PATCH, scene.channel("/messages/1")),
        (Method::DELETE, scene.channel("/messages/1")),
    ] {
        let called = scene.raw(method.clone(), &path, &[], String::new()).await.unwrap();
        assert_eq!((called.status, &called.body["code"]), (401, &json!(0)), "{method} {path}");
    }
}

#[tokio::test]
async fn users_and_members_are_found_or_named_unknown() {
    let scene = scene().await;
    let demo = scene.demo;
    assert_eq!(scene.get(&format!("/users/{}", demo.stranger)).await.body["username"], "eve");
    assert_eq!(scene.get("/users/1").await.refusal(), (404, 10_013));
    let member = scene.get(&scene.guild(&format!("/members/{}", demo.member))).await.body;
    assert_eq!(member["user"]["username"], "mallory");
    assert_eq!(scene.get(&scene.guild(&format!("/members/{}", demo.stranger))).await.refusal(), (404, 10_007));
    assert_eq!(scene.get(&scene.guild("/members/1")).await.refusal(), (404, 10_013));
}

#[tokio::test]
async fn an_id_that_is_no_snowflake_is_refused() {
    let scene = scene().await;
    for text in ["abc", "0", "-1", "99999999999999999999999"] {
        assert_eq!(scene.get(&format!("/guilds/{text}")).await.refusal(), (400, 50_035), "{text}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    let scene = scene().await;
    for (method, path) in [
        (Method::PATCH, "/applications/@me".to_owned()),
        (Method::POST, "/users/@me/channels".to_owned()),
        (Method::PATCH, scene.channel("")),
        (Method::POST, scene.channel("/messages")),
        (Method::PUT, scene.guild(&format!("/bans/{}", scene.demo.member))),
        (Method::PATCH, scene.guild(&format!("/members/{}", scene.demo.member))),
    ] {
        let refused = scene.call(method, &path, Some(json!(["x"]))).await;
        assert_eq!(refused.refusal(), (400, 50_035), "{path}");
        assert_eq!(refused.body["errors"]["_errors"][0]["code"], "DICT_TYPE_CONVERT");
    }
}
