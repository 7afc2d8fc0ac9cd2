//! Whatever changes in the world is told to those who may see it.

use reqwest::Method;
use sandbox::{Overwrite, Permissions};
use serde_json::json;

use crate::support::{intents, scene};

#[tokio::test]
async fn messages_are_told_of_when_they_come_change_and_go() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let message = scene.write("hello");
    let created = client.payload().await;
    assert_eq!((&created["t"], &created["d"]["content"]), (&json!("MESSAGE_CREATE"), &json!("hello")));
    assert_eq!(created["d"]["guild_id"], scene.demo.guild.to_string());
    assert_eq!(created["d"]["member"]["roles"], json!([]));
    scene.sandbox.world().messages.get_mut(&message).unwrap().content = "bye".to_owned();
    let updated = client.payload().await;
    assert_eq!((&updated["t"], &updated["d"]["content"]), (&json!("MESSAGE_UPDATE"), &json!("bye")));
    scene.sandbox.world().messages.remove(&message);
    let deleted = client.payload().await;
    let (channel, guild) = (scene.demo.channel.to_string(), scene.demo.guild.to_string());
    assert_eq!(deleted["t"], "MESSAGE_DELETE");
    assert_eq!(deleted["d"], json!({ "id": message.to_string(), "channel_id": channel, "guild_id": guild }));
}

#[tokio::test]
async fn what_bots_do_by_rest_is_told_of_too() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let messages = [scene.write("one"), scene.write("two")].map(|id| id.to_string());
    let path = format!("/channels/{}/messages", scene.demo.channel);
    scene.call(Method::POST, &path, Some(json!({ "content": "three", "nonce": "7" }))).await;
    scene.call(Method::POST, &format!("{path}/bulk-delete"), Some(json!({ "messages": messages }))).await;
    for _ in 0..2 {
        client.event("MESSAGE_CREATE").await;
    }
    assert_eq!(client.event("MESSAGE_CREATE").await["d"]["nonce"], "7");
    let gone = client.payload().await;
    assert_eq!((&gone["t"], &gone["d"]["ids"]), (&json!("GUILD_AUDIT_LOG_ENTRY_CREATE"), &json!(null)));
    assert_eq!(client.event("MESSAGE_DELETE_BULK").await["d"]["ids"], json!(messages));
}

#[tokio::test]
async fn a_ban_is_four_events() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    scene.write("spam");
    let path = format!("/guilds/{}/bans/{}", scene.demo.guild, scene.demo.member);
    scene.call(Method::PUT, &path, Some(json!({ "delete_message_seconds": 60 }))).await;
    let names = client.names_until("MESSAGE_DELETE").await;
    let wanted =
        ["MESSAGE_CREATE", "GUILD_MEMBER_REMOVE", "GUILD_BAN_ADD", "GUILD_AUDIT_LOG_ENTRY_CREATE", "MESSAGE_DELETE"];
    assert_eq!(names, wanted);
    scene.call(Method::DELETE, &path, None).await;
    assert_eq!(client.event("GUILD_BAN_REMOVE").await["d"]["user"]["username"], "mallory");
}

#[tokio::test]
async fn members_roles_channels_and_the_guild_itself_are_told_of() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let demo = scene.demo;
    let world = || scene.sandbox.world();
    let joined = world().create_member(demo.guild, "dave", &[]);
    assert_eq!(client.payload().await["t"], "GUILD_MEMBER_ADD");
    world().member_mut(demo.guild, joined).unwrap().nick = Some("Davy".to_owned());
    assert_eq!(client.event("GUILD_MEMBER_UPDATE").await["d"]["nick"], "Davy");
    world().users.get_mut(&joined).unwrap().status = "idle".to_owned();
    assert_eq!(client.payload().await["d"]["status"], "idle");
    let role = world().create_role(demo.guild, "New", 0);
    assert_eq!(client.payload().await["t"], "GUILD_ROLE_CREATE");
    world().role_mut(role).unwrap().permissions = 8;
    assert_eq!(client.event("GUILD_ROLE_UPDATE").await["d"]["role"]["permissions"], "8");
    world().guilds.get_mut(&demo.guild).unwrap().roles.remove(&role);
    assert_eq!(client.event("GUILD_ROLE_DELETE").await["d"]["role_id"], role.to_string());
    let channel = world().create_channel(demo.guild, "new");
    assert_eq!(client.payload().await["t"], "CHANNEL_CREATE");
    world().channel_mut(channel).unwrap().topic = Some("news".to_owned());
    assert_eq!(client.event("CHANNEL_UPDATE").await["d"]["topic"], "news");
    world().guilds.get_mut(&demo.guild).unwrap().channels.remove(&channel);
    assert_eq!(client.payload().await["t"], "CHANNEL_DELETE");
    world().guilds.get_mut(&demo.guild).unwrap().name = "Renamed".to_owned();
    assert_eq!(client.event("GUILD_UPDATE").await["d"]["name"], "Renamed");
}

#[tokio::test]
async fn a_bot_is_told_of_guilds_that_it_joins_and_leaves_and_of_outages() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::ALL).await;
    let id = json!(scene.demo.guild.to_string());
    let world = || scene.sandbox.world();
    world().guilds.get_mut(&scene.demo.guild).unwrap().unavailable = true;
    let outage = client.payload().await;
    assert_eq!((&outage["t"], &outage["d"]), (&json!("GUILD_DELETE"), &json!({ "id": id, "unavailable": true })));
    world().guilds.get_mut(&scene.demo.guild).unwrap().unavailable = false;
    assert_eq!(client.payload().await["t"], "GUILD_CREATE");
    let second = world().furnish("Second", scene.demo.application).guild;
    let created = client.payload().await;
    assert_eq!((&created["t"], &created["d"]["id"]), (&json!("GUILD_CREATE"), &json!(second.to_string())));
    world().guilds.get_mut(&second).unwrap().members.remove(&scene.demo.application);
    assert_eq!(client.event("GUILD_DELETE").await["d"], json!({ "id": second.to_string() }));
}

