//! What /health says of moderation.

use serde_json::{Value, json};

use crate::support::App;

async fn report(app: &App) -> Value {
    let reply = app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    reply.response.unwrap()["data"]["embeds"][0].clone()
}

fn names(report: &Value) -> Vec<&str> {
    let fields = report["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    fields.iter().map(|field| field["name"].as_str().unwrap()).collect()
}

async fn log_to(app: &App, channel: u64) {
    let options = json!({ "setting": "moderation.log_channel", "channel": channel.to_string() });
    app.sandbox.command(app.demo.seat(app.demo.owner), "settings set", options).await.unwrap();
}

#[tokio::test]
async fn what_is_worth_a_look_is_named_with_what_to_do() {
    let app = App::start().await;
    let report = report(&app).await;
    assert_eq!(report["description"], "I can work. Worth a look: 2.");
    assert_eq!(names(&report), ["There is no moderation log", "Some roles stand above mine"]);
    assert!(report["fields"][0]["value"].as_str().unwrap().contains("/settings set"), "{report}");
}

#[tokio::test]
async fn all_is_well_when_nothing_is_missing() {
    let app = App::start().await;
    log_to(&app, app.demo.mod_log).await;
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        guild.roles.retain(|_, role| role.name != "Elder");
    }
    assert_eq!(report(&app).await["description"], "All is well: I can do all of my work here.");
}

#[tokio::test]
async fn a_missing_permission_names_the_commands_that_want_it() {
    let app = App::start().await;
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let roles = guild.members[&app.demo.application].roles.clone();
        roles.iter().for_each(|role| guild.roles.get_mut(role).unwrap().permissions &= !(1 << 1));
    }
    let report = report(&app).await;
    assert_eq!(names(&report)[0], "I lack the permission Kick Members");
    assert!(report["fields"][0]["value"].as_str().unwrap().contains("/kick"), "{report}");
}

#[tokio::test]
async fn a_log_channel_that_is_gone_or_closed_to_the_bot_is_serious() {
    let app = App::start().await;
    let (gone, closed) = {
        let mut world = app.sandbox.world();
        (world.create_channel(app.demo.guild, "old-log"), world.create_channel(app.demo.guild, "quiet-log"))
    };
    log_to(&app, gone).await;
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().channels.remove(&gone);
    assert_eq!(names(&report(&app).await)[0], "The channel of the moderation log is out of my reach");
    log_to(&app, closed).await;
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let everyone = guild.id;
        let overwrite = sandbox::Overwrite { id: everyone, allow: 0, deny: 1 << 11 };
        guild.channels.get_mut(&closed).unwrap().overwrites.push(overwrite);
    }
    let report = report(&app).await;
    assert_eq!(names(&report)[0], "I can't write the moderation log");
    assert!(report["fields"][0]["value"].as_str().unwrap().contains("Send Messages"), "{report}");
}

#[tokio::test]
async fn what_failed_for_good_is_counted() {
    let app = App::start().await;
    app.sandbox.world().faults.push(sandbox::Fault::new(
        "DELETE /guilds/*/members/*",
        sandbox::FaultKind::Status(403),
        1,
    ));
    app.sandbox.command(app.moderator(), "kick", json!({ "user": app.demo.member.to_string() })).await.unwrap();
    let report = report(&app).await;
    assert!(names(&report).contains(&"Failed for good in the last seven days: 1"), "{report}");
}
