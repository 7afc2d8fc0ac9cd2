//! `/permissions explain`: why somebody may use a command in a channel, or why not.

use serde_json::{Value, json};

use crate::support::App;

/// What the owner is told of mallory and a command.
async fn explain(app: &App, command: &str, more: Value) -> String {
    let mut options = json!({ "user": app.demo.member.to_string(), "command": command });
    options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.named(&app.says(app.owner(), "permissions explain", options).await)
}

/// All kinds of reasons, a line each.
async fn reasons(app: &App) -> String {
    app.helper();
    let mut lines = vec![explain(app, "/ban", json!({})).await, explain(app, "/search", json!({})).await];
    app.grants("/ban", json!({})).await;
    lines.push(explain(app, "/ban", json!({})).await);
    app.grants("moderation", json!({ "channel": app.demo.channel.to_string(), "deny": true })).await;
    lines.push(explain(app, "/ban", json!({})).await);
    lines.push(explain(app, "/ban", json!({ "user": app.demo.moderator.to_string() })).await);
    lines.push(explain(app, "/ban", json!({ "user": app.demo.owner.to_string() })).await);
    lines.join("\n")
}

#[tokio::test]
async fn every_reason_is_said() {
    let app = App::start().await;
    insta::assert_snapshot!(reasons(&app).await, @"
    @mallory may not use /ban in #general: the permission Ban Members is missing, and nothing grants it.
    @mallory may use /search in #general: it takes no permission, and no grant is about it.
    @mallory may use /ban in #general: @Helper was granted /ban by @ada on (date).
    Discord itself hides /ban from whoever lacks Ban Members. The owner changes that in Server Settings › Integrations › @Guildhall › the command.
    @mallory may not use /ban in #general: @Helper was denied everything of moderation in #general by @ada on (date).
    @grace may use /ban in #general: the permission Ban Members is enough, and no grant is about it.
    @ada may use /ban in #general: whoever owns or administers the server may use everything.
    ");
}

#[tokio::test]
async fn every_reason_is_said_in_german() {
    let app = App::start().await;
    app.sandbox.world().users.get_mut(&app.demo.owner).unwrap().locale = "de".to_owned();
    insta::assert_snapshot!(reasons(&app).await, @"
    @mallory darf /ban in #general nicht benutzen: die Berechtigung Mitglieder bannen fehlt, und nichts gibt es frei.
    @mallory darf /suche in #general benutzen: es braucht keine Berechtigung, und keine Freigabe oder Sperre betrifft es.
    @mallory darf /ban in #general benutzen: @ada hat /ban am (date) für @Helper freigegeben.
    Discord selbst verbirgt /ban vor allen, denen diese Berechtigung fehlt: Mitglieder bannen. Der Besitzer ändert das in Servereinstellungen › Integrationen › @Guildhall › der Befehl.
    @mallory darf /ban in #general nicht benutzen: @ada hat alles von moderation in #general am (date) für @Helper gesperrt.
    @grace darf /ban in #general benutzen: die Berechtigung Mitglieder bannen genügt, und keine Freigabe oder Sperre betrifft es.
    @ada darf /ban in #general benutzen: wem der Server gehört oder wer ihn administriert, darf alles benutzen.
    ");
}

#[tokio::test]
async fn in_another_channel_its_own_overwrites_count() {
    let app = App::start().await;
    let elsewhere = json!({ "channel": app.demo.mod_log.to_string() });
    {
        let mut world = app.sandbox.world();
        let managing = sandbox::Permissions::MANAGE_MESSAGES;
        let overwrite = sandbox::Overwrite { id: app.demo.member, allow: managing, deny: 0 };
        world.channel_mut(app.demo.mod_log).unwrap().overwrites.push(overwrite);
    }
    let here = explain(&app, "/purge", json!({})).await;
    assert!(
        here.starts_with("@mallory may not use /purge in #general: the permission Manage Messages is missing"),
        "{here}"
    );
    let there = explain(&app, "/purge", elsewhere.clone()).await;
    assert!(
        there.starts_with("@mallory may use /purge in #mod-log: the permission Manage Messages is enough"),
        "{there}"
    );
    let until = app.sandbox.world().now_ms() + 60_000;
    app.with_member(app.demo.member, |member| member.communication_disabled_until_ms = Some(until));
    let there = explain(&app, "/purge", elsewhere).await;
    assert!(there.contains("may not use"), "in timeout they have nothing of it: {there}");
}

#[tokio::test]
async fn what_cannot_be_explained_is_said() {
    let app = App::start().await;
    let everybodys = explain(&app, "/ping", json!({})).await;
    assert!(everybodys.starts_with("/ping is for everybody everywhere"), "{everybodys}");
    let feature = explain(&app, "moderation", json!({})).await;
    assert!(feature.starts_with("I have nothing called “moderation”."), "{feature}");
    let stranger = explain(&app, "/ban", json!({ "user": app.demo.stranger.to_string() })).await;
    assert_eq!(stranger, "They are not in this server.");
    let options = json!({ "command": "moder" });
    let choices = app.sandbox.autocomplete(app.owner(), "permissions explain", options, "command").await.unwrap();
    assert_eq!(choices, [json!({ "name": "Moderation card", "value": "Moderation card" })]);
}
