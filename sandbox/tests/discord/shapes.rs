//! What the sandbox sends is what the worker's library reads as Discord's.

use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::{
    application::{command::Command, interaction::Interaction},
    channel::{Channel, Message},
    guild::{Ban, Guild, Member, Role, audit_log::AuditLog},
    oauth::Application,
    user::{CurrentUser, User},
};

use crate::support::{Scene, scene};

async fn parses<T: DeserializeOwned>(scene: &Scene, path: &str) -> T {
    let body = scene.get(path).await.body;
    let text = body.to_string();
    serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{path}: {problem} in {text}"))
}

#[tokio::test]
async fn rest_answers_have_discords_shapes() {
    let scene = scene().await;
    scene.register().await;
    let (guild, member) = (scene.demo.guild, scene.demo.member);
    let path = scene.guild(&format!("/bans/{member}"));
    let found: Member = parses(&scene, &scene.guild(&format!("/members/{member}"))).await;
    assert_eq!(found.user.id.get(), member);
    assert_eq!(scene.call(Method::PUT, &path, None).await.status, 204);
    assert_eq!(parses::<Guild>(&scene, &scene.guild("")).await.id.get(), guild);
    assert_eq!(parses::<Vec<Role>>(&scene, &scene.guild("/roles")).await.len(), 6);
    assert_eq!(parses::<Vec<Channel>>(&scene, &scene.guild("/channels")).await.len(), 5);
    assert_eq!(parses::<Ban>(&scene, &path).await.user.id.get(), member);
    assert_eq!(parses::<Vec<Ban>>(&scene, &scene.guild("/bans")).await.len(), 1);
    assert_eq!(parses::<Application>(&scene, "/applications/@me").await.name, "Guildhall");
    assert!(parses::<CurrentUser>(&scene, "/users/@me").await.bot);
    assert_eq!(parses::<User>(&scene, &format!("/users/{member}")).await.name, "mallory");
    let commands = format!("/applications/{}/commands", scene.demo.application);
    assert_eq!(parses::<Vec<Command>>(&scene, &commands).await.len(), 4);
}

