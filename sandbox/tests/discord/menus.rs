//! Context menus: commands on people and on messages.

use std::time::Duration;

use sandbox::EPHEMERAL;
use serde_json::{Value, json};
use twilight_model::application::interaction::{Interaction, InteractionData};

use crate::support::scene;

fn said() -> Value {
    json!({ "type": 4, "data": { "content": "Done.", "flags": EPHEMERAL } })
}

#[tokio::test]
async fn a_command_on_a_person_carries_them_as_user_and_as_member() {
    let scene = scene().await;
    let endpoint = scene.answering(said()).await;
    let (seat, demo) = (scene.moderator(), scene.demo);
    scene.sandbox.user_command(seat, "Ban them", demo.member).await.unwrap();
    let body = endpoint.seen().pop().unwrap();
    let (id, resolved) = (demo.member.to_string(), &body["data"]["resolved"]);
    assert_eq!(body["data"]["target_id"], id);
    assert_eq!(resolved["users"][&id]["username"], "mallory");
    let held = {
        let world = scene.sandbox.world();
        world.permissions_in(&world.guilds[&demo.guild], demo.member, demo.channel)
    };
    assert_eq!(resolved["members"][&id]["permissions"], held.to_string());
    assert!(resolved["members"][&id].get("user").is_none(), "the user stands beside it");

    scene.sandbox.user_command(seat, "Ban them", demo.stranger).await.unwrap();
    let resolved = endpoint.seen().pop().unwrap()["data"]["resolved"].clone();
    assert!(resolved["users"][demo.stranger.to_string()].is_object() && resolved.get("members").is_none());
}

#[tokio::test]
async fn a_command_on_a_message_carries_all_of_it() {
    let scene = scene().await;
    let endpoint = scene.answering(said()).await;
    let (seat, demo) = (scene.moderator(), scene.demo);
    let day = Duration::from_secs(24 * 3_600);
    let message = scene.sandbox.world().create_old_message(demo.channel, demo.member, "buy this <@1>", 20 * day);
    scene.sandbox.world().attach(message, "offer.png", "image/png", 2_048);
    scene.sandbox.message_command(seat, "Report", message).await.unwrap();
    let body = endpoint.seen().pop().unwrap();
    let found = &body["data"]["resolved"]["messages"][message.to_string()];
    assert_eq!((&found["content"], &found["author"]["username"]), (&json!("buy this <@1>"), &json!("mallory")));
    assert_eq!(found["attachments"][0]["filename"], "offer.png");
    let read: Interaction = serde_json::from_str(&body.to_string()).unwrap();
    let Some(InteractionData::ApplicationCommand(data)) = read.data else { panic!("no command: {body}") };
    let resolved = data.resolved.unwrap();
    assert_eq!(resolved.messages.values().next().unwrap().attachments[0].size, 2_048);
}

#[tokio::test]
async fn only_a_message_that_the_person_sees_can_be_meant() {
    let scene = scene().await;
    scene.answering(said()).await;
    let (seat, demo) = (scene.moderator(), scene.demo);
    let elsewhere = scene.sandbox.world().create_message(demo.mod_log, demo.application, "Case 1");
    assert!(scene.sandbox.message_command(seat, "Report", elsewhere).await.is_err(), "in another channel");
    let reply = scene.sandbox.command(seat, "case show", json!({})).await.unwrap();
    let hidden = scene.sandbox.original(reply.interaction).unwrap().id;
    let other = demo.seat(demo.second_moderator);
    assert!(scene.sandbox.message_command(other, "Report", hidden).await.is_err(), "shown to somebody else");
    assert!(scene.sandbox.message_command(seat, "Report", 4).await.is_err(), "not there");
}

#[tokio::test]
async fn who_lacks_the_permission_or_is_timed_out_is_not_offered_the_menu() {
    let scene = scene().await;
    scene.answering(said()).await;
    let demo = scene.demo;
    {
        let mut world = scene.sandbox.world();
        let until = world.now_ms() + 60_000;
        world.member_mut(demo.guild, demo.member).unwrap().communication_disabled_until_ms = Some(until);
    }
    assert!(scene.sandbox.user_command(demo.seat(demo.member), "Ban them", demo.elder).await.is_err());
    assert!(scene.sandbox.user_command(demo.seat(demo.elder), "Ban them", demo.member).await.is_ok());
}

#[tokio::test]
async fn a_server_shows_and_hides_commands_as_it_likes_and_administrators_see_all() {
    let scene = scene().await;
    scene.answering(said()).await;
    let demo = scene.demo;
    let tries = async |user: u64| scene.sandbox.user_command(demo.seat(user), "Ban them", demo.elder).await.is_ok();
    let set = |id: u64, shown: bool| {
        let mut world = scene.sandbox.world();
        let commands = &world.applications[&demo.application].commands;
        let command = commands.iter().find(|one| one["name"] == "Ban them").unwrap()["id"].clone();
        world.show_command(demo.guild, command.as_str().unwrap().parse().unwrap(), id, shown);
    };
    scene.sandbox.world().member_mut(demo.guild, demo.member).unwrap().roles.push(demo.helper_role);
    set(demo.guild, false);
    assert!(!tries(demo.moderator).await && tries(demo.owner).await, "hidden from @everyone");
    set(demo.helper_role, true);
    assert!(tries(demo.member).await, "a role counts before @everyone");
    set(demo.member, false);
    assert!(!tries(demo.member).await, "a user counts before their roles");
}
