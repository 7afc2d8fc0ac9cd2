//! What is changed in the record and in the settings is in the audit log, with what was before.

use serde_json::json;

use crate::support::App;

/// The log, a line for each entry, oldest first, without the ids of people, roles and channels.
async fn log(app: &App) -> String {
    let sql = "select coalesce(string_agg(concat_ws(' ', action, regexp_replace(subject, '\\d{9,}', '…'), coalesce(actor_name, via),
                 before - 'role_id', '→', after - '{user_id,moderator_user_id,role_id}'::text[], reason), E'\\n' order by id), '')
               from audit_entries where via in ('discord', 'platform') and guild_id is not null";
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
    case.open case/1 grace → {"kind": "warn", "reason": "one"}
    case.reason case/1 grace {"reason": "one"} → {"reason": "two"}
    case.hide case/1 grace {"hidden": false} → {"hidden": true}
    "#);
    let form = app.sandbox.command(app.manager(), "case delete", json!({ "number": 1 })).await.unwrap();
    app.sandbox.fill_in(form.interaction, json!({ "reason": "asked for" })).await.unwrap();
    insta::assert_snapshot!(log(&app).await, @r#"
    case.open case/1 grace → {"kind": "warn"}
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

#[tokio::test]
async fn acts_that_open_no_case_are_logged_with_what_was_before() {
    let app = App::start().await;
    app.act("nick", json!({ "nickname": "mal", "reason": "too long" })).await;
    app.act("role add", json!({ "role": app.demo.helper_role.to_string() })).await;
    app.says(app.moderator(), "slowmode", json!({ "duration": "5s" })).await;
    app.says(app.moderator(), "lock", json!({ "reason": "raid" })).await;
    app.says(app.moderator(), "unlock", json!({})).await;
    app.sandbox.world().create_message(app.demo.channel, app.demo.member, "spam");
    app.says(app.moderator(), "purge", json!({ "count": 1 })).await;
    insta::assert_snapshot!(log(&app).await, @r#"
    member.nick member/… grace {"nick": null} → {"nick": "mal"} too long
    member.give_role member/… grace {"holds": false} → {"holds": true, "until": null}
    channel.slowmode channel/… grace {"seconds": 0} → {"seconds": 5}
    channel.lock channel/… grace {"locked": false} → {"locked": true, "ends_at": null} raid
    channel.unlock channel/… grace {"locked": true, "ends_at": null} → {"locked": false}
    messages.purge channel/… grace {"messages": 1} → {"messages": 0}
    "#);
}

#[tokio::test]
async fn what_follows_by_itself_from_a_warning_is_logged_as_the_platforms_own() {
    let app = App::start().await;
    app.set("warn_thresholds", "1: kick").await;
    app.act("warn", json!({ "reason": "shouting" })).await;
    let opened = "select string_agg(concat_ws(' ', subject, via, after ->> 'reason'), ', ' order by id) from audit_entries where action = 'case.open'";
    assert_eq!(app.value::<String>(opened).await, "case/1 discord shouting, case/2 platform Warning number 1");
}

#[tokio::test]
async fn of_many_bans_each_case_has_its_own_entry() {
    let app = App::start().await;
    let users = format!("{} {}", app.demo.member, app.demo.stranger);
    app.says(app.moderator(), "massban", json!({ "users": users, "reason": "raid" })).await;
    let opened = "select string_agg(concat_ws(' ', subject, actor_name, after ->> 'reason'), ', ' order by subject) from audit_entries where action = 'case.open'";
    assert_eq!(app.value::<String>(opened).await, "case/1 grace raid, case/2 grace raid");
}
