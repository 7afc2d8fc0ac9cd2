//! Members: found, renamed, timed out.

use std::time::Duration;

use reqwest::Method;
use sandbox::{Permissions, audit_event};
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

const DAY: Duration = Duration::from_secs(24 * 3_600);

async fn edit(scene: &Scene, user: impl std::fmt::Display, body: Value) -> Called {
    scene.call(Method::PATCH, &scene.guild(&format!("/members/{user}")), Some(body)).await
}

/// So far from now, as ISO 8601.
fn in_time(scene: &Scene, after: Duration) -> String {
    let now = i64::try_from(scene.sandbox.world().now_ms()).unwrap();
    (jiff::Timestamp::from_millisecond(now).unwrap() + after).to_string()
}

fn timeout(scene: &Scene, after: Duration) -> Value {
    json!({ "communication_disabled_until": in_time(scene, after) })
}

#[tokio::test]
async fn a_timed_out_member_may_look_and_nothing_else_until_it_ends() {
    let scene = scene().await;
    let demo = scene.demo;
    scene.register().await;
    let called = edit(&scene, demo.member, timeout(&scene, DAY)).await;
    assert_eq!(called.status, 200, "{}", called.body);
    assert!(called.body["communication_disabled_until"].is_string());
    let held = |user: u64| {
        let world = scene.sandbox.world();
        world.permissions_in(&world.guilds[&demo.guild], user, demo.channel)
    };
    assert_eq!(held(demo.member), Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY);
    assert!(scene.sandbox.world().offered(demo.seat(demo.member)).is_empty(), "commands are refused");
    scene.sandbox.advance(DAY + Duration::from_secs(1));
    let member = scene.get(&scene.guild(&format!("/members/{}", demo.member))).await.body;
    assert_eq!(member["communication_disabled_until"], Value::Null);
    assert_eq!(held(demo.member), held(demo.elder));
}

#[tokio::test]
async fn a_timeout_is_changed_lifted_and_logged() {
    let scene = scene().await;
    let member = scene.demo.member;
    edit(&scene, member, timeout(&scene, DAY)).await;
    edit(&scene, member, timeout(&scene, 2 * DAY)).await;
    edit(&scene, member, json!({ "communication_disabled_until": null })).await;
    edit(&scene, member, json!({ "communication_disabled_until": null })).await;
    let log = scene.logged(9);
    assert_eq!(log.len(), 3, "lifting what is not there is no change");
    for (action, target, changes) in &log {
        assert_eq!((*action, *target), (audit_event::MEMBER_UPDATE, member));
        assert_eq!(changes[0]["key"], "communication_disabled_until");
    }
    assert!(log[0].2[0].get("old_value").is_none() && log[2].2[0].get("new_value").is_none());
    assert_eq!(log[1].2[0]["old_value"], log[0].2[0]["new_value"]);
}

#[tokio::test]
async fn the_reason_of_a_call_stands_in_the_log() {
    let scene = scene().await;
    let headers = [
        ("authorization", format!("Bot {}", scene.token())),
        ("content-type", "application/json".to_owned()),
        ("x-audit-log-reason", "Case%201".to_owned()),
    ];
    let path = scene.guild(&format!("/members/{}", scene.demo.member));
    let body = json!({ "nick": "Mal", "roles": [scene.demo.helper_role.to_string()] }).to_string();
    assert_eq!(scene.raw(Method::PATCH, &path, &headers, body).await.unwrap().status, 200);
    let world = scene.sandbox.world();
    let reasons = world.guilds[&scene.demo.guild].audit_log.iter().map(|entry| entry.reason.as_deref());
    assert_eq!(reasons.collect::<Vec<_>>(), [Some("Case 1"); 2]);
}

#[tokio::test]
async fn a_timeout_lasts_up_to_28_days() {
    let scene = scene().await;
    let member = scene.demo.member;
    assert_eq!(edit(&scene, member, timeout(&scene, 28 * DAY)).await.status, 200);
    for (body, code) in [
        (timeout(&scene, 28 * DAY + Duration::from_secs(60)), "INVALID_COMMUNICATION_DISABLED_TIMESTAMP"),
        (json!({ "communication_disabled_until": "tomorrow" }), "DATE_TIME_TYPE_PARSE"),
    ] {
        let refused = edit(&scene, member, body.clone()).await;
        assert_eq!(refused.refusal(), (400, 50_035), "{body}");
        assert_eq!(refused.body["errors"]["communication_disabled_until"]["_errors"][0]["code"], code);
    }
    let past = json!({ "communication_disabled_until": "2020-01-01T00:00:00Z" });
    assert_eq!(edit(&scene, member, past).await.body["communication_disabled_until"], Value::Null);
}

