//! What is heard is mirrored, and told to whoever listens.

use sandbox::Permissions;
use serde_json::json;

use crate::support::{App, client};

#[tokio::test]
async fn the_server_with_its_people_roles_and_channels_is_mirrored_and_follows() {
    let (app, _relay) = App::relayed().await;
    let guild = "select name || ' ' || is_available || ' ' || (left_at is null) from guilds";
    assert!(app.value::<String>(guild).await.ends_with(" true true"));
    let (channels, roles) = {
        let world = app.sandbox.world();
        let guild = &world.guilds[&app.demo.guild];
        (guild.channels.len() as i64, guild.roles.len() as i64)
    };
    app.counts("select count(*) from channels where deleted_at is null", channels).await;
    app.counts("select count(*) from roles", roles).await;
    {
        let mut world = app.sandbox.world();
        world.create_member(app.demo.guild, "dave", &[app.demo.helper_role]);
        world.role_mut(app.demo.helper_role).unwrap().name = "Helpers".to_owned();
        world.channel_mut(app.demo.channel).unwrap().name = "lounge".to_owned();
        world.guilds.get_mut(&app.demo.guild).unwrap().members.remove(&app.demo.second_moderator);
    }
    app.counts("select count(*) from members where user_name = 'dave' and cardinality(role_ids) = 1", 1).await;
    app.counts("select count(*) from roles where name = 'Helpers'", 1).await;
    app.counts("select count(*) from channels where name = 'lounge'", 1).await;
    app.counts("select count(*) from members where left_at is not null", 1).await;
}

#[tokio::test]
async fn a_message_is_kept_with_what_it_said_before_and_that_it_is_deleted() {
    let (app, _relay) = App::relayed().await;
    let id = app.write("first \0 words");
    app.counts("select count(*) from messages where content like 'first _ words' and author_name = 'mallory'", 1).await;
    {
        let mut world = app.sandbox.world();
        let now = world.now_ms();
        let message = world.messages.get_mut(&id).unwrap();
        (message.content, message.edited, message.changed_at_ms) = ("second".to_owned(), true, now);
    }
    app.counts("select count(*) from messages where content = 'second' and revision = 1", 1).await;
    app.counts("select count(*) from message_versions where content like 'first%'", 1).await;
    app.sandbox.world().messages.remove(&id);
    app.counts("select count(*) from messages where content = 'second' and deleted_at is not null", 1).await;
    assert_eq!(app.value::<i64>("select count(*) from gateway_rejects").await, 0);
}

#[tokio::test]
async fn a_ban_by_another_bot_is_a_case_without_anybodys_further_doing() {
    let (app, _relay) = App::relayed().await;
    ban_by_another_bot(&app).await;
    app.counts("select count(*) from cases where kind = 'ban' and moderator_name = 'other'", 1).await;
    app.counts("select count(*) from gateway_events", 0).await;
}

#[tokio::test]
async fn a_ban_by_discords_own_menu_is_a_case_with_its_reason_and_what_was_written_before() {
    let (app, _relay) = App::relayed().await;
    app.write("buy my coins");
    app.counts("select count(*) from messages", 1).await;
    let (guild, person, target) = (app.demo.guild, app.demo.moderator, app.demo.member);
    let deed = json!({
        "guild": guild.to_string(), "user": person.to_string(), "target": target.to_string(), "deed": "ban",
        "reason": "scam", "delete_message_seconds": 3_600,
    });
    let url = format!("{}/sandbox/deeds", app.sandbox.url());
    let answer = client().post(url).json(&deed).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    app.counts("select count(*) from cases where kind = 'ban' and reason = 'scam' and moderator_name = 'grace'", 1)
        .await;
    app.counts("select count(*) from messages where deleted_at is not null", 1).await;
    assert_eq!(app.value::<String>("select string_agg(content, ',') from case_evidence").await, "buy my coins");
}

#[tokio::test]
async fn of_two_bots_of_one_tenant_in_a_guild_listeners_hear_one_and_messages_are_kept_once() {
    let (app, relay) = App::relayed().await;
    relay.stop().await;
    let second = app.sandbox.world().create_application("Second");
    app.sandbox.world().install(app.demo.guild, second, Permissions::VIEW_AUDIT_LOG | Permissions::VIEW_CHANNEL);
    app.add_bot_of_same_tenant(second).await;
    let _relay = super::Running::start(&app);
    app.counts("select count(*) from installations", 2).await;
    app.write("hello");
    ban_by_another_bot(&app).await;
    app.counts("select count(*) from cases", 1).await;
    // Both have written until here.
    app.counts("select count(*) from gateway_shards where sequence >= (select count(*) from gateway_shards)", 2).await;
    app.counts("select count(*) from gateway_events", 0).await;
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
    assert_eq!(app.value::<i64>("select count(*) from messages").await, 1);
}

#[tokio::test]
async fn what_was_just_written_is_found_by_a_search_and_what_was_deleted_is_not() {
    let (app, _relay) = App::relayed().await;
    let id = app.write("The quick brown fox jumps");
    app.counts("select count(*) from messages", 1).await;
    let found = search(&app).await;
    assert!(found.contains(&format!("{}/{id}", app.demo.channel)), "{found}");
    app.sandbox.world().messages.remove(&id);
    app.counts("select count(*) from messages where deleted_at is not null", 1).await;
    let found = search(&app).await;
    assert!(!found.contains(&id.to_string()), "{found}");
}

/// What a moderator reads who searches for the fox.
async fn search(app: &App) -> String {
    let query = json!({ "query": "jumping foxes" });
    let reply = app.sandbox.command(app.moderator(), "search", query).await.unwrap();
    reply.response.unwrap()["data"].to_string()
}

/// A bot that is none of ours bans mallory.
pub async fn ban_by_another_bot(app: &App) {
    let token = {
        let mut world = app.sandbox.world();
        let other = world.create_application("Other");
        world.install(app.demo.guild, other, Permissions::BAN_MEMBERS);
        world.applications[&other].token.clone()
    };
    let route = format!("{}/guilds/{}/bans/{}", app.sandbox.api(), app.demo.guild, app.demo.member);
    let ban = client().put(route).header("authorization", format!("Bot {token}")).json(&json!({}));
    assert!(ban.send().await.unwrap().status().is_success());
}
