//! What is done to somebody.

use sandbox::FaultKind;
use serde_json::json;

use super::{act, at, grace, start};

#[tokio::test]
async fn a_ban_is_carried_out_recorded_and_answered() {
    let app = start().await;
    let grace = grace(&app).await;
    let more = json!({ "reason": "spam & scams", "duration_seconds": 604_800, "delete_message_seconds": 86_400 });
    let opened = act(&app, &grace, "ban", more).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let case = &opened.json["case"];
    assert_eq!((&case["number"], &case["kind"], &case["user_name"]), (&json!(1), &json!("ban"), &json!("mallory")));
    assert_eq!(case["outcome"], json!({ "state": "done", "detail": null, "told": "delivered" }));
    let ban = app.sandbox.world().guilds[&app.demo.guild].bans[&app.demo.member].clone();
    assert_eq!(ban.reason.as_deref(), Some("Case 1 · grace: spam & scams"));
    assert_eq!(ban.delete_message_seconds, 86_400);
    let shown = grace.get(&at(&app, "/cases/1")).await;
    assert_eq!(shown.header("etag"), "\"1\"");
    assert_eq!((&shown.json["reason"], &shown.json["is_running"]), (&json!("spam & scams"), &json!(true)));
    assert_eq!(shown.json["moderator_user_id"], json!(app.demo.moderator.to_string()));
    let effect = &shown.json["effects"][0];
    assert_eq!(
        (&effect["act"], &effect["state"], &effect["told"]),
        (&json!("ban"), &json!("done"), &json!("delivered"))
    );
    let lasts = "select round(extract(epoch from expires_at - created_at) / 86400)::bigint from cases";
    assert_eq!(app.value::<i64>(lasts).await, 7);
    assert_eq!(
        app.value::<i64>("select count(*) from tasks where kind = 'moderation.lift_ban' and state = 'pending'").await,
        1
    );
}

#[tokio::test]
async fn every_act_is_in_the_audit_log_with_who_did_it_and_how_they_came_in() {
    let app = start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "shouting" })).await;
    let program = grace.program(&["moderate"]).await;
    act(&app, &program, "kick", json!({})).await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let audit = owner.get(&app.tenant("/audit?action=case.open")).await;
    let (kick, warn) = (&audit.json["items"][0], &audit.json["items"][1]);
    let moderator = app.demo.moderator.to_string();
    let member = app.demo.member.to_string();
    assert_eq!(
        warn["after"],
        json!({ "kind": "warn", "user_id": member, "moderator_user_id": moderator, "reason": "shouting" })
    );
    assert_eq!(
        (&warn["subject"], &warn["via"], &warn["before"]),
        (&json!("case/1"), &json!("dashboard"), &json!(null))
    );
    assert_eq!(
        (&kick["subject"], &kick["via"], &kick["actor_name"]),
        (&json!("case/2"), &json!("token"), &json!("grace"))
    );
}

#[tokio::test]
async fn each_kind_does_what_its_command_does() {
    let app = start().await;
    let grace = grace(&app).await;
    let silenced = || app.with_member(app.demo.member, |member| member.communication_disabled_until_ms.is_some());
    let is_member = || app.sandbox.world().guilds[&app.demo.guild].members.contains_key(&app.demo.member);
    let is_banned = || app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&app.demo.member);
    assert_eq!(act(&app, &grace, "timeout", json!({ "duration_seconds": 3_600 })).await.status, 201);
    assert!(silenced());
    assert_eq!(act(&app, &grace, "untimeout", json!({})).await.status, 201);
    assert!(!silenced());
    assert_eq!(act(&app, &grace, "warn", json!({ "reason": "one" })).await.status, 201);
    assert_eq!(app.direct_messages(app.demo.member).last().unwrap(), "You were warned in Guildhall Demo. Reason: one");
    let noted = act(&app, &grace, "note", json!({ "reason": "knows bob" })).await;
    assert_eq!(noted.json["case"]["outcome"]["state"], json!("done"));
    assert_eq!(act(&app, &grace, "kick", json!({})).await.status, 201);
    assert!(!is_member() && !is_banned());
    assert_eq!(act(&app, &grace, "ban", json!({})).await.status, 201);
    assert!(is_banned());
    assert_eq!(act(&app, &grace, "unban", json!({})).await.status, 201);
    assert!(!is_banned());
    app.sandbox.world().join(app.demo.guild, app.demo.member, &[]);
    assert_eq!(act(&app, &grace, "softban", json!({})).await.status, 201);
    assert!(!is_member() && !is_banned());
    let kinds = "select string_agg(kind, ' ' order by number) from cases";
    assert_eq!(app.value::<String>(kinds).await, "timeout untimeout warn note kick ban unban softban");
}

