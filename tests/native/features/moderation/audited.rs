//! What is changed in the record and in the settings is in the audit log, with what was before.

use serde_json::json;

use crate::support::App;

/// The log, a line for each entry, oldest first.
async fn log(app: &App) -> String {
    let sql = "select coalesce(string_agg(concat_ws(' ', action, subject, actor_name, before, '→', after, reason), E'\\n' order by id), '')
               from audit_entries where via = 'discord' and guild_id is not null";
    app.value(sql).await
}

#[tokio::test]
async fn changes_of_a_case_are_logged_and_its_words_go_with_it() {
    let app = App::start().await;
    app.act("warn", json!({ "reason": "one" })).await;
    app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": "two" })).await;
    app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": "two" })).await;
    app.says(app.moderator(), "case note", json!({ "number": 1, "text": "noted" })).await;
    app.says(app.moderator(), "case hide", json!({ "number": 1 })).await;
    insta::assert_snapshot!(log(&app).await, @r#"
    case.reason case/1 grace {"reason": "one"} → {"reason": "two"}
    case.hide case/1 grace {"hidden": false} → {"hidden": true}
    "#);
    let form = app.sandbox.command(app.manager(), "case delete", json!({ "number": 1 })).await.unwrap();
    app.sandbox.fill_in(form.interaction, json!({ "reason": "asked for" })).await.unwrap();
    insta::assert_snapshot!(log(&app).await, @r#"
    case.reason case/1 grace →
    case.hide case/1 grace {"hidden": false} → {"hidden": true}
    case.delete case/1 barbara {"deleted": false} → {"deleted": true} asked for
    "#);
}

#[tokio::test]
async fn changes_of_settings_are_logged_by_what_differs() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    let again = json!({ "setting": "moderation.reason_required", "value": "on" });
    app.says(app.manager(), "settings set", again).await;
    let options = json!({ "feature": "moderation", "version": 0, "reason": "too strict" });
    app.says(app.manager(), "settings rollback", options).await;
    insta::assert_snapshot!(log(&app).await, @r#"
    settings.publish moderation barbara {"reason_required": false} → {"reason_required": true}
    settings.roll_back moderation barbara {"reason_required": true} → {"reason_required": false} too strict
    "#);
}
