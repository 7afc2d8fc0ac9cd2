//! `/nick`.

use sandbox::{FaultKind, Permissions};
use serde_json::json;

use crate::support::App;

const ROUTE: &str = "PATCH /guilds/*/members/*";

fn nick(app: &App) -> Option<String> {
    app.with_member(app.demo.member, |member| member.nick.clone())
}

#[tokio::test]
async fn a_nickname_is_given_changed_and_taken_away_with_a_line_in_the_log_for_each() {
    let app = App::start().await;
    app.keep_log().await;
    let said = app.act("nick", json!({ "nickname": " Mal_ ", "reason": "unreadable" })).await;
    assert_eq!(said, "**mallory** is now called **Mal\\_** here.\n> unreadable");
    assert_eq!(nick(&app).as_deref(), Some("Mal_"));
    assert_eq!(app.act("nick", json!({ "nickname": "Mallow" })).await, "**mallory** is now called **Mallow** here.");
    assert_eq!(app.act("nick", json!({})).await, "**mallory** is no longer called **Mallow** here.");
    assert_eq!(nick(&app), None);
    assert_eq!(app.act("nick", json!({})).await, "**mallory** has no nickname here.");
    app.later.settled().await;
    let member = format!("<@{}>", app.demo.member);
    let posts: Vec<String> = app.posts(app.demo.mod_log).into_iter().map(|post| post.content).collect();
    assert_eq!(
        posts[..2],
        [
            format!("**grace** changed the nickname of {member} from no nickname to “Mal\\_”.\n> unreadable"),
            format!("**grace** changed the nickname of {member} from “Mal\\_” to “Mallow”."),
        ]
    );
    let reason = app.sandbox.world().guilds[&app.demo.guild].audit_log[0].reason.clone();
    assert_eq!(reason.as_deref(), Some("grace: unreadable"));
}

#[tokio::test]
async fn whoever_may_not_be_renamed_is_refused_with_the_reason() {
    let app = App::start().await;
    let demo = app.demo;
    let cases = [
        (demo.moderator, demo.owner, "Nobody can do that to the server's owner"),
        (demo.moderator, demo.moderator, "You can't do that to yourself"),
        (demo.moderator, demo.application, "I can't do that to myself"),
        (demo.moderator, demo.second_moderator, "their highest role is not below yours"),
        (demo.owner, demo.elder, "their highest role is not below mine"),
        (demo.moderator, demo.stranger, "They are not in this server"),
    ];
    app.refuses("nick", json!({ "nickname": "x" }), &cases).await;
}

#[tokio::test]
async fn a_nickname_that_discord_would_not_take_is_refused_before() {
    let app = App::start().await;
    let longest = "ü".repeat(32);
    for nickname in ["   ".to_owned(), format!("{longest}x")] {
        let said = app.act("nick", json!({ "nickname": nickname })).await;
        assert_eq!(said, "A nickname has 1 to 32 characters. Leave it out to take it away.");
    }
    app.act("nick", json!({ "nickname": longest })).await;
    assert_eq!(nick(&app), Some(longest));
}

#[tokio::test]
async fn who_lacks_the_permission_is_told_its_name() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "nickname": "x" });
    let few = json!(Permissions::BAN_MEMBERS.to_string());
    let said =
        app.forged(app.moderator(), "nick", options.clone(), |body| body["member"]["permissions"] = few.clone()).await;
    assert_eq!(said, "You need the permission Manage Nicknames for this.");
    let said = app.forged(app.moderator(), "nick", options, |body| body["app_permissions"] = few).await;
    assert!(said.starts_with("I need the permission Manage Nicknames for this."), "{said}");
    assert_eq!(nick(&app), None);
}

#[tokio::test]
async fn when_discord_fails_the_nickname_is_queued_and_given_once_and_a_later_one_replaces_it() {
    for kind in [FaultKind::Status(500), FaultKind::ResetAfter] {
        let app = App::start().await;
        app.fail(ROUTE, kind, 1);
        let said = app.act("nick", json!({ "nickname": "Mallow" })).await;
        assert!(said.starts_with("The nickname of **mallory** is queued"), "{said}");
        app.run_waiting().await;
        assert_eq!(
            (nick(&app).as_deref(), app.value::<String>("select state from tasks").await.as_str()),
            (Some("Mallow"), "done")
        );
        assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 1, "{kind:?}");
    }
    let app = App::start().await;
    app.fail(ROUTE, FaultKind::Status(500), 1);
    app.act("nick", json!({ "nickname": "first" })).await;
    app.act("nick", json!({ "nickname": "second" })).await;
    app.run_waiting().await;
    assert_eq!(nick(&app).as_deref(), Some("second"));
    let states = "select string_agg(state, ' ' order by id) from tasks";
    assert_eq!(app.value::<String>(states).await, "cancelled done");
}

#[tokio::test]
async fn discords_refusal_is_told_and_ends_it() {
    let app = App::start().await;
    app.fail(ROUTE, FaultKind::Status(403), 1);
    let said = app.act("nick", json!({ "nickname": "Mallow" })).await;
    assert!(said.starts_with("The nickname of **mallory** was refused by Discord"), "{said}");
    assert_eq!(app.value::<String>("select state from tasks").await, "dead");
}

#[tokio::test]
async fn who_leaves_before_the_act_is_told() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "nickname": "x" });
    let said = app
        .forged(app.moderator(), "nick", options, |_| {
            app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.remove(&app.demo.member);
        })
        .await;
    assert!(said.contains("was refused by Discord: Unknown Member."), "{said}");
}

#[tokio::test]
async fn a_replayed_nickname_is_given_once() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "nickname": "Mallow" });
    let said = app.twice(app.moderator(), "nick", options).await;
    assert!(said[0].contains("is now called") && said[1].contains("already handled"), "{said:?}");
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 1);
}
