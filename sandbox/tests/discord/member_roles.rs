//! The roles of members: who may give which.

use reqwest::Method;
use sandbox::{Permissions, audit_event};
use serde_json::{Value, json};

use crate::support::{Called, Scene, scene};

async fn role(scene: &Scene, method: Method, user: u64, role: u64) -> Called {
    scene.call(method, &scene.guild(&format!("/members/{user}/roles/{role}")), None).await
}

fn held(scene: &Scene, user: u64) -> Vec<u64> {
    scene.sandbox.world().guilds[&scene.demo.guild].members[&user].roles.clone()
}

#[tokio::test]
async fn a_role_is_given_and_taken_and_each_is_logged_once() {
    let scene = scene().await;
    let (member, helper) = (scene.demo.member, scene.demo.helper_role);
    for _ in 0..2 {
        assert_eq!(role(&scene, Method::PUT, member, helper).await.status, 204);
        assert_eq!(held(&scene, member), [helper]);
    }
    for _ in 0..2 {
        assert_eq!(role(&scene, Method::DELETE, member, helper).await.status, 204);
        assert!(held(&scene, member).is_empty());
    }
    let told = |key: &str| json!([{ "key": key, "new_value": [{ "id": helper.to_string(), "name": "Helper" }] }]);
    let event = audit_event::MEMBER_ROLE_UPDATE;
    assert_eq!(scene.logged(9), [(event, member, told("$add")), (event, member, told("$remove"))]);
}

#[tokio::test]
async fn only_roles_below_the_bots_own_that_belong_to_nobody_can_be_given() {
    let scene = scene().await;
    let demo = scene.demo;
    let (of_elder, of_bot) = (held(&scene, demo.elder)[0], held(&scene, demo.application)[0]);
    let other = {
        let mut world = scene.sandbox.world();
        let other = world.create_application("Other");
        let managed = world.install(demo.guild, other, 0);
        world.role_mut(managed).unwrap().position = 1;
        managed
    };
    for (which, given, wanted) in [
        ("above it", of_elder, (403, 50_013)),
        ("its own", of_bot, (403, 50_013)),
        ("another bot's", other, (403, 50_013)),
        ("@everyone", demo.guild, (404, 10_011)),
        ("none", 4, (404, 10_011)),
    ] {
        assert_eq!(role(&scene, Method::PUT, demo.member, given).await.refusal(), wanted, "{which}");
        assert_eq!(role(&scene, Method::DELETE, demo.member, given).await.refusal(), wanted, "{which}");
        let all = json!({ "roles": [given.to_string()] });
        let path = scene.guild(&format!("/members/{}", demo.member));
        assert_eq!(scene.call(Method::PATCH, &path, Some(all)).await.refusal(), wanted, "{which}");
    }
    assert_eq!(role(&scene, Method::PUT, demo.elder, demo.helper_role).await.status, 204, "to one above it, too");
    assert_eq!(role(&scene, Method::PUT, demo.stranger, demo.helper_role).await.refusal(), (404, 10_007));
    scene.allow_bot(Permissions::ALL & !Permissions::MANAGE_ROLES & !Permissions::ADMINISTRATOR);
    assert_eq!(role(&scene, Method::PUT, demo.member, demo.helper_role).await.refusal(), (403, 50_013));
}

#[tokio::test]
async fn a_whole_list_replaces_the_one_before_and_leaves_what_it_keeps_alone() {
    let scene = scene().await;
    let demo = scene.demo;
    let path = scene.guild(&format!("/members/{}", demo.elder));
    let put = async |roles: Value| scene.call(Method::PATCH, &path, Some(json!({ "roles": roles }))).await;
    let of_elder = held(&scene, demo.elder)[0];
    let both = json!([of_elder.to_string(), demo.helper_role.to_string()]);
    let called = put(both).await;
    assert_eq!((called.status, called.body["roles"].as_array().unwrap().len()), (200, 2));
    assert_eq!(put(json!([])).await.refusal(), (403, 50_013), "it would take a role from above the bot");
    assert_eq!(put(json!([of_elder.to_string()])).await.status, 200);
    assert_eq!(put(json!([of_elder.to_string(), of_elder.to_string()])).await.refusal(), (400, 50_035));
    assert_eq!(put(json!("all")).await.refusal(), (400, 50_035));
}
