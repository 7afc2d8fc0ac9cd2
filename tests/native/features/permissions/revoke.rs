//! `/permissions revoke`.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn what_is_revoked_counts_no_more_from_that_moment() {
    let app = App::start().await;
    let (helper, zoe) = (app.helper(), app.newcomer());
    app.shows("warn", app.demo.helper_role);
    app.grants("/warn", json!({})).await;
    let options = json!({ "user": zoe, "reason": "x" });
    assert!(app.says(helper, "warn", options.clone()).await.starts_with("**zoe** is warned."));
    let revoke = json!({ "target": "/warn", "role": app.demo.helper_role.to_string() });
    let said = app.says(app.owner(), "permissions revoke", revoke.clone()).await;
    insta::assert_snapshot!(app.named(&said), @"
    Taken back: @Helper was granted /warn by @ada on (date).
    No other grant to @Helper is about /warn.
    ");
    assert_eq!(app.says(helper, "warn", options).await, "You need the permission Timeout Members for this.");
    let said = app.says(app.owner(), "permissions revoke", revoke).await;
    assert!(said.starts_with("There is no such grant, so nothing was changed."), "{said}");
}

#[tokio::test]
async fn what_is_left_for_the_same_command_is_said() {
    let app = App::start().await;
    app.grants("/warn", json!({})).await;
    app.grants("/warn", json!({ "channel": app.demo.channel.to_string(), "deny": true })).await;
    app.grants("moderation", json!({})).await;
    app.grants("members", json!({})).await;
    let revoke = json!({ "target": "/warn", "role": app.demo.helper_role.to_string() });
    let said = app.says(app.owner(), "permissions revoke", revoke).await;
    insta::assert_snapshot!(app.named(&said), @"
    Taken back: @Helper was granted /warn by @ada on (date).
    What stays:
    - @Helper was granted everything of moderation by @ada on (date)
    - @Helper was denied /warn in #general by @ada on (date)
    ");
}