#[tokio::test]
async fn channels_messages_and_what_the_log_tells_of_them_have_discords_shapes() {
    let scene = scene().await;
    let demo = scene.demo;
    for (method, rest, body) in [
        (Method::PATCH, String::new(), json!({ "name": "lounge", "topic": "Talk", "rate_limit_per_user": 5 })),
        (Method::PUT, format!("/permissions/{}", demo.guild), json!({ "type": 0, "deny": "2048" })),
        (Method::PUT, format!("/permissions/{}", demo.guild), json!({ "type": 0, "deny": "0" })),
        (Method::PUT, format!("/permissions/{}", demo.member), json!({ "type": 1, "deny": "2048" })),
        (Method::DELETE, format!("/permissions/{}", demo.guild), Value::Null),
    ] {
        let body = (!body.is_null()).then_some(body);
        let called = scene.call(method, &scene.channel(&rest), body).await;
        assert!(called.status < 300, "{rest}: {}", called.body);
    }
    let written: Vec<u64> = {
        let mut world = scene.sandbox.world();
        (0..3).map(|_| world.create_message(demo.channel, demo.member, "<@1> look")).collect()
    };
    scene.sandbox.world().attach(written[0], "cat.png", "image/png", 1_024);
    let reply = json!({
        "content": format!("<@{}>", demo.member), "embeds": [{ "title": "Case 1" }],
        "message_reference": { "message_id": written[0].to_string() },
    });
    let sent = scene.call(Method::POST, &scene.channel("/messages"), Some(reply)).await.body;
    assert_eq!(parses::<Channel>(&scene, &scene.channel("")).await.permission_overwrites.unwrap().len(), 1);
    assert_eq!(parses::<Vec<Message>>(&scene, &scene.channel("/messages")).await.len(), 4);
    let path = scene.channel(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    assert_eq!(parses::<Message>(&scene, &path).await.mentions.len(), 1);
    scene.sandbox.delete(demo.seat(demo.moderator), written[2]).unwrap();
    let both = json!({ "messages": [written[0].to_string(), written[1].to_string()] });
    assert_eq!(scene.call(Method::POST, &scene.channel("/messages/bulk-delete"), Some(both)).await.status, 204);
    let log = parses::<AuditLog>(&scene, &scene.guild("/audit-logs")).await;
    assert_eq!(log.entries.len(), 7);
    assert!(log.entries.iter().skip(2).all(|entry| !entry.changes.is_empty()));
}

#[tokio::test]
async fn a_direct_message_and_its_channel_have_discords_shapes() {
    let scene = scene().await;
    let recipient = json!({ "recipient_id": scene.demo.member.to_string() });
    let opened = scene.call(Method::POST, "/users/@me/channels", Some(recipient)).await.body;
    let dm = format!("/channels/{}", opened["id"].as_str().unwrap());
    let sent = scene.call(Method::POST, &format!("{dm}/messages"), Some(json!({ "content": "Hi" }))).await.body;
    assert_eq!(parses::<Channel>(&scene, &dm).await.recipients.unwrap().len(), 1);
    let path = format!("{dm}/messages/{}", sent["id"].as_str().unwrap());
    assert_eq!(parses::<Message>(&scene, &path).await.content, "Hi");
}

#[tokio::test]
async fn changed_members_and_what_the_log_tells_of_them_have_discords_shapes() {
    let scene = scene().await;
    let member = format!("/members/{}", scene.demo.member);
    let until = scene.sandbox.world().now_ms() / 1_000 + 3_600;
    let until = jiff::Timestamp::from_second(i64::try_from(until).unwrap()).unwrap().to_string();
    let changes = json!({
        "nick": "Mal", "communication_disabled_until": until, "roles": [scene.demo.helper_role.to_string()],
    });
    let changed = scene.call(Method::PATCH, &scene.guild(&member), Some(changes)).await.body.to_string();
    let changed: Member = serde_json::from_str(&changed).unwrap();
    assert!(changed.communication_disabled_until.is_some() && changed.roles.len() == 1);
    let lifted = json!({ "nick": null, "communication_disabled_until": null, "roles": [] });
    assert_eq!(scene.call(Method::PATCH, &scene.guild(&member), Some(lifted)).await.status, 200);
    assert_eq!(parses::<Vec<Member>>(&scene, &scene.guild("/members?limit=1000")).await.len(), 10);
    assert_eq!(parses::<Vec<Member>>(&scene, &scene.guild("/members/search?query=m&limit=9")).await.len(), 2);
    let log = parses::<AuditLog>(&scene, &scene.guild("/audit-logs")).await;
    assert_eq!(log.entries.iter().map(|entry| entry.changes.len()).collect::<Vec<_>>(), [1, 2, 1, 2]);
}

#[tokio::test]
async fn interactions_and_their_messages_have_discords_shapes() {
    let scene = scene().await;
    let button = json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Go", "custom_id": "go" }] }]);
    let data = json!({ "content": "Hi", "components": button, "embeds": [{ "type": "rich", "description": "Hi" }] });
    let endpoint = scene.answering(json!({ "type": 4, "data": data })).await;
    scene.sandbox.world().settling = std::time::Duration::ZERO;
    let seat = scene.moderator();
    let sandbox = &scene.sandbox;
    let options = json!({ "user": scene.demo.member.to_string() });
    let reply = sandbox.command(seat, "ban", options).await.unwrap();
    let original = scene.webhook(&endpoint.token(), "/messages/@original");
    assert_eq!(parses::<Message>(&scene, &original).await.content, "Hi");
    let message = sandbox.original(reply.interaction).unwrap().id;
    let channel = json!({ "channel": seat.channel.to_string(), "role": scene.demo.guild.to_string(), "number": 1 });
    sandbox.command(seat, "case show", channel).await.unwrap();
    sandbox.user_command(seat, "Ban them", scene.demo.member).await.unwrap();
    sandbox.message_command(seat, "Report", message).await.unwrap();
    sandbox.click(seat, message, "go").await.unwrap();
    sandbox.submit(seat, "form", &[("why", "because")], Some(message)).await.unwrap();
    let all: Vec<Value> = endpoint.seen();
    assert_eq!(all.len(), 6);
    for body in all {
        let text = body.to_string();
        let read: Interaction = serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{problem} in {text}"));
        assert_eq!((read.author_id().unwrap().get(), read.guild_id.unwrap().get()), (seat.user, seat.guild));
        let made = (read.id.get() >> 22) + 1_420_070_400_000;
        assert!(sandbox.world().now_ms().abs_diff(made) < 60_000, "its id carries the time");
    }
}

#[tokio::test]
async fn probes_suggestions_and_selects_have_discords_shapes() {
    let scene = scene().await;
    let endpoint = scene.answering(json!({ "type": 6 })).await;
    let (seat, demo) = (scene.moderator(), scene.demo);
    scene.sandbox.ping(demo.application).await.unwrap();
    assert!(scene.sandbox.autocomplete(seat, "ban", json!({ "reason": "sp" }), "reason").await.is_err());
    let message = scene.sandbox.world().create_message(seat.channel, demo.application, "Pick");
    for (kind, value) in [(3, 7), (5, demo.member), (6, demo.guild), (7, demo.member), (8, demo.channel)] {
        let data = json!({ "custom_id": "pick", "component_type": kind, "values": [value.to_string()] });
        assert_eq!(scene.sandbox.component(seat, message, data).await.unwrap().failure, None);
    }
    let all = endpoint.seen();
    assert_eq!(all.len(), 7);
    for body in all {
        let text = body.to_string();
        let read = serde_json::from_str::<Interaction>(&text);
        assert!(read.is_ok(), "{:?} in {text}", read.err());
    }
}
