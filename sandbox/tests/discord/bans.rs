//! Bans and kicks: who may ban whom, pages of bans, the audit log.

use reqwest::Method;
use sandbox::Permissions;
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

async fn ban(scene: &Scene, user: u64) -> Called {
    scene.call(Method::PUT, &scene.guild(&format!("/bans/{user}")), Some(json!({}))).await
}

#[tokio::test]
async fn a_ban_removes_the_member_and_is_told_with_its_reason() {
    let scene = scene().await;
    let path = scene.guild(&format!("/bans/{}", scene.demo.member));
    let headers = [
        ("authorization", format!("Bot {}", scene.token())),
        ("content-type", "application/json".to_owned()),
        ("x-audit-log-reason", "spam%20%26%20caf%C3%A9".to_owned()),
    ];
    let body = json!({ "delete_message_seconds": 3600 }).to_string();
    assert_eq!(scene.raw(Method::PUT, &path, &headers, body).await.unwrap().status, 204);
    let found = scene.get(&path).await;
    assert_eq!((found.status, &found.body["reason"]), (200, &json!("spam & café")));
    assert_eq!(found.body["user"]["id"], scene.demo.member.to_string());
    assert_eq!(scene.get(&scene.guild(&format!("/members/{}", scene.demo.member))).await.refusal(), (404, 10_007));
    assert_eq!(scene.sandbox.world().guilds[&scene.demo.guild].bans[&scene.demo.member].delete_message_seconds, 3_600);

    assert_eq!(scene.call(Method::DELETE, &path, None).await.status, 204);
    assert_eq!(scene.get(&path).await.refusal(), (404, 10_026));
    assert_eq!(scene.call(Method::DELETE, &path, None).await.refusal(), (404, 10_026));
}

#[tokio::test]
async fn a_bot_bans_only_whom_it_stands_above() {
    let scene = scene().await;
    let demo = scene.demo;
    for (who, user, wanted) in [
        ("the owner", demo.owner, 403),
        ("a member above it", demo.elder, 403),
        ("itself", demo.application, 403),
        ("a moderator", demo.moderator, 204),
        ("a member", demo.member, 204),
        ("somebody who is no member", demo.stranger, 204),
        ("somebody already banned", demo.member, 204),
    ] {
        let called = ban(&scene, user).await;
        assert_eq!(called.status, wanted, "{who}: {}", called.body);
        assert!(wanted != 403 || called.body["code"] == 50_013, "{who}");
    }
}

#[tokio::test]
async fn of_two_roles_at_one_position_the_older_stands_above() {
    let scene = scene().await;
    let demo = scene.demo;
    {
        let mut world = scene.sandbox.world();
        let guild = world.guilds.get_mut(&demo.guild).unwrap();
        let of_bot = guild.members[&demo.application].roles[0];
        let of_elder = guild.members[&demo.elder].roles[0];
        let position = guild.roles[&of_bot].position;
        guild.roles.get_mut(&of_elder).unwrap().position = position;
        assert!(of_bot < of_elder);
    }
    assert_eq!(ban(&scene, demo.elder).await.status, 204);
}

#[tokio::test]
async fn each_reason_not_to_ban_has_discords_code() {
    let scene = scene().await;
    let put = |path: String, body: Value| {
        let scene = &scene;
        async move { scene.call(Method::PUT, &path, Some(body)).await }
    };
    let of = |user: u64| scene.guild(&format!("/bans/{user}"));
    assert_eq!(put(of(4), json!({})).await.refusal(), (404, 10_013));
    assert_eq!(put(format!("/guilds/4/bans/{}", scene.demo.member), json!({})).await.refusal(), (404, 10_004));
    let long = put(of(scene.demo.member), json!({ "delete_message_seconds": 604_801 })).await;
    assert_eq!(long.refusal(), (400, 50_035));
    assert!(long.body["errors"]["delete_message_seconds"]["_errors"][0]["message"].is_string());
    assert_eq!(put(scene.guild("/bans/mallory"), json!({})).await.refusal(), (400, 50_035));

    let elsewhere = {
        let mut world = scene.sandbox.world();
        let owner = world.create_user("olga");
        world.create_guild("Elsewhere", owner)
    };
    assert_eq!(scene.get(&format!("/guilds/{elsewhere}")).await.refusal(), (403, 50_001));

    scene.allow_bot(0);
    assert_eq!(ban(&scene, scene.demo.member).await.refusal(), (403, 50_013));
    assert_eq!(scene.get(&scene.guild("/bans")).await.refusal(), (403, 50_013));
    assert_eq!(scene.get(&scene.guild("/audit-logs")).await.refusal(), (403, 50_013));
}

#[tokio::test]
async fn bans_come_in_pages_by_ascending_id() {
    let scene = scene().await;
    let users: Vec<u64> = {
        let mut world = scene.sandbox.world();
        (0..5).map(|number| world.create_user(&format!("troll{number}"))).collect()
    };
    for user in &users {
        assert_eq!(ban(&scene, *user).await.status, 204);
    }
    let ids = async |query: &str| {
        let called = scene.get(&scene.guild(&format!("/bans{query}"))).await;
        let bans = called.body.as_array().unwrap().clone();
        bans.iter().map(|ban| ban["user"]["id"].as_str().unwrap().parse().unwrap()).collect::<Vec<u64>>()
    };
    assert_eq!(ids("").await, users);
    assert_eq!(ids("?limit=2").await, users[..2]);
    assert_eq!(ids(&format!("?after={}&limit=2", users[1])).await, users[2..4]);
    assert_eq!(ids(&format!("?before={}&limit=2", users[4])).await, users[2..4]);
    assert_eq!(scene.get(&scene.guild("/bans?limit=1001")).await.refusal(), (400, 50_035));
}

