//! `/case show` and `/case reason`, with their buttons.

use serde_json::json;

use crate::support::App;

async fn with_case() -> App {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "spam" });
    app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    app
}

#[tokio::test]
async fn a_case_is_shown_to_the_moderator_alone() {
    let app = with_case().await;
    let reply = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    let data = &reply.response.as_ref().unwrap()["data"];
    assert_eq!(data["flags"], 64);
    assert_eq!(data["embeds"][0]["title"], "Case 1 · Ban");
    assert_eq!(data["embeds"][0]["description"], "spam");
    assert_eq!(data["embeds"][0]["fields"][3]["value"], "done");
    assert_eq!(data["components"][0]["components"][0]["custom_id"], "case.ask_reason:1:1");
}

#[tokio::test]
async fn a_reason_is_changed_by_command_and_by_form() {
    let app = with_case().await;
    let reply =
        app.sandbox.command(app.moderator(), "case reason", json!({ "number": 1, "reason": "scam" })).await.unwrap();
    assert_eq!(reply.response.as_ref().unwrap()["data"]["embeds"][0]["description"], "scam");

    let shown = app.sandbox.original(reply.interaction).unwrap();
    let form = app.sandbox.click(app.moderator(), shown.id, "case.ask_reason:1:1").await.unwrap();
    let form = form.response.unwrap();
    assert_eq!((&form["type"], &form["data"]["components"][0]["component"]["value"]), (&json!(9), &json!("scam")));
    let custom_id = form["data"]["custom_id"].as_str().unwrap();
    let fields = [("reason", "a scam *with* marks")];
    let reply = app.sandbox.submit(app.moderator(), custom_id, &fields, Some(shown.id)).await.unwrap();
    assert_eq!(reply.kind(), 7, "{reply:?}");
    assert_eq!(app.value::<String>("select reason from cases").await, "a scam *with* marks");
    let shown = app.sandbox.world().messages[&shown.id].clone();
    assert_eq!(shown.embeds[0]["description"], "a scam \\*with\\* marks");

    let refreshed = app.sandbox.click(app.moderator(), shown.id, "case.refresh:1:1").await.unwrap();
    assert_eq!(refreshed.kind(), 7);
}

#[tokio::test]
async fn the_longest_reason_is_kept_whole_and_cut_to_what_the_audit_log_takes() {
    let app = App::start().await;
    let reason = "ä".repeat(1_000);
    let said = app.act("kick", json!({ "reason": reason })).await;
    assert!(said.starts_with("**mallory** is removed, and may come back. Case 1.\n> ää"), "{said}");
    assert_eq!(app.value::<String>("select reason from cases").await, reason);
    let logged = app.sandbox.world().guilds[&app.demo.guild].audit_log[0].reason.clone().unwrap();
    assert!(logged.starts_with("Case 1 · grace: ää") && logged.chars().count() == 512, "{logged}");
}

#[tokio::test]
async fn a_case_that_is_not_there_is_said_to_be_unknown() {
    let app = with_case().await;
    for name in ["case show", "case reason"] {
        let reply = app.sandbox.command(app.moderator(), name, json!({ "number": 2, "reason": "x" })).await;
        // `case show` has no such option.
        let reply = match reply {
            Ok(reply) => reply,
            Err(_) => app.sandbox.command(app.moderator(), name, json!({ "number": 2 })).await.unwrap(),
        };
        assert_eq!(reply.content(), "This server has no case 2.");
    }
}

#[tokio::test]
async fn numbers_are_suggested_by_how_they_begin_newest_first() {
    let app = with_case().await;
    app.execute(
        "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name)
         select tenant_id, guild_id, n, application_id, 'ban', user_id, 'm', moderator_user_id, 'm' from cases, generate_series(2, 120) n",
    )
    .await;
    let of = async |typed: &str| {
        let choices =
            app.sandbox.autocomplete(app.moderator(), "case show", json!({ "number": typed }), "number").await.unwrap();
        choices.iter().map(|choice| choice["value"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(of("").await, (96..=120).rev().collect::<Vec<_>>());
    assert_eq!(of("11").await, [119, 118, 117, 116, 115, 114, 113, 112, 111, 110, 11]);
    assert!(of("no number").await.is_empty());
}

#[tokio::test]
async fn permission_is_checked_at_the_moment_of_the_click() {
    let app = with_case().await;
    let reply = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    let shown = app.sandbox.original(reply.interaction).unwrap();
    app.sandbox
        .world()
        .guilds
        .get_mut(&app.demo.guild)
        .unwrap()
        .members
        .get_mut(&app.demo.moderator)
        .unwrap()
        .roles
        .clear();
    let reply = app.sandbox.click(app.moderator(), shown.id, "case.refresh:1:1").await.unwrap();
    assert_eq!(reply.content(), "You need the permission Timeout Members for this.");
}
