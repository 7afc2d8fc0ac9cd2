//! What /health says of members.

use serde_json::json;

use crate::support::App;

async fn report(app: &App) -> String {
    let reply = app.sandbox.command(app.manager(), "health", json!({})).await.unwrap();
    reply.response.unwrap()["data"]["embeds"][0].to_string()
}

#[tokio::test]
async fn what_keeps_new_members_from_their_welcome_and_their_roles_is_named() {
    let app = App::with_members().await;
    let elders = {
        let world = app.sandbox.world();
        world.guilds[&app.demo.guild].roles.values().find(|role| role.name == "Elder").unwrap().id
    };
    let hidden = app.sandbox.world().create_channel(app.demo.guild, "hidden");
    app.configure("members.welcome_channel", "channel", &hidden.to_string()).await;
    app.configure("members.auto_roles", "role", &elders.to_string()).await;
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().channels.remove(&hidden);
    let report = report(&app).await;
    for words in [
        "The channel of members.welcome_channel is out of my reach",
        "I can't give new members a role",
        "stands above my highest role",
    ] {
        assert!(report.contains(words), "{words}: {report}");
    }
}
