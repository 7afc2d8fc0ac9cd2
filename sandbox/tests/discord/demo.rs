//! The demo's guild: who stands above whom, who may what.

use sandbox::Permissions;
use serde_json::json;

use crate::support::scene;

#[tokio::test]
async fn everybody_stands_where_the_demo_says() {
    let scene = scene().await;
    let demo = scene.demo;
    let world = scene.sandbox.world();
    let guild = &world.guilds[&demo.guild];
    let order = [demo.owner, demo.elder, demo.application, demo.admin, demo.moderator, demo.member];
    for (position, above) in order.iter().enumerate() {
        for below in &order[position + 1..] {
            assert!(guild.is_above(*above, *below) && !guild.is_above(*below, *above), "{position}");
        }
    }
    assert_eq!(guild.rank(demo.moderator), guild.rank(demo.second_moderator));
    let helper = &guild.roles[&demo.helper_role];
    assert!(guild.roles.values().all(|role| role.id == guild.id || role.rank() >= helper.rank()));
    assert!(!guild.members.contains_key(&demo.stranger));
}

#[tokio::test]
async fn only_the_owner_the_admin_and_the_bot_manage_the_server() {
    let scene = scene().await;
    let demo = scene.demo;
    let world = scene.sandbox.world();
    let guild = &world.guilds[&demo.guild];
    let holding = |permission: u64| {
        let held = guild.members.keys().filter(|user| world.permissions(guild, **user) & permission != 0);
        held.copied().collect::<Vec<_>>()
    };
    let mut managers = vec![demo.owner, demo.admin, demo.application];
    managers.sort_unstable();
    assert_eq!(holding(Permissions::MANAGE_GUILD), managers);
    assert_eq!(holding(Permissions::ADMINISTRATOR), [demo.owner]);
    let mut moderating = [managers, vec![demo.moderator, demo.second_moderator]].concat();
    moderating.sort_unstable();
    for permission in [
        Permissions::KICK_MEMBERS,
        Permissions::BAN_MEMBERS,
        Permissions::MODERATE_MEMBERS,
        Permissions::VIEW_AUDIT_LOG,
        Permissions::MANAGE_MESSAGES,
        Permissions::MANAGE_CHANNELS,
        Permissions::MANAGE_NICKNAMES,
        Permissions::MANAGE_ROLES,
    ] {
        assert_eq!(holding(permission), moderating, "{permission}");
    }
}

#[tokio::test]
async fn the_mod_log_is_seen_by_those_who_moderate() {
    let scene = scene().await;
    let demo = scene.demo;
    let world = scene.sandbox.world();
    let guild = &world.guilds[&demo.guild];
    let sees = |user| world.permissions_in(guild, user, demo.mod_log) & Permissions::VIEW_CHANNEL != 0;
    assert!([demo.owner, demo.admin, demo.moderator, demo.application].into_iter().all(sees));
    assert!(![demo.member, demo.elder].into_iter().any(sees));
}

#[tokio::test]
async fn one_bot_serves_many_guilds_alike() {
    let scene = scene().await;
    let other = scene.sandbox.world().furnish("Second", scene.demo.application);
    assert_ne!((other.guild, other.moderator), (scene.demo.guild, scene.demo.moderator));
    let endpoint = scene.answering(json!({ "type": 4, "data": { "content": "Hi" } })).await;
    let line = "/ban user:@mallory2";
    scene.sandbox.run_line(other.seat(other.moderator), line).await.unwrap();
    let body = endpoint.seen().pop().unwrap();
    assert_eq!(
        (&body["guild_id"], &body["member"]["user"]["username"]),
        (&json!(other.guild.to_string()), &json!("grace2"))
    );
    assert_eq!(scene.get(&format!("/guilds/{}/bans", other.guild)).await.status, 200);
}
