//! A server's grants are asked at every command, click and suggestion, and nowhere else.

use std::time::Duration;

use guildhall::features;
use sandbox::Seat;
use serde_json::{Value, json};

use crate::support::{App, Database};

/// Keeps everyone from a command or feature.
async fn deny(app: &App, target: &str) {
    let options = json!({ "target": target, "role": app.demo.guild.to_string(), "deny": true });
    let said = app.says(app.owner(), "permissions grant", options).await;
    assert!(said.starts_with("From now on"), "{said}");
}

async fn warns(app: &App, seat: Seat) -> String {
    app.says(seat, "warn", json!({ "user": app.demo.member.to_string(), "reason": "x" })).await
}

#[tokio::test]
async fn a_denial_keeps_a_moderator_from_what_discord_lets_them_do() {
    let app = App::start().await;
    deny(&app, "/warn").await;
    let said = app.named(&warns(&app, app.moderator()).await);
    insta::assert_snapshot!(said, @"You may not use this here: everyone was denied /warn by @ada on (date). Whoever manages the server can change that with /permissions.");
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
    assert_eq!(app.value::<i64>("select count(*) from interaction_claims").await, 1, "that of the denial itself");
}

#[tokio::test]
async fn no_denial_binds_the_owner_or_an_administrator() {
    let app = App::start().await;
    deny(&app, "moderation").await;
    assert!(warns(&app, app.owner()).await.starts_with("**mallory** is warned."));
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let roles = guild.members[&app.demo.admin].roles.clone();
        roles.iter().for_each(|role| guild.roles.get_mut(role).unwrap().permissions |= 1 << 3);
    }
    for (command, who) in [("/permissions grant", app.demo.admin), ("/warn", app.demo.admin)] {
        let options = json!({ "target": command, "user": who.to_string(), "deny": true });
        app.says(app.owner(), "permissions grant", options).await;
    }
    assert!(warns(&app, app.manager()).await.starts_with("**mallory** is warned."));
}

#[tokio::test]
async fn the_button_of_a_denied_command_is_refused_at_the_moment_of_the_click() {
    let app = App::start().await;
    warns(&app, app.moderator()).await;
    let card = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    let menu = app.sandbox.user_command(app.moderator(), "Moderation card", app.demo.member).await.unwrap();
    let [card, menu] = [card, menu].map(|reply| app.sandbox.original(reply.interaction).unwrap().id);
    deny(&app, "/case reason").await;
    deny(&app, "/kick").await;
    let click = async |message: u64, custom_id: &str| {
        let reply = app.sandbox.click(app.moderator(), message, custom_id).await.unwrap();
        (reply.kind(), app.named(reply.content()))
    };
    let (kind, said) = click(card, "case.ask_reason:1:1").await;
    assert!(kind == 4 && said.contains("everyone was denied /case reason"), "{said}");
    let submitted =
        app.sandbox.submit(app.moderator(), "case.reason:1:1", &[("reason", "y")], Some(card)).await.unwrap();
    assert!(app.named(submitted.content()).contains("everyone was denied /case reason"));
    assert_eq!(click(card, "case.refresh:1:1").await.0, 7, "it belongs to /case show");
    let target = app.demo.member;
    assert!(click(menu, &format!("member.ask:1:kick:{target}")).await.1.contains("everyone was denied /kick"));
    assert_eq!(click(menu, &format!("member.ask:1:ban:{target}")).await.0, 9, "a form opens");
    assert_eq!(app.value::<String>("select reason from cases").await, "x");
}

#[tokio::test]
async fn the_buttons_of_a_granted_command_work_for_whoever_has_it() {
    let app = App::start().await;
    let (helper, zoe) = (app.helper(), app.newcomer());
    app.grants("Moderation card", json!({})).await;
    app.grants("/ban", json!({})).await;
    app.shows("Moderation card", app.demo.helper_role);
    let card = app.sandbox.user_command(helper, "Moderation card", zoe.parse().unwrap()).await.unwrap();
    let card = app.sandbox.original(card.interaction).unwrap().id;
    let form = app.sandbox.click(helper, card, &format!("member.ask:1:ban:{zoe}")).await.unwrap();
    let done = app.sandbox.fill_in(form.interaction, json!({ "reason": "spam" })).await.unwrap();
    assert_eq!(done.content(), "**zoe** is banned. Case 1.\n> spam");
    let refused = app.sandbox.click(helper, card, &format!("member.ask:1:kick:{zoe}")).await.unwrap();
    assert_eq!(refused.content(), "You need the permission Kick Members for this.");
}

#[tokio::test]
async fn whoever_may_not_use_a_command_gets_no_suggestions() {
    let app = App::start().await;
    warns(&app, app.moderator()).await;
    let suggested = async |seat| {
        app.sandbox.autocomplete(seat, "case show", json!({ "number": "1" }), "number").await.unwrap().len()
    };
    assert_eq!(suggested(app.moderator()).await, 1);
    deny(&app, "/case show").await;
    assert_eq!((suggested(app.moderator()).await, suggested(app.owner()).await), (0, 1));
}

