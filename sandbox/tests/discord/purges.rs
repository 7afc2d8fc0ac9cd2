//! Deleting many messages at once.

use std::time::Duration;

use reqwest::Method;
use sandbox::{Permissions, audit_event};
use serde_json::json;

use crate::support::{Called, Scene, scene};

const DAY: Duration = Duration::from_secs(24 * 3_600);

async fn purge(scene: &Scene, messages: &[u64]) -> Called {
    let ids: Vec<String> = messages.iter().map(u64::to_string).collect();
    scene.call(Method::POST, &scene.channel("/messages/bulk-delete"), Some(json!({ "messages": ids }))).await
}

fn written(scene: &Scene, count: usize) -> Vec<u64> {
    let mut world = scene.sandbox.world();
    (0..count).map(|_| world.create_message(scene.demo.channel, scene.demo.member, "spam")).collect()
}

#[tokio::test]
async fn many_messages_go_at_once_and_the_log_counts_them() {
    let scene = scene().await;
    let messages = written(&scene, 3);
    assert_eq!(purge(&scene, &messages[..2]).await.status, 204);
    assert_eq!(scene.sandbox.world().messages.keys().copied().collect::<Vec<_>>(), messages[2..]);
    let world = scene.sandbox.world();
    let entry = world.guilds[&scene.demo.guild].audit_log.last().unwrap();
    assert_eq!((entry.action, entry.target), (audit_event::MESSAGE_BULK_DELETE, scene.demo.channel));
    assert_eq!(entry.options, json!({ "count": "2" }));
}

#[tokio::test]
async fn two_to_a_hundred_are_taken() {
    let scene = scene().await;
    let messages = written(&scene, 101);
    assert_eq!(purge(&scene, &messages[..1]).await.refusal(), (400, 50_016));
    assert_eq!(purge(&scene, &messages).await.refusal(), (400, 50_016));
    assert_eq!(purge(&scene, &[messages[0], messages[0]]).await.refusal(), (400, 50_035));
    assert_eq!(scene.sandbox.world().messages.len(), 101);
    assert_eq!(purge(&scene, &messages[..100]).await.status, 204);
}

#[tokio::test]
async fn one_message_of_over_two_weeks_spares_them_all() {
    let scene = scene().await;
    let (old, young) = {
        let mut world = scene.sandbox.world();
        let mut write = |age| world.create_old_message(scene.demo.channel, scene.demo.member, "spam", age);
        (write(14 * DAY + Duration::from_secs(1)), write(13 * DAY))
    };
    let fresh = written(&scene, 1)[0];
    let shown = scene.get(&scene.channel("/messages")).await.body;
    assert_eq!(shown[2]["id"], old.to_string(), "the oldest comes last");
    assert_eq!(purge(&scene, &[old, fresh]).await.refusal(), (400, 50_034));
    assert_eq!(scene.sandbox.world().messages.len(), 3);
    assert_eq!(purge(&scene, &[young, fresh]).await.status, 204);
    scene.sandbox.advance(2 * DAY);
    assert_eq!(purge(&scene, &[young, fresh]).await.refusal(), (400, 50_034), "gone or not, its id tells its age");
}

#[tokio::test]
async fn messages_that_are_gone_or_elsewhere_count_and_are_passed_over() {
    let scene = scene().await;
    let other = scene.sandbox.world().create_channel(scene.demo.guild, "other");
    let elsewhere = scene.sandbox.world().create_message(other, scene.demo.member, "kept");
    let messages = written(&scene, 2);
    scene.sandbox.world().messages.remove(&messages[0]);
    assert_eq!(purge(&scene, &[messages[0], messages[1], elsewhere]).await.status, 204);
    assert_eq!(scene.sandbox.world().messages.keys().copied().collect::<Vec<_>>(), [elsewhere]);
    assert_eq!(scene.sandbox.world().guilds[&scene.demo.guild].audit_log.last().unwrap().options["count"], "1");
}

#[tokio::test]
async fn it_takes_the_permission_and_a_list() {
    let scene = scene().await;
    let path = scene.channel("/messages/bulk-delete");
    for body in [json!({}), json!({ "messages": "all" }), json!({ "messages": ["a", "b"] })] {
        assert_eq!(scene.call(Method::POST, &path, Some(body.clone())).await.refusal(), (400, 50_035), "{body}");
    }
    scene.deny(scene.demo.channel, scene.demo.application, Permissions::MANAGE_MESSAGES);
    assert_eq!(purge(&scene, &written(&scene, 2)).await.refusal(), (403, 50_013));
}
