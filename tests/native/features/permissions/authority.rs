//! Nobody hands out what they may not use themselves.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn who_manages_the_server_hands_on_what_they_may_use_and_nothing_else() {
    let app = App::start().await;
    let role = app.demo.helper_role.to_string();
    let grant = async |target: &str| {
        let options = json!({ "target": target, "role": role });
        app.named(&app.says(app.manager(), "permissions grant", options).await)
    };
    assert!(grant("/ban").await.starts_with("From now on"));
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let roles = guild.members[&app.demo.admin].roles.clone();
        // Manage Server alone.
        roles.iter().for_each(|role| guild.roles.get_mut(role).unwrap().permissions = 1 << 5);
    }
    insta::assert_snapshot!(grant("/kick").await, @"You can't decide about /kick, because you may not use it yourself there: the permission Kick Members is missing, and nothing grants it. Ask somebody who may.");
    assert!(grant("moderation").await.starts_with("You can't decide about /ban"), "a feature is all of its commands");
    assert!(grant("/settings show").await.starts_with("From now on"));
    assert_eq!(app.value::<i64>("select count(*) from grants").await, 2);
}

#[tokio::test]
async fn who_may_decide_is_for_the_owner_and_administrators_to_decide() {
    let app = App::start().await;
    let user = app.demo.moderator.to_string();
    for target in ["/permissions grant", "permissions"] {
        let options = json!({ "target": target, "user": user });
        let said = app.says(app.manager(), "permissions grant", options.clone()).await;
        assert!(said.starts_with("Who may decide about permissions is for the owner"), "{said}");
        let said = app.says(app.owner(), "permissions grant", options).await;
        assert!(said.starts_with("From now on"), "{said}");
    }
}

#[tokio::test]
async fn who_is_denied_a_command_can_neither_take_that_back_nor_go_around_it() {
    let app = App::start().await;
    let me = app.demo.admin.to_string();
    let deny = json!({ "target": "/ban", "user": me, "deny": true });
    app.says(app.owner(), "permissions grant", deny).await;
    let tries = [
        ("permissions revoke", json!({ "target": "/ban", "user": me })),
        ("permissions grant", json!({ "target": "/ban", "user": me })),
        ("permissions grant", json!({ "target": "/ban", "user": me, "channel": app.demo.channel.to_string() })),
        ("permissions grant", json!({ "target": "moderation", "user": me })),
    ];
    for (command, options) in tries {
        let said = app.named(&app.says(app.manager(), command, options).await);
        assert!(said.starts_with("You can't decide about /ban"), "{said}");
        assert!(said.contains("@barbara was denied /ban by @ada on (date)"), "{said}");
    }
    let grant: String = app.value("select concat_ws(' ', command, effect, count(*) over ()) from grants").await;
    assert_eq!(grant, "/ban deny 1");
}

#[tokio::test]
async fn a_permission_that_somebody_has_in_one_channel_is_not_handed_out_for_all() {
    let app = App::start().await;
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let roles = guild.members[&app.demo.admin].roles.clone();
        roles.iter().for_each(|role| guild.roles.get_mut(role).unwrap().permissions = 1 << 5);
        let managing = sandbox::Permissions::MANAGE_MESSAGES;
        let overwrite = sandbox::Overwrite { id: app.demo.admin, allow: managing, deny: 0 };
        guild.channels.get_mut(&app.demo.channel).unwrap().overwrites.push(overwrite);
    }
    let mut options = json!({ "target": "/purge", "user": app.demo.member.to_string() });
    let said = app.says(app.manager(), "permissions grant", options.clone()).await;
    assert!(said.starts_with("You can't decide about /purge"), "{said}");
    options["channel"] = json!(app.demo.channel.to_string());
    let said = app.says(app.manager(), "permissions grant", options).await;
    assert!(said.starts_with("From now on this holds in"), "{said}");
}

#[tokio::test]
async fn it_takes_manage_server() {
    let app = App::start().await;
    let options = json!({ "target": "/ban", "role": app.demo.helper_role.to_string() });
    assert!(app.sandbox.command(app.moderator(), "permissions grant", options.clone()).await.is_err());
    app.shows("permissions", app.demo.moderator);
    let said = app.says(app.moderator(), "permissions grant", options).await;
    assert_eq!(said, "You need the permission Manage Server for this.");
}