#[tokio::test]
async fn a_bulk_ban_tells_whom_it_could_not_ban() {
    let scene = scene().await;
    let demo = scene.demo;
    let path = scene.guild("/bulk-ban");
    let ids = |users: &[u64]| json!(users.iter().map(u64::to_string).collect::<Vec<_>>());
    let beyond = [demo.owner, demo.elder, demo.application, 4];
    let wanted = [&[demo.member][..], &beyond, &[demo.stranger]].concat();
    let both = json!({ "user_ids": ids(&wanted) });
    scene.allow_bot(Permissions::BAN_MEMBERS);
    assert_eq!(scene.call(Method::POST, &path, Some(both.clone())).await.refusal(), (403, 50_013));
    scene.allow_bot(Permissions::BAN_MEMBERS | Permissions::MANAGE_GUILD);
    let called = scene.call(Method::POST, &path, Some(both.clone())).await;
    assert_eq!(called.body["banned_users"], ids(&[demo.member, demo.stranger]));
    assert_eq!(called.body["failed_users"], ids(&beyond));
    assert_eq!(scene.logged(9).len(), 2);
    let again = scene.call(Method::POST, &path, Some(both)).await;
    assert_eq!(again.refusal(), (400, 500_000), "who is banned already counts as failed");
    let none = scene.call(Method::POST, &path, Some(json!({ "user_ids": [demo.owner.to_string()] }))).await;
    assert_eq!(none.refusal(), (400, 500_000));
    for wrong in [
        json!({}),
        json!({ "user_ids": [] }),
        json!({ "user_ids": ["mallory"] }),
        json!({ "user_ids": vec!["1"; 201] }),
    ] {
        assert_eq!(scene.call(Method::POST, &path, Some(wrong.clone())).await.refusal(), (400, 50_035), "{wrong}");
    }
}

#[tokio::test]
async fn a_ban_deletes_what_was_written_lately_in_every_channel() {
    let scene = scene().await;
    let demo = scene.demo;
    let kept = {
        let mut world = scene.sandbox.world();
        let hour = std::time::Duration::from_secs(3_600);
        world.create_message(demo.channel, demo.member, "spam");
        world.create_message(demo.mod_log, demo.member, "spam");
        let old = world.create_old_message(demo.channel, demo.member, "hello", 2 * hour);
        [old, world.create_message(demo.channel, demo.elder, "hello")]
    };
    let path = scene.guild(&format!("/bans/{}", demo.member));
    let body = json!({ "delete_message_seconds": 3_600 });
    assert_eq!(scene.call(Method::PUT, &path, Some(body)).await.status, 204);
    assert_eq!(scene.sandbox.world().messages.keys().copied().collect::<Vec<_>>(), kept);
}

#[tokio::test]
async fn the_audit_log_is_filtered_and_paged() {
    let scene = scene().await;
    ban(&scene, scene.demo.member).await;
    ban(&scene, scene.demo.stranger).await;
    scene.call(Method::DELETE, &scene.guild(&format!("/bans/{}", scene.demo.member)), None).await;
    let entries = async |query: &str| {
        let called = scene.get(&scene.guild(&format!("/audit-logs{query}"))).await;
        called.body["audit_log_entries"].as_array().unwrap().clone()
    };
    let all = entries("").await;
    assert_eq!(all.iter().map(|entry| entry["action_type"].as_u64().unwrap()).collect::<Vec<_>>(), [23, 22, 22]);
    assert_eq!(entries("?action_type=23").await, all[..1]);
    assert_eq!(entries("?limit=1").await, all[..1]);
    assert_eq!(entries(&format!("?before={}", all[1]["id"].as_str().unwrap())).await, all[2..]);
    let forwards = entries(&format!("?after={}&limit=1", all[2]["id"].as_str().unwrap())).await;
    assert_eq!(forwards, all[1..2]);
    assert!(entries(&format!("?user_id={}", scene.demo.owner)).await.is_empty());
}

#[tokio::test]
async fn a_reason_over_512_characters_is_refused() {
    let scene = scene().await;
    let path = scene.guild(&format!("/bans/{}", scene.demo.member));
    let headers = [("authorization", format!("Bot {}", scene.token())), ("x-audit-log-reason", "x".repeat(513))];
    let called = scene.raw(Method::PUT, &path, &headers, String::new()).await.unwrap();
    assert_eq!(called.refusal(), (400, 50_035));
}

#[tokio::test]
async fn a_kick_removes_a_member_below_the_bot_and_nobody_else() {
    let scene = scene().await;
    let demo = scene.demo;
    let kick = async |user: u64| scene.call(Method::DELETE, &scene.guild(&format!("/members/{user}")), None).await;
    for (who, user, wanted) in [
        ("the owner", demo.owner, (403, 50_013)),
        ("a member above it", demo.elder, (403, 50_013)),
        ("itself", demo.application, (403, 50_013)),
        ("somebody who is no member", demo.stranger, (404, 10_007)),
    ] {
        assert_eq!(kick(user).await.refusal(), wanted, "{who}");
    }
    assert_eq!(kick(demo.member).await.status, 204);
    assert_eq!(kick(demo.member).await.refusal(), (404, 10_007));
    let world = scene.sandbox.world();
    let guild = &world.guilds[&demo.guild];
    assert!(!guild.members.contains_key(&demo.member) && guild.bans.is_empty());
    assert_eq!(guild.audit_log.iter().map(|entry| entry.action).collect::<Vec<_>>(), [20]);
}
