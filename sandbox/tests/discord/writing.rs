//! People who write.

use std::time::Duration;

use reqwest::Method;
use sandbox::Permissions;
use serde_json::json;

use crate::support::scene;

#[tokio::test]
async fn a_person_writes_where_they_may() {
    let scene = scene().await;
    let demo = scene.demo;
    let seat = demo.seat(demo.member);
    let written = scene.sandbox.write(seat, "  hello  ").unwrap();
    assert_eq!(scene.sandbox.world().messages[&written].content, "hello");
    assert!(scene.sandbox.write(seat, " ").is_err());
    assert!(scene.sandbox.write(seat, &"x".repeat(2_001)).is_err());
    assert!(scene.sandbox.write(demo.seat(demo.stranger), "hello").is_err(), "no member");
    assert!(scene.sandbox.write(sandbox::Seat { channel: demo.mod_log, ..seat }, "hello").is_err(), "not seen");
    scene.deny(demo.channel, demo.guild, Permissions::SEND_MESSAGES);
    assert!(scene.sandbox.write(seat, "hello").unwrap_err().to_string().contains("may not write in #general"));
}

#[tokio::test]
async fn who_is_timed_out_writes_nothing_until_it_is_over() {
    let scene = scene().await;
    let demo = scene.demo;
    let until = scene.sandbox.world().now_ms() + 60_000;
    scene.sandbox.world().member_mut(demo.guild, demo.member).unwrap().communication_disabled_until_ms = Some(until);
    assert!(scene.sandbox.write(demo.seat(demo.member), "hello").unwrap_err().to_string().contains("timed out"));
    scene.sandbox.advance(Duration::from_secs(61));
    assert!(scene.sandbox.write(demo.seat(demo.member), "hello").is_ok());
}

#[tokio::test]
async fn slowmode_lets_a_person_write_once_in_a_while_and_bots_always() {
    let scene = scene().await;
    let demo = scene.demo;
    let slow = json!({ "rate_limit_per_user": 30 });
    assert_eq!(scene.call(Method::PATCH, &scene.channel(""), Some(slow)).await.status, 200);
    let write = |user: u64| scene.sandbox.write(demo.seat(user), "hello");
    assert!(write(demo.member).is_ok() && write(demo.elder).is_ok());
    assert!(write(demo.member).unwrap_err().to_string().contains("every 30 seconds"));
    for _ in 0..2 {
        let sent = scene.call(Method::POST, &scene.channel("/messages"), Some(json!({ "content": "Hi" }))).await;
        assert_eq!(sent.status, 200);
        assert!(write(demo.owner).is_ok(), "the owner waits for nothing");
    }
    scene.sandbox.advance(Duration::from_secs(31));
    assert!(write(demo.member).is_ok());
}

#[tokio::test]
async fn a_person_changes_what_they_wrote_and_nobody_elses() {
    let scene = scene().await;
    let demo = scene.demo;
    let message = scene.sandbox.write(demo.seat(demo.member), "first").unwrap();
    scene.sandbox.rewrite(demo.seat(demo.member), message, " second ").unwrap();
    {
        let world = scene.sandbox.world();
        assert_eq!((world.messages[&message].content.as_str(), world.messages[&message].edited), ("second", true));
    }
    let refused = scene.sandbox.rewrite(demo.seat(demo.owner), message, "third").unwrap_err();
    assert!(refused.to_string().contains("only what they wrote themselves"));
    assert!(scene.sandbox.rewrite(demo.seat(demo.member), message, " ").is_err());
}

#[tokio::test]
async fn who_manages_messages_deletes_what_others_wrote_and_is_named_in_the_audit_log() {
    let scene = scene().await;
    let demo = scene.demo;
    let write = || scene.sandbox.write(demo.seat(demo.member), "hello").unwrap();
    let (first, second) = (write(), write());
    assert!(scene.sandbox.delete(demo.seat(demo.elder), first).is_err());
    scene.sandbox.delete(demo.seat(demo.member), first).unwrap();
    scene.sandbox.delete(demo.seat(demo.moderator), second).unwrap();
    assert!(scene.sandbox.delete(demo.seat(demo.moderator), second).unwrap_err().to_string().contains("gone"));
    let world = scene.sandbox.world();
    let log = &world.guilds[&demo.guild].audit_log;
    let told: Vec<_> = log.iter().map(|entry| (entry.action, entry.by, entry.target)).collect();
    assert_eq!(told, [(sandbox::audit_event::MESSAGE_DELETE, demo.moderator, demo.member)]);
}

#[tokio::test]
async fn who_goes_on_deleting_one_persons_messages_is_counted_on_for_five_minutes() {
    let scene = scene().await;
    let demo = scene.demo;
    let deletes = |by: u64, author: u64| {
        let message = scene.sandbox.world().create_message(demo.channel, author, "hello");
        scene.sandbox.delete(demo.seat(by), message).unwrap();
    };
    deletes(demo.moderator, demo.member);
    deletes(demo.moderator, demo.elder);
    deletes(demo.owner, demo.member);
    scene.sandbox.advance(Duration::from_secs(299));
    deletes(demo.moderator, demo.member);
    scene.sandbox.advance(Duration::from_secs(2));
    deletes(demo.moderator, demo.member);
    let world = scene.sandbox.world();
    let log = &world.guilds[&demo.guild].audit_log;
    let told: Vec<_> = log.iter().map(|entry| (entry.by, entry.target, entry.options["count"].clone())).collect();
    let (moderator, owner) = (demo.moderator, demo.owner);
    let counted = [
        (moderator, demo.member, "2"),
        (moderator, demo.elder, "1"),
        (owner, demo.member, "1"),
        (moderator, demo.member, "1"),
    ];
    assert_eq!(told, counted.map(|(by, author, count)| (by, author, json!(count))));
}
