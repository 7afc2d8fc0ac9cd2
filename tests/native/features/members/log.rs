//! The log of joins and leaves.

use guildhall::discord::snowflake;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{ZOE, ago, joining};
use crate::support::App;

impl App {
    async fn watching() -> Self {
        let app = Self::with_members().await;
        app.configure("members.log_channel", "channel", &app.demo.mod_log.to_string()).await;
        app
    }
}

#[tokio::test]
async fn a_join_is_logged_with_the_age_of_the_account_and_a_new_one_is_marked() {
    let app = App::watching().await;
    let member = app.joins(json!({})).await;
    app.told("GUILD_MEMBER_ADD", member).await;
    let young = snowflake::first_of(ago(5));
    app.told("GUILD_MEMBER_ADD", joining(&app, young, json!({}))).await;
    let robot = json!({ "id": "1200000000000000000", "username": "robot", "bot": true });
    app.joins(json!({ "user": robot })).await;
    let made = snowflake::made_at(ZOE).as_second();
    let lines = app.lines();
    assert_eq!(lines[0], format!("**Joined:** Zoë \\* (<@{ZOE}>) · account made <t:{made}:R>"));
    assert!(lines[1].ends_with(" · **new account**"), "{}", lines[1]);
    assert!(lines[2].starts_with("**Joined:** robot (<@1200000000000000000>, a bot)"), "{}", lines[2]);
    assert_eq!(lines.len(), 3);
}

#[tokio::test]
async fn a_leave_is_logged_with_how_long_they_were_here_and_their_roles() {
    let app = App::watching().await;
    app.mirror_past(ZOE, ago(24 * 8 + 3)).await;
    app.leaves(ZOE).await;
    app.leaves(ZOE).await;
    app.leaves(ZOE + 1).await;
    let lines = app.lines();
    let helper = app.demo.helper_role;
    assert_eq!(lines[0], format!("**Left:** zoe (<@{ZOE}>) · was here for 1w 1d · had <@&{helper}>"));
    assert_eq!(lines[1..], [format!("**Left:** zoe (<@{}>)", ZOE + 1)], "of the other nothing is known");
}

#[tokio::test]
async fn a_crowd_is_few_posts() {
    let app = App::watching().await;
    for number in 0..40 {
        app.hears("GUILD_MEMBER_ADD", joining(&app, ZOE + number, json!({}))).await;
    }
    app.fail("POST /channels/*/messages", sandbox::FaultKind::Slow(300), 2);
    app.poke().await;
    app.later.settled().await;
    app.run_waiting().await;
    assert_eq!(app.lines().len(), 40);
    let posts = app.posts(app.demo.mod_log).len();
    assert!(posts <= 15, "{posts}");
}

/// Ada's entry about mallory in Discord's audit log, made now.
fn entry(app: &App, action: u16) -> Value {
    json!({
        "id": snowflake::first_of(Timestamp::now()).to_string(), "guild_id": app.demo.guild.to_string(),
        "action_type": action, "user_id": app.demo.owner.to_string(), "target_id": app.demo.member.to_string(),
    })
}

/// What the log says of mallory, who has been a member for so many hours and whom Discord tells of in this order.
async fn told_of_mallory(app: &App, hours: i64, events: Vec<(&'static str, Value)>) -> String {
    app.mirror_past(app.demo.member, ago(hours)).await;
    for (event, payload) in events {
        app.hears(event, payload).await;
        app.poke().await;
    }
    app.later.settled().await;
    app.lines().pop().unwrap()
}

fn gone(app: &App) -> (&'static str, Value) {
    let user = json!({ "id": app.demo.member.to_string(), "username": "mallory" });
    ("GUILD_MEMBER_REMOVE", json!({ "guild_id": app.demo.guild.to_string(), "user": user }))
}

#[tokio::test]
async fn who_was_kicked_or_banned_by_hand_did_not_just_leave_whichever_is_told_of_first() {
    for (action, words) in [(20, "was kicked"), (22, "was banned")] {
        for is_entry_first in [true, false] {
            let app = App::watching().await.with_patient_logs().await;
            let mut events = vec![gone(&app), ("GUILD_AUDIT_LOG_ENTRY_CREATE", entry(&app, action))];
            if is_entry_first {
                events.reverse();
            }
            let line = told_of_mallory(&app, 3, events).await;
            let wanted = format!(" · {words} by <@{}>, case 1 · was here for 3h", app.demo.owner);
            assert!(line.contains(&wanted), "{is_entry_first}: {line}");
        }
    }
}

#[tokio::test]
async fn who_was_removed_by_a_command_is_said_with_its_case_in_the_logs_language() {
    for (command, options, words) in [
        ("kick", json!({}), "gekickt von"),
        ("ban", json!({ "duration": "7d" }), "gebannt von"),
        ("ban", json!({ "soft": true }), "per Softbann entfernt von"),
    ] {
        let app = App::watching().await;
        app.configure("members.language", "value", "German").await;
        app.act(command, options).await;
        let line = told_of_mallory(&app, 3, vec![gone(&app)]).await;
        assert!(line.contains(&format!(" · {words} <@{}>, Fall 1 · ", app.demo.moderator)), "{line}");
    }
}

#[tokio::test]
async fn an_older_case_a_refused_one_and_one_of_another_server_made_nobody_leave() {
    let app = App::watching().await;
    app.act("ban", json!({})).await;
    let line = told_of_mallory(&app, -1, vec![gone(&app)]).await;
    assert!(!line.contains("case"), "they came back since: {line}");
    app.execute("update tasks set state = 'dead' where kind = 'effect'").await;
    let line = told_of_mallory(&app, 4, vec![gone(&app)]).await;
    assert!(!line.contains("case"), "Discord did not let it happen: {line}");
    app.execute("update tasks set state = 'done' where kind = 'effect'; update cases set guild_id = 7").await;
    let line = told_of_mallory(&app, 5, vec![gone(&app)]).await;
    assert!(!line.contains("case"), "it is another server's: {line}");
    app.execute("update cases set guild_id = (select min(guild_id) from installations)").await;
    let line = told_of_mallory(&app, 6, vec![gone(&app)]).await;
    assert!(line.contains(", case 1 · "), "{line}");
}