#[tokio::test]
async fn a_case_is_posted_to_the_moderation_log_as_from_discord() {
    let app = start().await;
    app.keep_log().await;
    act(&app, &grace(&app).await, "warn", json!({ "reason": "shouting" })).await;
    app.later.settled().await;
    assert_eq!(app.posts(app.demo.mod_log).len(), 1);
}

#[tokio::test]
async fn a_warning_that_is_one_too_many_brings_what_the_server_has_set() {
    let app = start().await;
    app.set("warn_thresholds", "1: timeout 1h").await;
    let opened = act(&app, &grace(&app).await, "warn", json!({ "reason": "shouting" })).await;
    let more = &opened.json["followed_by"][0];
    assert_eq!((&more["number"], &more["kind"]), (&json!(2), &json!("timeout")), "{}", opened.text);
    assert_eq!(more["moderator_user_id"], json!(app.demo.application.to_string()));
    assert!(app.with_member(app.demo.member, |member| member.communication_disabled_until_ms.is_some()));
}

#[tokio::test]
async fn an_admin_acts_in_a_members_name_and_a_moderator_does_not() {
    let app = start().await;
    let named = json!({ "reason": "x", "on_behalf_of_user_id": app.demo.second_moderator.to_string() });
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let opened = act(&app, &admin, "warn", named.clone()).await;
    assert_eq!(
        opened.json["case"]["moderator_user_id"],
        json!(app.demo.second_moderator.to_string()),
        "{}",
        opened.text
    );
    let shown = admin.get(&at(&app, "/cases/1")).await;
    assert_eq!(shown.json["made_by_user_id"], json!(app.demo.admin.to_string()));
    let refused = act(&app, &grace(&app).await, "warn", named).await;
    assert_eq!(super::field(&refused), "on_behalf_of_user_id");
    let nobody = json!({ "reason": "x", "on_behalf_of_user_id": app.demo.stranger.to_string() });
    assert_eq!(super::field(&act(&app, &admin, "warn", nobody).await), "on_behalf_of_user_id");
}

#[tokio::test]
async fn somebody_of_the_tenant_who_is_not_in_the_server_acts_only_on_whom_everybody_stands_above() {
    let app = start().await;
    let agent = app.member(app.demo.stranger, "eve", "moderator").await;
    let refused = act(&app, &agent, "kick", json!({})).await;
    assert_eq!(refused.problem(), (422, "refused"), "a member stands above whoever is none");
    let gone = app.sandbox.world().create_user("raider");
    let body = json!({ "kind": "ban", "user_id": gone.to_string() });
    assert_eq!(agent.post(&at(&app, "/cases"), body).await.status, 201);
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&gone));
}

#[tokio::test]
async fn what_a_member_had_written_is_kept_with_a_case_from_here_as_well() {
    let app = crate::support::App::with_messages(&["buy my coins"]).await;
    app.install().await;
    let grace = grace(&app).await;
    app.fail("PUT /guilds/*/bans/*", FaultKind::Status(500), 1);
    act(&app, &grace, "ban", json!({})).await;
    assert_eq!(grace.get(&at(&app, "/cases/1")).await.json["messages_kept"], json!(1));
}
