//! Overwrites: who may set which bits, and what they do.

use reqwest::Method;
use sandbox::{Permissions, audit_event};
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

async fn put(scene: &Scene, id: u64, body: Value) -> Called {
    scene.call(Method::PUT, &scene.channel(&format!("/permissions/{id}")), Some(body)).await
}

fn bits(permissions: u64) -> String {
    permissions.to_string()
}

#[tokio::test]
async fn an_overwrite_is_made_changed_and_removed_and_each_is_logged() {
    let scene = scene().await;
    let (everyone, channel) = (scene.demo.guild, scene.demo.channel);
    let closed = json!({ "type": 0, "deny": bits(Permissions::SEND_MESSAGES) });
    assert_eq!(put(&scene, everyone, closed).await.status, 204);
    let shown = scene.get(&scene.channel("")).await.body["permission_overwrites"].clone();
    assert_eq!(shown, json!([{ "id": everyone.to_string(), "type": 0, "allow": "0", "deny": "2048" }]));
    assert_eq!(put(&scene, everyone, json!({ "type": 0, "allow": "2048", "deny": null })).await.status, 204);
    let path = scene.channel(&format!("/permissions/{everyone}"));
    assert_eq!(scene.call(Method::DELETE, &path, None).await.status, 204);
    assert_eq!(scene.call(Method::DELETE, &path, None).await.refusal(), (404, 10_009));

    let log = scene.logged(3);
    let actions: Vec<_> = log.iter().map(|(action, target, _)| (*action, *target)).collect();
    assert_eq!(
        actions,
        [
            (audit_event::CHANNEL_OVERWRITE_CREATE, channel),
            (audit_event::CHANNEL_OVERWRITE_UPDATE, channel),
            (audit_event::CHANNEL_OVERWRITE_DELETE, channel),
        ]
    );
    let changed = json!([
        { "key": "allow", "old_value": "0", "new_value": "2048" }, { "key": "deny", "old_value": "2048", "new_value": "0" },
    ]);
    assert_eq!(log[1].2, changed);
    let options = scene.sandbox.world().guilds[&everyone].audit_log[0].options.clone();
    assert_eq!(options, json!({ "id": everyone.to_string(), "type": "0", "role_name": "@everyone" }));
}

#[tokio::test]
async fn a_locked_channel_is_closed_to_members_and_open_to_those_allowed() {
    let scene = scene().await;
    let demo = scene.demo;
    put(&scene, demo.guild, json!({ "type": 0, "deny": bits(Permissions::SEND_MESSAGES) })).await;
    put(&scene, demo.member, json!({ "type": 1, "allow": bits(Permissions::SEND_MESSAGES) })).await;
    let world = scene.sandbox.world();
    let guild = &world.guilds[&demo.guild];
    let may_send = |user| world.permissions_in(guild, user, demo.channel) & Permissions::SEND_MESSAGES != 0;
    assert!(!may_send(demo.elder), "denied to everyone");
    assert!(may_send(demo.member), "allowed to this member");
    assert!(may_send(demo.owner), "the owner is bound by nothing");
    assert!(!may_send(demo.application), "what a role gives in the guild is denied to everyone here");
}

#[tokio::test]
async fn only_bits_that_the_bot_has_are_changed() {
    let scene = scene().await;
    let (helper, kick) = (scene.demo.helper_role, Permissions::KICK_MEMBERS);
    scene.allow_bot(Permissions::MANAGE_ROLES);
    let body = |allow: u64| json!({ "type": 0, "allow": bits(allow) });
    assert_eq!(put(&scene, helper, body(kick)).await.refusal(), (403, 50_013));
    assert_eq!(put(&scene, helper, body(Permissions::SEND_MESSAGES)).await.status, 204, "everyone has this one");
    scene.allow_bot(Permissions::MANAGE_ROLES | kick);
    assert_eq!(put(&scene, helper, body(kick)).await.status, 204);
    scene.allow_bot(Permissions::MANAGE_ROLES);
    let kept = json!({ "type": 0, "allow": bits(kick), "deny": bits(Permissions::SEND_MESSAGES) });
    assert_eq!(put(&scene, helper, kept).await.status, 204, "what stays as it was may stay");
    assert_eq!(put(&scene, helper, body(0)).await.refusal(), (403, 50_013), "taking it back changes it too");
    scene.allow_bot(Permissions::ADMINISTRATOR);
    assert_eq!(put(&scene, helper, body(0)).await.status, 204);
}

#[tokio::test]
async fn an_overwrite_needs_its_permission_a_type_and_somebody_to_be_about() {
    let scene = scene().await;
    let member = scene.demo.member;
    for (id, body, wanted) in [
        (member, json!({}), (400, 50_035)),
        (member, json!({ "type": 2 }), (400, 50_035)),
        (member, json!({ "type": 1, "allow": "everything" }), (400, 50_035)),
        (member, json!({ "type": 0 }), (404, 10_009)),
        (scene.demo.guild, json!({ "type": 1 }), (404, 10_009)),
        (4, json!({ "type": 1 }), (404, 10_009)),
    ] {
        assert_eq!(put(&scene, id, body.clone()).await.refusal(), wanted, "{id} {body}");
    }
    scene.deny(scene.demo.channel, scene.demo.application, Permissions::MANAGE_ROLES);
    assert_eq!(put(&scene, member, json!({ "type": 1 })).await.refusal(), (403, 50_013));
}
