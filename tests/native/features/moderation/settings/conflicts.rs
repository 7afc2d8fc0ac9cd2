//! Several people who change settings at once: nobody's change is lost, and whoever came second is told.

use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::Executor;

use super::{data, panel, part, stored, versions};
use crate::support::{App, eventually};

async fn set(app: &App, person: u64, field: &str, value: &str) -> String {
    let options = json!({ "setting": format!("moderation.{field}"), "value": value });
    app.says(app.demo.seat(person), "settings set", options).await
}

/// Lets somebody else save a version and keeps it from being committed until the worker waits for it; what the worker
/// answered then.
async fn while_another_saves(app: &App, version: i32, value: Value, change: impl Future<Output = String>) -> String {
    // The server has to be known first.
    app.says(app.manager(), "settings show", json!({ "feature": "moderation" })).await;
    let mut other = app.admin().await;
    other.execute("begin").await.unwrap();
    sqlx::query(
        "insert into settings_versions (tenant_id, guild_id, feature, version, value, author_user_id, author_name)
         select tenant_id, guild_id, 'moderation', $1, $2, 77, 'quick' from installations",
    )
    .bind(version)
    .bind(value)
    .execute(&mut other)
    .await
    .unwrap();
    let commit = async {
        eventually("the worker waits for the other", async || {
            let waiting =
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
            app.value::<i64>(waiting).await > 0
        })
        .await;
        other.execute("commit").await.unwrap();
    };
    futures_util::join!(change, commit).0
}

#[tokio::test]
async fn of_two_who_save_one_field_at_the_same_moment_the_second_is_told_who_was_quicker() {
    let app = App::start().await;
    let mine = set(&app, app.demo.admin, "language", "German");
    let said = while_another_saves(&app, 1, json!({ "language": "fr" }), mine).await;
    assert_eq!(
        said,
        "<@77> has changed this meanwhile (version 1): it is fr now. Yours was not saved. Look at it, and choose again if you still want to.\nYours: German"
    );
    assert_eq!((stored(&app, "language").await, versions(&app).await), (json!("fr"), 1));
}

#[tokio::test]
async fn two_who_save_different_fields_at_the_same_moment_are_both_saved() {
    let app = App::start().await;
    let mine = set(&app, app.demo.admin, "language", "German");
    let said = while_another_saves(&app, 1, json!({ "reason_required": true }), mine).await;
    assert_eq!(said, "Saved as version 2.");
    assert_eq!((stored(&app, "language").await, stored(&app, "reason_required").await), (json!("de"), json!(true)));
}

#[tokio::test]
async fn two_who_save_the_same_value_at_the_same_moment_agree() {
    let app = App::start().await;
    let mine = set(&app, app.demo.admin, "language", "German");
    let said = while_another_saves(&app, 1, json!({ "language": "de" }), mine).await;
    assert_eq!(said, "That is set already, so nothing was changed.");
    assert_eq!(versions(&app).await, 1);
}

#[tokio::test]
async fn a_rollback_that_another_outran_starts_from_what_is_there_then() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    let mine = app.says(app.manager(), "settings rollback", json!({ "feature": "moderation", "version": 0 }));
    let said = while_another_saves(&app, 2, json!({ "language": "de" }), mine).await;
    assert_eq!(said, "Version 0 is back, as version 3.\n`language` German → English");
    assert_eq!(versions(&app).await, 3);
}

#[tokio::test]
async fn a_panel_that_was_opened_before_another_saved_that_field_saves_nothing() {
    let app = App::start().await;
    let shown = panel(&app, "language").await;
    let select = part(&shown, "settings.pick").unwrap();
    set(&app, app.demo.owner, "language", "German").await;
    set(&app, app.demo.owner, "reason_required", "on").await;
    // The newest version is about another field, and still the panel shows what the language is no more.
    set(&app, app.demo.owner, "warn_thresholds", "1: kick").await;
    let reply = app.sandbox.select(app.manager(), shown.id, &select, &["en-US"]).await.unwrap();
    let words = format!("<@{}> has changed this meanwhile", app.demo.owner);
    assert!(reply.content().starts_with(&words), "{}", reply.content());
    assert!(reply.content().contains("it is German now. Yours was not saved."), "{}", reply.content());
    assert!(reply.content().ends_with("\nYours: English"), "{}", reply.content());
    assert_eq!((stored(&app, "language").await, versions(&app).await), (json!("de"), 3));
    // The panel is up to date by now, so choosing again saves.
    assert_eq!(data(&reply)["embeds"][0]["footer"]["text"], "Version 3");
    let shown = app.sandbox.world().messages[&shown.id].clone();
    let again = part(&shown, "settings.pick").unwrap();
    let reply = app.sandbox.select(app.manager(), shown.id, &again, &["en-US"]).await.unwrap();
    assert_eq!(reply.content(), "Saved as version 4.");
}