#[tokio::test]
async fn nobody_is_timed_out_or_renamed_from_below() {
    let scene = scene().await;
    let demo = scene.demo;
    let administrators = scene.sandbox.world().create_role(demo.guild, "Root", Permissions::ADMINISTRATOR);
    {
        let mut world = scene.sandbox.world();
        // Below the bot, and still out of its reach.
        world.role_mut(administrators).unwrap().position = 1;
        world.member_mut(demo.guild, demo.second_moderator).unwrap().roles = vec![administrators];
    }
    for (who, user, timed_out, renamed) in [
        ("the owner", demo.owner, 403, 403),
        ("a member above it", demo.elder, 403, 403),
        ("itself", demo.application, 403, 403),
        ("an administrator below it", demo.second_moderator, 403, 200),
        ("a moderator", demo.moderator, 200, 200),
    ] {
        let called = edit(&scene, user, timeout(&scene, DAY)).await;
        assert_eq!(called.status, timed_out, "{who}: {}", called.body);
        assert!(timed_out == 200 || called.body["code"] == 50_013, "{who}");
        assert_eq!(edit(&scene, user, json!({ "nick": "x" })).await.status, renamed, "{who}");
    }
    assert_eq!(edit(&scene, demo.stranger, json!({})).await.refusal(), (404, 10_007));
    assert_eq!(edit(&scene, 4, json!({})).await.refusal(), (404, 10_013));
}

#[tokio::test]
async fn each_field_takes_its_own_permission_and_all_or_nothing_is_done() {
    let scene = scene().await;
    let member = scene.demo.member;
    for (permission, body) in [
        (Permissions::MODERATE_MEMBERS, timeout(&scene, DAY)),
        (Permissions::MANAGE_NICKNAMES, json!({ "nick": "Mal" })),
        (Permissions::MANAGE_ROLES, json!({ "roles": [scene.demo.helper_role.to_string()] })),
    ] {
        scene.allow_bot(Permissions::ALL & !Permissions::ADMINISTRATOR & !permission);
        assert_eq!(edit(&scene, member, body.clone()).await.refusal(), (403, 50_013), "{body}");
        scene.allow_bot(permission);
        assert_eq!(edit(&scene, member, body.clone()).await.status, 200, "{body}");
    }
    scene.allow_bot(Permissions::MANAGE_NICKNAMES);
    assert_eq!(edit(&scene, member, json!({ "nick": "Mallory", "roles": [] })).await.status, 403);
    assert_eq!(scene.sandbox.world().guilds[&scene.demo.guild].members[&member].nick.as_deref(), Some("Mal"));
}

#[tokio::test]
async fn a_nickname_is_set_reset_and_logged() {
    let scene = scene().await;
    let member = scene.demo.member;
    assert_eq!(edit(&scene, member, json!({ "nick": "Mal" })).await.body["nick"], "Mal");
    assert_eq!(edit(&scene, member, json!({ "nick": "" })).await.body["nick"], Value::Null);
    assert_eq!(edit(&scene, member, json!({ "nick": "x".repeat(33) })).await.refusal(), (400, 50_035));
    let set = json!([{ "key": "nick", "new_value": "Mal" }]);
    let reset = json!([{ "key": "nick", "old_value": "Mal" }]);
    let update = audit_event::MEMBER_UPDATE;
    assert_eq!(scene.logged(9), [(update, member, set), (update, member, reset)]);

    assert_eq!(edit(&scene, "@me", json!({ "nick": "The Guild" })).await.body["nick"], "The Guild");
    scene.deny_everyone(Permissions::CHANGE_NICKNAME);
    assert_eq!(edit(&scene, "@me", json!({ "nick": "x" })).await.refusal(), (403, 50_013));
}

#[tokio::test]
async fn nobody_is_in_a_voice_channel() {
    let scene = scene().await;
    assert_eq!(edit(&scene, scene.demo.member, json!({ "mute": true })).await.refusal(), (400, 40_032));
}

#[tokio::test]
async fn members_come_in_pages_by_ascending_id() {
    let scene = scene().await;
    let ids = async |query: &str| {
        let called = scene.get(&scene.guild(&format!("/members{query}"))).await;
        let members = called.body.as_array().unwrap().clone();
        members.iter().map(|member| member["user"]["id"].as_str().unwrap().parse().unwrap()).collect::<Vec<u64>>()
    };
    let all: Vec<u64> = scene.sandbox.world().guilds[&scene.demo.guild].members.keys().copied().collect();
    assert_eq!(ids("").await, all[..1], "one, unless more are asked for");
    assert_eq!(ids("?limit=1000").await, all);
    assert_eq!(ids(&format!("?limit=2&after={}", all[1])).await, all[2..4]);
    assert_eq!(ids("?limit=2&after=0").await, all[..2]);
    assert_eq!(scene.get(&scene.guild("/members?limit=1001")).await.refusal(), (400, 50_035));
    scene.sandbox.world().applications.get_mut(&scene.demo.application).unwrap().lists_members = false;
    assert_eq!(scene.get(&scene.guild("/members")).await.refusal(), (403, 50_001), "without the intent");
}

#[tokio::test]
async fn members_are_searched_by_the_beginning_of_a_name() {
    let scene = scene().await;
    edit(&scene, scene.demo.elder, json!({})).await;
    {
        let mut world = scene.sandbox.world();
        world.member_mut(scene.demo.guild, scene.demo.moderator).unwrap().nick = Some("Mal the Great".to_owned());
    }
    let names = async |query: &str| {
        let called = scene.get(&scene.guild(&format!("/members/search?{query}"))).await;
        let members = called.body.as_array().unwrap().clone();
        members.iter().map(|member| member["user"]["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("query=mal&limit=10").await, ["grace", "mallory"]);
    assert_eq!(names("query=MAL").await, ["grace"]);
    assert!(names("query=lory&limit=10").await.is_empty());
    assert_eq!(scene.get(&scene.guild("/members/search")).await.refusal(), (400, 50_035));
}
