//! `/settings show`, and what a server reads that has set nothing.

use guildhall::features;
use serde_json::json;

use super::super::Card;
use super::{part, versions};
use crate::support::App;

#[tokio::test]
async fn a_server_that_has_set_nothing_has_the_defaults_and_no_row() {
    let app = App::start().await;
    let reply = app.sandbox.command(app.manager(), "settings show", json!({ "feature": "moderation" })).await.unwrap();
    let card = Card::of(&reply);
    assert_eq!(card.title, "/settings · moderation");
    for line in [
        "`log_channel` nothing",
        "`language` English",
        "`reason_required` off",
        "`message_members` on",
        "`kick_message` “You were removed from {server}. You may come back. Reason: {reason}”",
        "`warn_thresholds` nothing",
        "`warnings_expire_after` nothing",
        "`keep_evidence` on",
        "`keep_evidence_for` nothing",
    ] {
        assert!(card.description.lines().any(|shown| shown == line), "{line}: {}", card.description);
    }
    let embeds = &reply.response.as_ref().unwrap()["data"]["embeds"];
    assert_eq!(embeds[0]["footer"]["text"], "Nobody has changed these settings yet.");
    assert_eq!(reply.response.unwrap()["data"]["flags"], 64);
    assert_eq!(versions(&app).await, 0);
}

#[tokio::test]
async fn every_field_is_listed_with_its_summary_and_can_be_opened() {
    let app = App::start().await;
    for feature in features::ALL {
        let Some(declaration) = feature.settings else { continue };
        let options = json!({ "feature": feature.name });
        let reply = app.sandbox.command(app.manager(), "settings show", options).await.unwrap();
        let card = Card::of(&reply);
        let shown = app.sandbox.original(reply.interaction).unwrap();
        let select = part(&shown, "settings.open").unwrap();
        for field in declaration.fields {
            let path = format!("{}.{}", feature.name, field.name);
            assert!(card.description.contains(&format!("`{}` ", field.name)), "{path}");
            assert!(card.description.contains(&format!("-# {}", field.summary)), "{path}");
            let opened = app.sandbox.select(app.manager(), shown.id, &select, &[&path]).await.unwrap();
            assert_eq!((opened.kind(), Card::of(&opened).title.as_str()), (7, path.as_str()));
            // The message shows the field now; the list is opened anew for the next one.
            app.sandbox.world().messages.insert(shown.id, shown.clone());
        }
    }
}

#[tokio::test]
async fn what_is_set_is_shown_with_its_version() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    app.set("warn_thresholds", "3: timeout 1h, 5: kick").await;
    app.keep_log().await;
    let reply = app.sandbox.command(app.manager(), "settings show", json!({ "feature": "moderation" })).await.unwrap();
    let text = Card::of(&reply).description;
    for line in [
        "`reason_required` on".to_owned(),
        "`warn_thresholds` 3: timeout 1h, 5: kick".to_owned(),
        format!("`log_channel` <#{}>", app.demo.mod_log),
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}: {text}");
    }
    assert_eq!(reply.response.unwrap()["data"]["embeds"][0]["footer"]["text"], "Version 3");
}

#[tokio::test]
async fn a_feature_without_settings_is_none_to_choose() {
    let app = App::start().await;
    let said = app.says(app.manager(), "settings show", json!({ "feature": "about" })).await;
    assert!(said.starts_with("Choose a feature that has settings: moderation"), "{said}");
    let offered =
        app.sandbox.autocomplete(app.manager(), "settings show", json!({ "feature": "mod" }), "feature").await.unwrap();
    assert_eq!(offered, [json!({ "name": "moderation", "value": "moderation" })]);
}

#[tokio::test]
async fn a_stored_document_that_an_older_or_newer_release_wrote_is_read_as_far_as_it_goes() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    app.execute(
        r#"insert into settings_versions (tenant_id, guild_id, feature, version, value, author_user_id, author_name)
           select tenant_id, guild_id, feature, 2, '{"reason_required": "perhaps", "message_members": false, "log_channel": {"id": 5},
             "warn_thresholds": ["3: kick", "nonsense"], "gone": 7, "kick_message": null}', 7, 'release'
           from settings_versions"#,
    )
    .await;
    let reply = app.sandbox.command(app.manager(), "settings show", json!({ "feature": "moderation" })).await.unwrap();
    let text = Card::of(&reply).description;
    for line in [
        "`reason_required` off",
        "`message_members` off",
        "`log_channel` nothing",
        "`warn_thresholds` nothing",
        "`kick_message` “You were removed from {server}. You may come back. Reason: {reason}”",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}: {text}");
    }
    app.act("kick", json!({})).await;
    assert!(app.sandbox.world().dms.is_empty(), "acts read it the same way");
    app.set("warnings_expire_after", "30d").await;
    let whole =
        "select value ? 'gone' = false and value -> 'warn_thresholds' = '[]' and value -> 'message_members' = 'false'
                 from settings_versions where version = 3";
    assert!(app.value::<bool>(whole).await, "what is saved next is whole again");
}
