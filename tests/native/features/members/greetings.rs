//! Welcomes and goodbyes.

use serde_json::json;

use super::{ZOE, ago, joining};
use crate::support::App;

impl App {
    async fn greeting() -> Self {
        let app = Self::with_members().await;
        app.configure("members.welcome_channel", "channel", &app.demo.channel.to_string()).await;
        app.configure("members.goodbye_channel", "channel", &app.demo.channel.to_string()).await;
        app
    }
}

#[tokio::test]
async fn who_joins_is_welcomed_and_called_once_however_often_discord_tells_of_it() {
    let app = App::greeting().await;
    app.configure("members.welcome_message", "value", "{member}, {name}: {server} #{count} {{x").await;
    let member = app.joins(json!({})).await;
    app.told("GUILD_MEMBER_ADD", member).await;
    let greetings = app.greetings();
    assert_eq!(greetings.len(), 1);
    assert_eq!(greetings[0].content, format!("<@{ZOE}>, Zoë \\*: Den\\_1 #1 {{{{x"));
    let greet = "select payload ->> 'act' || ' ' || state from tasks where subject = 'members/welcome'";
    assert_eq!(app.value::<String>(greet).await, "greet done");
}

#[tokio::test]
async fn a_welcome_calls_the_member_who_is_meant_and_nobody_else() {
    let app = App::greeting().await;
    app.configure("members.welcome_message", "value", "{member} meets @everyone").await;
    app.told("GUILD_MEMBER_ADD", joining(&app, app.demo.member, json!({}))).await;
    let mentions = app.greetings()[0].mentions.clone();
    assert_eq!((mentions.users.as_slice(), mentions.everyone), ([app.demo.member].as_slice(), false));
}

#[tokio::test]
async fn a_direct_message_is_sent_where_a_server_wants_it_and_closed_ones_are_no_failure() {
    let app = App::with_members().await;
    app.configure("members.welcome_by_dm", "value", "on").await;
    app.told("GUILD_MEMBER_ADD", joining(&app, app.demo.member, json!({}))).await;
    assert_eq!(app.direct_messages(app.demo.member), ["Welcome to Den\\_1, Zoë \\*! It is good to have you."]);
    app.sandbox.world().users.get_mut(&app.demo.elder).unwrap().closed_dms = true;
    app.told("GUILD_MEMBER_ADD", joining(&app, app.demo.elder, json!({}))).await;
    assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0);
}

#[tokio::test]
async fn who_left_is_spoken_of_once_for_each_time_that_they_were_here() {
    let app = App::greeting().await;
    app.mirror_past(ZOE, ago(3)).await;
    app.leaves(ZOE).await;
    app.leaves(ZOE).await;
    let said: Vec<String> = app.greetings().into_iter().map(|message| message.content).collect();
    assert_eq!(said, ["**zoe** has left us."], "a kick is told by Discord in more than one way");
    app.mirror_past(ZOE, ago(1)).await;
    app.leaves(ZOE).await;
    assert_eq!(app.greetings().len(), 2);
}

#[tokio::test]
async fn bots_and_those_who_are_told_of_too_late_are_not_greeted() {
    let app = App::greeting().await;
    app.joins(json!({ "user": { "id": ZOE.to_string(), "username": "robot", "bot": true } })).await;
    app.joins(json!({ "joined_at": ago(1).to_string() })).await;
    assert_eq!(app.greetings().len(), 0);
    let lost = app.demo.application;
    app.leaves(lost).await;
    assert_eq!(app.greetings().len(), 0, "the bot itself was removed");
}

#[tokio::test]
async fn a_crowd_is_welcomed_ten_times_a_minute_at_most() {
    let app = App::greeting().await;
    for number in 0..25 {
        app.hears("GUILD_MEMBER_ADD", joining(&app, ZOE + number, json!({}))).await;
    }
    futures_util::future::join_all((0..3).map(|_| app.poke())).await;
    app.later.settled().await;
    app.run_waiting().await;
    assert_eq!(app.greetings().len(), 10);
    app.execute("update tasks set created_at = created_at - interval '61 seconds'").await;
    app.joins(json!({})).await;
    assert_eq!(app.greetings().len(), 11);
}

#[tokio::test]
async fn a_greeting_that_discord_does_not_take_at_once_is_sent_later() {
    let app = App::greeting().await;
    app.fail("POST /channels/*/messages", sandbox::FaultKind::Status(502), 1);
    app.joins(json!({})).await;
    assert_eq!(app.greetings().len(), 0);
    app.run_waiting().await;
    assert_eq!(app.greetings().len(), 1);
}

#[tokio::test]
async fn the_preview_shows_every_greeting_and_which_of_them_are_on() {
    let app = App::greeting().await;
    let reply = app.sandbox.command(app.manager(), "welcome", json!({})).await.unwrap();
    let data = reply.response.unwrap()["data"].clone();
    assert_eq!(data["flags"], 64);
    let fields = data["embeds"][0]["fields"].clone();
    let value = |number: usize| fields[number]["value"].as_str().unwrap().to_owned();
    assert_eq!(value(0), format!("<#{}>\nWelcome to Den\\_1, <@{}>!", app.demo.channel, app.demo.admin));
    assert!(value(1).starts_with("Off. Switch it on with /settings set"), "{}", value(1));
    assert_eq!(value(2), format!("<#{}>\n**barbara** has left us.", app.demo.channel));
    assert!(app.sandbox.command(app.moderator(), "welcome", json!({})).await.is_err(), "it takes Manage Server");
}

#[tokio::test]
async fn a_template_with_an_unknown_placeholder_is_refused() {
    let app = App::with_members().await;
    let options = json!({ "setting": "members.welcome_message", "value": "Hi {user}" });
    let said = app.says(app.manager(), "settings set", options).await;
    assert!(said.starts_with("I don't know {user}. I replace only {member}, {name}, {server}, {count}."), "{said}");
}
