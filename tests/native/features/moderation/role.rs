//! `/role add` and `/role remove`.

use futures_util::future::join_all;
use sandbox::{FaultKind, Permissions};
use serde_json::{Value, json};

use crate::support::App;

const GIVE: &str = "PUT /guilds/*/members/*/roles/*";
const TAKE: &str = "DELETE /guilds/*/members/*/roles/*";

fn has_role(app: &App) -> bool {
    app.with_member(app.demo.member, |member| member.roles.contains(&app.demo.helper_role))
}

/// What somebody does by hand.
fn set_role(app: &App, has: bool) {
    app.with_member(app.demo.member, |member| {
        member.roles.retain(|role| *role != app.demo.helper_role);
        member.roles.extend(has.then_some(app.demo.helper_role));
    });
}

async fn change(app: &App, command: &str, mut options: Value) -> String {
    options["role"] = json!(app.demo.helper_role.to_string());
    app.act(command, options).await
}

fn role(app: &App) -> String {
    format!("<@&{}>", app.demo.helper_role)
}

fn logged(app: &App) -> Vec<String> {
    app.posts(app.demo.mod_log).into_iter().map(|post| post.content).collect()
}

async fn undoing(app: &App) -> String {
    app.value("select coalesce(string_agg(state, ' ' order by id), '') from tasks where kind = 'moderation.undo_role'")
        .await
}

#[tokio::test]
async fn a_role_is_given_and_taken_with_a_line_in_the_log_for_each() {
    let app = App::start().await;
    app.keep_log().await;
    let said = change(&app, "role add", json!({ "reason": "helps a lot" })).await;
    assert_eq!(said, format!("**mallory** has {} now.\n> helps a lot", role(&app)));
    assert!(has_role(&app));
    assert_eq!(change(&app, "role remove", json!({})).await, format!("**mallory** no longer has {}.", role(&app)));
    assert!(!has_role(&app));
    app.later.settled().await;
    let member = format!("<@{}>", app.demo.member);
    let lines = [
        format!("**grace** gave {member} the role {}.\n> helps a lot", role(&app)),
        format!("**grace** took the role {} from {member}.", role(&app)),
    ];
    assert_eq!(logged(&app), lines);
    let reason = app.sandbox.world().guilds[&app.demo.guild].audit_log[0].reason.clone();
    assert_eq!(reason.as_deref(), Some("grace: helps a lot"));
}

#[tokio::test]
async fn what_is_as_wanted_already_is_said_and_nothing_changes() {
    let app = App::start().await;
    let said = change(&app, "role remove", json!({ "duration": "1d" })).await;
    assert_eq!(said, format!("**mallory** does not have {}, so nothing changes.", role(&app)));
    set_role(&app, true);
    let said = change(&app, "role add", json!({ "duration": "1d" })).await;
    assert_eq!(said, format!("**mallory** has {} already, so nothing changes.", role(&app)));
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 0);
}

#[tokio::test]
async fn a_role_for_a_time_is_taken_back_and_one_taken_for_a_time_is_given_back() {
    let app = App::start().await;
    app.keep_log().await;
    let said = change(&app, "role add", json!({ "duration": "1d" })).await;
    assert!(said.starts_with(&format!("**mallory** has {} until <t:", role(&app))), "{said}");
    assert_eq!(app.tick().await["tasks"], 0, "not before its time");
    app.run_waiting().await;
    assert!(!has_role(&app));
    set_role(&app, true);
    let said = change(&app, "role remove", json!({ "duration": "1d" })).await;
    assert!(said.starts_with(&format!("**mallory** is without {} until <t:", role(&app))), "{said}");
    app.run_waiting().await;
    assert!(has_role(&app));
    app.later.settled().await;
    let (lines, member) = (logged(&app), format!("<@{}>", app.demo.member));
    assert_eq!(lines[1], format!("The time is over, so I take the role {} from {member} again.", role(&app)));
    assert_eq!(lines[3], format!("The time is over, so I give {member} the role {} back.", role(&app)));
    let reason = app.sandbox.world().guilds[&app.demo.guild].audit_log.last().unwrap().reason.clone();
    assert_eq!(reason.as_deref(), Some("Guildhall: the time of the role is over"));
}

