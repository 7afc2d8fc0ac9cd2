//! What people do to each other by hand.

use serde_json::{Value, json};

use super::{Scene, scene};

impl Scene {
    async fn deed(&self, user: u64, target: u64, deed: &str, more: Value) -> (u16, Value) {
        let guild = self.demo.guild.to_string();
        let mut body = json!({ "guild": guild, "user": user.to_string(), "target": target.to_string(), "deed": deed });
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.post("deeds", body).await
    }
}

#[tokio::test]
async fn a_person_acts_as_far_as_they_may_and_the_audit_log_tells_of_it() {
    let scene = scene().await;
    let (grace, mallory) = (scene.demo.moderator, scene.demo.member);
    for (deed, more) in [
        ("timeout", json!({ "minutes": 60, "reason": " shouting " })),
        ("end_timeout", json!({})),
        ("kick", json!({ "reason": "" })),
        ("ban", json!({ "reason": "scam", "delete_message_seconds": 3_600 })),
        ("unban", json!({})),
    ] {
        assert_eq!(scene.deed(grace, mallory, deed, more).await.0, 204, "{deed}");
    }
    let world = scene.sandbox.world();
    let log = world.guilds[&scene.demo.guild].audit_log.iter();
    let log: Vec<_> = log.map(|entry| (entry.action, entry.by == grace, entry.reason.as_deref())).collect();
    let expected =
        [(24, Some("shouting")), (24, None), (20, None), (22, Some("scam")), (23, None)].map(|(a, r)| (a, true, r));
    assert_eq!(log, expected);
}

#[tokio::test]
async fn who_lacks_the_permission_or_stands_below_is_refused_with_a_sentence() {
    let scene = scene().await;
    let (grace, mallory, ada) = (scene.demo.moderator, scene.demo.member, scene.demo.owner);
    for deed in ["ban", "kick", "timeout"] {
        for (user, target) in [(mallory, scene.demo.elder), (grace, ada), (grace, grace)] {
            let (status, said) = scene.deed(user, target, deed, json!({ "minutes": 5 })).await;
            assert_eq!(status, 403, "{deed}");
            assert!(said["message"].as_str().unwrap().contains("may not do that to them"), "{said}");
        }
    }
    let (status, said) = scene.deed(grace, mallory, "unban", json!({})).await;
    assert_eq!((status, &said["message"]), (404, &json!("They are not banned.")));
    let (status, _) = scene.deed(grace, mallory, "timeout", json!({ "minutes": 60 * 24 * 29 })).await;
    assert_eq!(status, 400);
    assert!(scene.sandbox.world().guilds[&scene.demo.guild].audit_log.is_empty());
}

#[tokio::test]
async fn the_page_is_told_what_each_member_may_do() {
    let scene = scene().await;
    let state = scene.get("state").await;
    let members = state["guilds"][0]["members"].as_array().unwrap();
    let may = |user: u64| {
        let id = json!(user.to_string());
        members.iter().find(|member| member["id"] == id).unwrap()["may"].clone()
    };
    assert_eq!(may(scene.demo.moderator), json!(["ban", "kick", "timeout"]));
    assert_eq!(may(scene.demo.member), json!([]));
}