#[tokio::test]
async fn a_panel_that_was_opened_before_another_saved_another_field_saves() {
    let app = App::start().await;
    let shown = panel(&app, "language").await;
    set(&app, app.demo.owner, "reason_required", "on").await;
    let select = part(&shown, "settings.pick").unwrap();
    let reply = app.sandbox.select(app.manager(), shown.id, &select, &["de"]).await.unwrap();
    assert_eq!(reply.content(), "Saved as version 2.");
    assert_eq!((stored(&app, "language").await, stored(&app, "reason_required").await), (json!("de"), json!(true)));
}

#[tokio::test]
async fn a_text_that_came_second_is_given_back_whole() {
    let app = App::start().await;
    set(&app, app.demo.owner, "kick_message", "Theirs.").await;
    let text = format!("Mine: {}", "*_".repeat(390));
    let fields = [("value", text.as_str()), ("reason", "")];
    let written = "settings.written:1:moderation:kick_message:0";
    let shown = panel(&app, "kick_message").await;
    let reply = app.sandbox.submit(app.manager(), written, &fields, Some(shown.id)).await.unwrap();
    assert!(reply.content().contains("it is “Theirs.” now. Yours was not saved."), "{}", reply.content());
    assert!(reply.content().ends_with(&format!("```\n{text}\n```")), "{}", reply.content());
    assert_eq!(stored(&app, "kick_message").await, "Theirs.");
}

#[tokio::test]
async fn a_reset_that_came_second_keeps_what_another_has_set() {
    let app = App::start().await;
    set(&app, app.demo.admin, "language", "German").await;
    let shown = panel(&app, "kick_message").await;
    set(&app, app.demo.owner, "kick_message", "Theirs.").await;
    let data = json!({ "custom_id": "settings.reset:1:moderation:kick_message:1", "component_type": 2 });
    let reply = app.sandbox.component(app.manager(), shown.id, data).await.unwrap();
    assert!(reply.content().contains("it is “Theirs.” now. Yours was not saved."), "{}", reply.content());
    assert_eq!(stored(&app, "kick_message").await, "Theirs.");
}

#[tokio::test]
async fn of_many_at_once_each_is_saved_or_told_and_no_saved_one_is_lost() {
    let app = App::start().await;
    let fields = ["warn_message", "timeout_message", "kick_message", "ban_message"];
    let changes: Vec<(&str, String)> = (0..16).map(|number| (fields[number % 4], format!("words {number}"))).collect();
    let said = join_all(changes.iter().map(|(field, text)| set(&app, app.demo.admin, field, text))).await;
    let mut saved = 0;
    for ((field, text), said) in changes.iter().zip(&said) {
        if said.starts_with("Saved as version ") {
            saved += 1;
            let sql = "select count(*) from settings_versions where value ->> $1 = $2";
            let query = sqlx::query_scalar(sql).bind(field).bind(text);
            let found: i64 = query.fetch_one(&mut app.admin().await).await.unwrap();
            assert!(found > 0, "{text} was said to be saved");
        } else {
            let told = said.contains("Yours was not saved.") || said.starts_with("Others are saving these settings");
            assert!(told, "{text}: {said}");
        }
    }
    assert!(saved >= 4, "{said:?}");
    assert_eq!(versions(&app).await, saved);
    // Each version changes one field alone: none undoes another's.
    let alone = "select count(*) from settings_versions later join settings_versions before on before.version = later.version - 1
                 where (select count(*) from jsonb_each(later.value) l join jsonb_each(before.value) b using (key) where l.value <> b.value) <> 1";
    assert_eq!(app.value::<i64>(alone).await, 0);
}
