//! The log of joins and leaves.

use guildhall::discord::snowflake;
use serde_json::json;

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
