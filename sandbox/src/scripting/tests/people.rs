//! People, servers and direct messages.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Scene, scene};

impl Scene {
    async fn member(&self, user: &str) -> Value {
        let state = self.get("state").await;
        let members = state["guilds"][0]["members"].as_array().unwrap().clone();
        members.into_iter().find(|member| member["id"] == user).unwrap_or_default()
    }

    async fn change(&self, user: &str, body: Value) -> (u16, Value) {
        self.call(Method::PATCH, &format!("people/{user}"), Some(body)).await
    }
}

#[tokio::test]
async fn a_person_joins_with_roles_and_is_changed() {
    let scene = scene().await;
    let (guild, role) = (scene.demo.guild.to_string(), scene.demo.helper_role.to_string());
    let (status, added) = scene.post("people", json!({ "name": "zoe", "guild": guild, "roles": [role] })).await;
    assert_eq!(status, 200);
    let id = added["id"].as_str().unwrap();
    assert_eq!(scene.member(id).await["roles"], json!(["Helper"]));

    let change = json!({ "locale": "de", "closed_dms": true, "status": "dnd", "guild": guild, "nick": "Zo" });
    assert_eq!(scene.change(id, change).await.0, 204);
    let user = scene.get("state").await["users"][id].clone();
    assert_eq!((&user["locale"], &user["closed_dms"]), (&json!("de"), &json!(true)));
    assert_eq!(user["status"], "dnd");
    let member = scene.member(id).await;
    assert_eq!((&member["nick"], &member["roles"]), (&json!("Zo"), &json!(["Helper"])));

    assert_eq!(scene.change(id, json!({ "guild": guild, "nick": null, "roles": [] })).await.0, 204);
    let member = scene.member(id).await;
    assert_eq!((&member["nick"], &member["roles"]), (&Value::Null, &json!([])));
    let user = scene.get("state").await["users"][id].clone();
    assert_eq!(user["locale"], "de", "what is not named stays");
}

#[tokio::test]
async fn people_cannot_be_what_discord_does_not_have() {
    let scene = scene().await;
    let (guild, user) = (scene.demo.guild.to_string(), scene.demo.member.to_string());
    for (body, words) in [
        (json!({ "locale": "klingon" }), "“klingon” is none of Discord's languages."),
        (json!({ "status": "invisible" }), "“invisible” is none of online, idle, dnd and offline."),
        (json!({ "nick": "x" }), "A nickname, roles and rules to accept want a guild."),
        (json!({ "guild": guild, "roles": ["7"] }), "There is no role 7 in this server."),
        (json!({ "guild": "8", "nick": "x" }), "They are not a member of this server."),
    ] {
        assert_eq!(scene.change(&user, body).await, (422, json!({ "message": words })));
    }
    let bot = scene.demo.application.to_string();
    assert_eq!(scene.change(&bot, json!({ "locale": "de" })).await.1["message"], "Nobody has this id.");
    assert_eq!(scene.refusal("people", json!({ "name": " " })).await, "A name has 1 to 100 characters.");
}

#[tokio::test]
async fn somebody_joins_has_yet_to_accept_the_rules_and_leaves() {
    let scene = scene().await;
    let eve = scene.demo.stranger.to_string();
    let path = format!("guilds/{}/members/{eve}", scene.demo.guild);
    let joined = scene.call(Method::PUT, &path, Some(json!({ "pending": true }))).await;
    assert_eq!(joined, (204, Value::Null));
    assert_eq!(scene.member(&eve).await["pending"], true);
    let (_, again) = scene.call(Method::PUT, &path, Some(json!({}))).await;
    assert_eq!(again["message"], "They are a member already.");
    let accepts = json!({ "guild": scene.demo.guild.to_string(), "pending": false });
    assert_eq!(scene.change(&eve, accepts).await.0, 204);
    assert_eq!(scene.member(&eve).await["pending"], false);
    assert_eq!(scene.call(Method::DELETE, &path, None).await.0, 204);
    assert_eq!(scene.member(&eve).await, Value::Null);
    let owner = format!("guilds/{}/members/{}", scene.demo.guild, scene.demo.owner);
    let (_, refused) = scene.call(Method::DELETE, &owner, None).await;
    assert_eq!(refused["message"], "An owner cannot leave their own server.");
}