#[tokio::test]
async fn a_command_that_takes_no_permission_can_be_denied_all_the_same() {
    let app = App::start().await;
    deny(&app, "/search").await;
    let said = app.says(app.moderator(), "search", json!({ "query": "x" })).await;
    assert!(said.starts_with("You may not use this here"), "{said}");
}

#[tokio::test]
async fn acts_on_another_channel_ask_what_is_granted_there() {
    let app = App::start().await;
    let helper = app.helper();
    for word in ["slowmode", "lock"] {
        app.shows(word, app.demo.helper_role);
    }
    let (here, there) = (app.demo.channel.to_string(), app.demo.mod_log.to_string());
    app.grants("/slowmode", json!({})).await;
    app.grants("/lock", json!({})).await;
    let slow = async |channel: &str| {
        app.named(&app.says(helper, "slowmode", json!({ "duration": "5s", "channel": channel })).await)
    };
    assert_eq!(slow(&here).await, "The slowmode of #general is now 5s. It was off.");
    assert_eq!(slow(&there).await, "The slowmode of #mod-log is now 5s. It was off.");
    let locked = app.named(&app.says(helper, "lock", json!({ "channel": there })).await);
    assert!(locked.starts_with("#mod-log is locked"), "{locked}");
    app.grants("/slowmode", json!({ "channel": there, "deny": true })).await;
    assert_eq!(slow(&here).await, "The slowmode of #general stays as it is: 5s.");
    let said = slow(&there).await;
    assert!(said.starts_with("You may not use this in #mod-log: @Helper was denied /slowmode in #mod-log"), "{said}");
}

#[tokio::test]
async fn a_grant_for_a_channel_holds_in_its_threads() {
    let app = App::start().await;
    let helper = app.helper();
    app.shows("warn", app.demo.helper_role);
    app.grants("/warn", json!({ "channel": app.demo.channel.to_string() })).await;
    let options = json!({ "user": app.newcomer(), "reason": "x" });
    let parent = app.demo.channel.to_string();
    let within = |kind: u64| {
        let parent = parent.clone();
        move |body: &mut Value| {
            body["channel_id"] = json!("777");
            body["channel"] = json!({ "id": "777", "type": kind, "parent_id": parent, "permissions": "0" });
        }
    };
    let said = app.forged(helper, "warn", options.clone(), within(11)).await;
    assert!(said.starts_with("**zoe** is warned."), "{said}");
    let said = app.forged(helper, "warn", options, within(0)).await;
    assert_eq!(
        said, "You need the permission Timeout Members for this.",
        "a channel of a category is none of its threads"
    );
}

#[tokio::test]
async fn nobody_in_timeout_acts_by_a_grant() {
    let app = App::start().await;
    let helper = app.helper();
    app.shows("warn", app.demo.helper_role);
    app.grants("/warn", json!({})).await;
    let options = json!({ "user": app.newcomer(), "reason": "x" });
    let until = "2999-01-01T00:00:00Z";
    let said =
        app.forged(helper, "warn", options, |body| body["member"]["communication_disabled_until"] = json!(until)).await;
    assert_eq!(said, "You need the permission Timeout Members for this.");
}

#[tokio::test]
async fn with_the_database_away_what_depends_on_it_apologizes_and_the_rest_answers() {
    let url = "postgres://guildhall_worker@127.0.0.1:1/none?sslmode=disable";
    let app = App::at(features::ALL, Database::create().await, url).await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "x" });
    let reply = app.sandbox.command(app.moderator(), "warn", options).await.unwrap();
    assert!(reply.content().starts_with("I can't reach my database right now"), "{reply:?}");
    assert_eq!(app.says(app.moderator(), "ping", json!({})).await, "I am here, grace.");
    let help = app.sandbox.command(app.moderator(), "help", json!({})).await.unwrap();
    assert!(help.response.unwrap()["data"]["embeds"][0]["title"].is_string());
    let choices = app.sandbox.autocomplete(app.moderator(), "case show", json!({ "number": "1" }), "number").await;
    assert!(choices.unwrap().is_empty());
}

#[tokio::test]
async fn what_everybody_may_use_everywhere_leaves_no_trace_in_the_database() {
    let app = App::start().await;
    assert_eq!(app.says(app.moderator(), "ping", json!({})).await, "I am here, grace.");
    app.later.settled().await;
    assert_eq!(app.value::<i64>("select count(*) from command_runs").await, 0);
    assert_eq!(app.value::<i64>("select count(*) from installations").await, 0);
}

#[tokio::test]
async fn while_the_grants_are_slow_to_read_the_answer_is_deferred() {
    let app = App::start().await;
    warns(&app, app.moderator()).await;
    // Holds every read of grants back until it ends.
    let mut holder = app.admin().await;
    sqlx::raw_sql("begin; lock table grants in access exclusive mode").execute(&mut holder).await.unwrap();
    let reply = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    assert_eq!((reply.kind(), reply.failure), (5, None));
    sqlx::raw_sql("commit").execute(&mut holder).await.unwrap();
    let limit = Duration::from_secs(20);
    let shown = app.sandbox.until_original(reply.interaction, limit, |message| message.flags & (1 << 7) == 0).await;
    assert_eq!(shown.unwrap().embeds[0]["title"], "Case 1 · Warning");
}