#[tokio::test]
async fn without_the_intent_content_is_told_only_to_those_who_are_meant() {
    let scene = scene().await;
    let all_but_content = intents::ALL & !intents::MESSAGE_CONTENT;
    let (mut client, _) = scene.ready(all_but_content).await;
    let secret = scene.write("secret");
    scene.sandbox.world().attach(secret, "cat.png", "image/png", 1_024);
    scene.write(&format!("<@{}> help", scene.demo.application));
    let hidden = client.event("MESSAGE_CREATE").await["d"].take();
    assert_eq!((&hidden["content"], &hidden["attachments"]), (&json!(""), &json!([])));
    assert_eq!(client.event("MESSAGE_UPDATE").await["d"]["attachments"], json!([]));
    let meant = client.event("MESSAGE_CREATE").await["d"].take();
    assert_eq!(meant["mentions"][0]["member"]["roles"].as_array().unwrap().len(), 1);
    assert_eq!(meant["content"], format!("<@{}> help", scene.demo.application));
    scene.sandbox.world().create_message(scene.demo.channel, scene.demo.application, "mine");
    assert_eq!(client.event("MESSAGE_CREATE").await["d"]["content"], "mine");
    {
        let mut world = scene.sandbox.world();
        let channel = world.open_dm(scene.demo.application, scene.demo.member);
        world.create_message(channel, scene.demo.member, "between us");
    }
    assert_eq!(client.event("MESSAGE_CREATE").await["d"]["content"], "between us");
}

#[tokio::test]
async fn nobody_is_told_of_what_they_did_not_ask_for_or_may_not_see() {
    let scene = scene().await;
    let (mut client, _) = scene.ready(intents::GUILDS | intents::GUILD_MESSAGES).await;
    let demo = scene.demo;
    {
        let mut world = scene.sandbox.world();
        world.create_member(demo.guild, "dave", &[]);
        let channel = world.open_dm(demo.application, demo.member);
        world.create_message(channel, demo.member, "between us");
        let overwrite = Overwrite { id: demo.application, allow: 0, deny: Permissions::VIEW_CHANNEL };
        world.channel_mut(demo.mod_log).unwrap().overwrites.push(overwrite);
    }
    assert_eq!(client.payload().await["t"], "CHANNEL_UPDATE");
    scene.sandbox.world().create_message(demo.mod_log, demo.moderator, "hidden");
    let ban = format!("/guilds/{}/bans/{}", demo.guild, demo.elder);
    scene.call(Method::PUT, &ban, None).await;
    scene.write("seen");
    let next = client.payload().await;
    assert_eq!((&next["t"], &next["d"]["channel_id"]), (&json!("MESSAGE_CREATE"), &json!(demo.channel.to_string())));
}

#[tokio::test]
async fn each_shard_has_its_own_guilds_and_the_first_has_direct_messages() {
    let scene = scene().await;
    scene.sandbox.world().gateway.max_concurrency = 2;
    // What an id counts beside its time is nothing to shards.
    scene.sandbox.advance(std::time::Duration::from_secs(1));
    let second = scene.sandbox.world().furnish("Second", scene.demo.application);
    let shard_of = |guild: u64| (guild >> 22) % 1_000_003;
    assert_ne!(shard_of(scene.demo.guild), shard_of(second.guild));
    let mut identity = scene.identity(intents::ALL);
    let mut other = scene.greeted().await;
    identity["shard"] = json!([shard_of(second.guild), 1_000_003]);
    other.send(2, identity).await;
    other.event("READY").await;
    assert_eq!(other.event("GUILD_CREATE").await["d"]["id"], second.guild.to_string());
    {
        let mut world = scene.sandbox.world();
        world.create_message(scene.demo.channel, scene.demo.member, "elsewhere");
        let channel = world.open_dm(scene.demo.application, scene.demo.member);
        world.create_message(channel, scene.demo.member, "between us");
        world.create_message(second.channel, second.member, "here");
    }
    assert_eq!(other.payload().await["d"]["content"], "here");
}

#[tokio::test]
async fn two_sessions_of_one_shard_are_told_the_same() {
    let scene = scene().await;
    let (mut first, _) = scene.ready(intents::ALL).await;
    scene.sandbox.advance(std::time::Duration::from_secs(5));
    let (mut second, _) = scene.ready(intents::ALL).await;
    scene.write("hello");
    assert_eq!(first.event("MESSAGE_CREATE").await, second.event("MESSAGE_CREATE").await);
}

#[tokio::test]
async fn a_bot_hears_at_once_of_a_server_that_it_was_added_to() {
    let scene = scene().await;
    let (mut client, _) = scene.identified(intents::GUILDS).await;
    client.event("GUILD_CREATE").await;
    let (guild, bot) = (scene.sandbox.world().create_guild("New", scene.demo.owner), scene.demo.application);
    scene.sandbox.world().register_redirect(bot, "http://127.0.0.1:9/added");
    let query = format!("client_id={bot}&scope=bot&permissions=8&guild_id={guild}");
    let address = format!("{}/oauth2/authorize?{query}", scene.sandbox.url());
    scene.sandbox.authorize(scene.demo.owner, &address).await.unwrap();
    let added = client.event("GUILD_CREATE").await["d"].take();
    assert_eq!((&added["id"], &added["name"]), (&json!(guild.to_string()), &json!("New")));
    assert!(
        added["roles"].as_array().unwrap().iter().any(|role| role["managed"] == true && role["permissions"] == "8")
    );
}