#[tokio::test]
async fn what_was_changed_by_hand_meanwhile_stays() {
    let app = App::start().await;
    change(&app, "role add", json!({ "duration": "1d" })).await;
    set_role(&app, false);
    app.run_waiting().await;
    let result = "select result::text from tasks where kind = 'moderation.undo_role'";
    assert_eq!(app.value::<String>(result).await, r#"{"nothing to undo": "it was changed by hand"}"#);
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 2);
}

#[tokio::test]
async fn who_has_left_by_then_is_left_alone() {
    let app = App::start().await;
    change(&app, "role add", json!({ "duration": "1d" })).await;
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.remove(&app.demo.member);
    app.run_waiting().await;
    assert_eq!(undoing(&app).await, "done");
    assert_eq!(app.value::<i64>("select count(*) from tasks where state = 'dead'").await, 0);
}

#[tokio::test]
async fn a_later_command_decides_how_long_a_role_stays() {
    let app = App::start().await;
    change(&app, "role add", json!({ "duration": "1d" })).await;
    let said = change(&app, "role add", json!({ "duration": "2d" })).await;
    assert!(said.starts_with(&format!("**mallory** has {} already, and now keeps it until <t:", role(&app))), "{said}");
    assert_eq!(undoing(&app).await, "cancelled pending");
    let said = change(&app, "role add", json!({})).await;
    assert_eq!(said, format!("**mallory** has {} already, and now keeps it for good.", role(&app)));
    assert_eq!(undoing(&app).await, "cancelled cancelled");
    app.run_waiting().await;
    assert!(has_role(&app));

    change(&app, "role remove", json!({ "duration": "1d" })).await;
    let said = change(&app, "role remove", json!({ "duration": "2d" })).await;
    assert!(
        said.starts_with(&format!("**mallory** does not have {}, and now gets it back on <t:", role(&app))),
        "{said}"
    );
    let said = change(&app, "role remove", json!({})).await;
    assert_eq!(said, format!("**mallory** does not have {}, and won't get it back by itself.", role(&app)));
    change(&app, "role add", json!({ "duration": "1d" })).await;
    change(&app, "role remove", json!({})).await;
    app.run_waiting().await;
    assert!(!has_role(&app));
    assert!(!undoing(&app).await.contains("pending"));
}

#[tokio::test]
async fn of_two_times_given_at_once_one_counts() {
    let app = App::start().await;
    let said =
        join_all(["1d", "2d", "3d"].map(|duration| change(&app, "role add", json!({ "duration": duration })))).await;
    assert!(said.iter().any(|words| words.starts_with(&format!("**mallory** has {} until", role(&app)))), "{said:?}");
    assert_eq!(undoing(&app).await.matches("pending").count(), 1);
}

#[tokio::test]
async fn roles_that_may_not_be_given_are_refused_with_the_reason() {
    let app = App::start().await;
    let demo = app.demo;
    let role_of = |name: &str| {
        let world = app.sandbox.world();
        world.guilds[&demo.guild].roles.values().find(|role| role.name == name).unwrap().id
    };
    let cases = [
        (demo.moderator, role_of("Moderator"), "You can't give or take", "it is not below your highest role"),
        (demo.moderator, role_of("Admin"), "You can't give or take", "it is not below your highest role"),
        (demo.owner, role_of("Elder"), "I can't give or take", "it is not below my highest role"),
        (demo.owner, role_of("Guildhall"), "belongs to a bot or an integration", "lets nobody give or take it"),
        (demo.owner, demo.guild, "Everybody has the role @everyone", "Choose another one"),
    ];
    for (moderator, role, words, more) in cases {
        for command in ["role add", "role remove"] {
            let options = json!({ "user": demo.member.to_string(), "role": role.to_string() });
            let said = app.says(demo.seat(moderator), command, options).await;
            assert!(said.contains(words) && said.contains(more), "{said}");
        }
    }
    let options = json!({ "user": demo.stranger.to_string(), "role": demo.helper_role.to_string() });
    let said = app.says(app.moderator(), "role add", options).await;
    assert_eq!(said, "They are not in this server.");
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 0);
}

