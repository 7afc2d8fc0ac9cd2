//! Every command asks again what Discord was told to ask: may this person, may this bot?

use guildhall::{features, platform::feature::Command};
use serde_json::{Value, json};
use twilight_model::application::command::CommandType;

use crate::support::App;

/// A command's interaction data without any values: whether somebody may is asked before what they want.
fn data(command: &dyn Command) -> Value {
    if command.kind() != CommandType::ChatInput {
        return json!({ "id": "1", "name": command.name(), "type": u8::from(command.kind()), "target_id": "1" });
    }
    let mut words = command.name().split(' ');
    let mut data = json!({ "id": "1", "name": words.next(), "type": 1 });
    if let Some(leaf) = words.next() {
        data["options"] = json!([{ "name": leaf, "type": 1, "options": [] }]);
    }
    data
}

async fn answer(app: &App, user: u64, command: &dyn Command) -> String {
    let body = app.sandbox.world().payload(app.demo.seat(user), 2, data(command), None).unwrap();
    app.post_signed(body.to_string().as_bytes()).await.1
}

#[tokio::test]
async fn whoever_lacks_a_commands_permission_is_refused_by_every_one_of_them() {
    let app = App::start().await;
    let commands = features::ALL.iter().flat_map(|feature| feature.commands);
    for command in commands.filter(|command| !command.permission().is_empty()) {
        let answer = answer(&app, app.demo.member, *command).await;
        assert!(answer.contains("You need the permission"), "{}: {answer}", command.name());
    }
    assert_eq!(app.value::<i64>("select count(*) from interaction_claims").await, 0);
}

#[tokio::test]
async fn a_bot_that_lacks_a_permission_says_so_for_every_command_that_needs_it() {
    let app = App::start().await;
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let roles = guild.members[&app.demo.application].roles.clone();
        roles.iter().for_each(|role| guild.roles.get_mut(role).unwrap().permissions = 0);
        let everyone = guild.id;
        guild.roles.get_mut(&everyone).unwrap().permissions = 0;
    }
    let commands = features::ALL.iter().flat_map(|feature| feature.commands);
    // A command about a channel asks about that one, once it has read which.
    let elsewhere = |command: &&&'static dyn Command| command.options().iter().any(|option| option.name == "channel");
    for command in commands.filter(|command| !command.bot_needs().is_empty() && !elsewhere(command)) {
        let answer = answer(&app, app.demo.owner, *command).await;
        assert!(answer.contains("I need the permission"), "{}: {answer}", command.name());
    }
    assert_eq!(app.value::<i64>("select count(*) from interaction_claims").await, 0);
}