#[tokio::test]
async fn messages_are_changed_and_deleted_by_those_who_may() {
    let scene = scene().await;
    let demo = scene.demo;
    let place = |user: u64| json!({ "guild": demo.guild.to_string(), "channel": demo.channel.to_string(), "user": user.to_string() });
    let mut draft = place(demo.member);
    draft["content"] = json!("hello");
    let (_, written) = scene.post("messages", draft.clone()).await;
    let path = format!("messages/{}", written["id"].as_str().unwrap());
    draft["content"] = json!("hello @merlin");
    assert_eq!(scene.call(Method::PATCH, &path, Some(draft)).await.0, 204);
    assert_eq!(scene.sandbox.world().messages.values().next().unwrap().content, format!("hello <@{}>", demo.elder));
    let query = |user: u64| format!("{path}?guild={}&channel={}&user={user}", demo.guild, demo.channel);
    let (_, refused) = scene.call(Method::DELETE, &query(demo.elder), None).await;
    assert_eq!(refused["message"], "Merlin may not delete here what others wrote.");
    assert_eq!(scene.call(Method::DELETE, &query(demo.moderator), None).await.0, 204);
    assert!(scene.sandbox.world().messages.is_empty());
}

#[tokio::test]
async fn a_new_server_has_its_owner_and_every_bot() {
    let scene = scene().await;
    let (_, owner) = scene.post("people", json!({ "name": "zoe" })).await;
    let (status, made) = scene.post("guilds", json!({ "name": "Second", "owner": owner["id"] })).await;
    assert_eq!(status, 200);
    let state = scene.get("state").await;
    let guild = state["guilds"].as_array().unwrap().iter().find(|guild| guild["id"] == made["id"]).unwrap();
    assert_eq!((&guild["name"], &guild["owner_id"]), (&json!("Second"), &owner["id"]));
    let names: Vec<_> = guild["members"].as_array().unwrap().iter().map(|member| &member["name"]).collect();
    assert_eq!(names, ["guildhall", "zoe"]);
    assert_eq!(guild["channels"][0]["id"], made["channel"]);
    let nobody = json!({ "name": "Third", "owner": scene.demo.application.to_string() });
    assert_eq!(scene.refusal("guilds", nobody).await, "Nobody has the owner's id.");
}

#[tokio::test]
async fn a_person_reads_their_own_direct_messages_alone() {
    let scene = scene().await;
    let channel = {
        let mut world = scene.sandbox.world();
        let channel = world.open_dm(scene.demo.application, scene.demo.member);
        world.create_message(channel, scene.demo.application, "You were warned.");
        channel
    };
    let read = async |user: u64| scene.get(&format!("direct-messages?user={user}")).await;
    let theirs = read(scene.demo.member).await;
    assert_eq!(theirs[0]["application"], scene.demo.application.to_string());
    assert_eq!(theirs[0]["channel"], channel.to_string());
    assert_eq!(theirs[0]["entries"][0]["messages"][0]["content"], "You were warned.");
    assert_eq!(read(scene.demo.moderator).await, json!([]));
}

#[tokio::test]
async fn a_channel_says_who_sees_it() {
    let scene = scene().await;
    let state = scene.get("state").await;
    let channels = state["guilds"][0]["channels"].as_array().unwrap();
    let seen_by = |name: &str| channels.iter().find(|channel| channel["name"] == name).unwrap()["seen_by"].clone();
    let member = json!(scene.demo.member.to_string());
    let moderator = json!(scene.demo.moderator.to_string());
    let sees = |name: &str, who: &Value| seen_by(name).as_array().unwrap().contains(who);
    assert!(sees("general", &member) && sees("mod-log", &moderator));
    assert!(!sees("mod-log", &member));
}