#[tokio::test]
async fn whoever_stands_above_the_moderator_may_be_given_a_role_that_does_not() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.elder.to_string(), "role": app.demo.helper_role.to_string() });
    let said = app.says(app.moderator(), "role add", options).await;
    assert_eq!(said, format!("**merlin** has {} now.", role(&app)), "as Discord's own client allows it");
}

#[tokio::test]
async fn who_lacks_the_permission_is_told_its_name() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "role": app.demo.helper_role.to_string() });
    let few = json!(Permissions::BAN_MEMBERS.to_string());
    for command in ["role add", "role remove"] {
        let said = app
            .forged(app.moderator(), command, options.clone(), |body| body["member"]["permissions"] = few.clone())
            .await;
        assert_eq!(said, "You need the permission Manage Roles for this.");
        let said =
            app.forged(app.moderator(), command, options.clone(), |body| body["app_permissions"] = few.clone()).await;
        assert!(said.starts_with("I need the permission Manage Roles for this."), "{said}");
    }
    assert!(!has_role(&app));
}

#[tokio::test]
async fn a_duration_that_makes_no_sense_and_a_role_that_is_gone_are_refused() {
    let app = App::start().await;
    for (duration, words) in [("59s", "at least 1m"), ("6y", "at most"), ("soon", "“soon”")] {
        assert!(change(&app, "role add", json!({ "duration": duration })).await.contains(words), "{duration}");
    }
    let options = json!({ "user": app.demo.member.to_string(), "role": app.demo.helper_role.to_string() });
    let said = app
        .forged(app.moderator(), "role add", options, |_| {
            app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().roles.remove(&app.demo.helper_role);
        })
        .await;
    assert_eq!(said, "That role is gone: somebody has deleted it. Choose another one.");
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 0);
}

#[tokio::test]
async fn when_discord_fails_the_role_is_queued_and_given_once_and_taken_back_after_that() {
    for kind in [FaultKind::Status(500), FaultKind::ResetAfter] {
        let app = App::start().await;
        app.fail(GIVE, kind, 1);
        let said = change(&app, "role add", json!({ "duration": "1d" })).await;
        assert!(said.starts_with(&format!("Giving {} to **mallory** is queued", role(&app))), "{said}");
        // The time is over while the role itself still waits: it is given first.
        app.run_waiting().await;
        app.run_waiting().await;
        assert!(!has_role(&app), "{kind:?}");
        assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0, "{kind:?}");
        assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 2, "{kind:?}: given once, taken once");
    }
}

#[tokio::test]
async fn what_waits_is_not_taken_for_what_is() {
    let app = App::start().await;
    set_role(&app, true);
    app.fail(TAKE, FaultKind::Status(500), 1);
    change(&app, "role remove", json!({})).await;
    // The member still has it, and would lose it later.
    let said = change(&app, "role add", json!({})).await;
    assert!(said.contains("is queued"), "{said}");
    app.run_waiting().await;
    app.run_waiting().await;
    assert!(has_role(&app));
}

#[tokio::test]
async fn discords_refusal_is_told_and_ends_the_time_as_well() {
    let app = App::start().await;
    app.fail(GIVE, FaultKind::Status(403), 1);
    let said = change(&app, "role add", json!({ "duration": "1d" })).await;
    assert!(said.starts_with(&format!("Giving {} to **mallory** was refused by Discord", role(&app))), "{said}");
    assert_eq!(undoing(&app).await, "cancelled");
    let options = json!({ "user": app.demo.member.to_string(), "role": app.demo.helper_role.to_string() });
    let said = app
        .forged(app.moderator(), "role add", options, |_| {
            app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.remove(&app.demo.member);
        })
        .await;
    assert!(said.contains("was refused by Discord: Unknown Member."), "{said}");
    assert_eq!(app.value::<i64>("select count(*) from tasks where state = 'dead'").await, 2);
}

#[tokio::test]
async fn a_replayed_role_is_given_once() {
    let app = App::start().await;
    let options =
        json!({ "user": app.demo.member.to_string(), "role": app.demo.helper_role.to_string(), "duration": "1d" });
    let said = app.twice(app.moderator(), "role add", options).await;
    assert!(said[0].contains("has <@&") && said[1].contains("already handled"), "{said:?}");
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 2);
}
