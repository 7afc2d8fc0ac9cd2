//! What one tenant grants is nothing to another's bot, in the same server.

use sandbox::Seat;
use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn anothers_grants_do_not_count_and_are_not_seen() {
    let app = App::start().await;
    let rival = app.rival().await;
    let helper = app.helper();
    app.grants("/warn", json!({})).await;
    app.shows("warn", app.demo.helper_role);
    let zoe = json!({ "user": app.newcomer(), "reason": "x" });
    assert!(app.says(helper, "warn", zoe.clone()).await.starts_with("**zoe** is warned."));
    let there = Seat { application: rival.application, ..helper };
    // Both bots' commands have the same ids here, so it is offered to them there as well.
    assert_eq!(app.says(there, "warn", zoe).await, "You need the permission Timeout Members for this.");
    let owner = Seat { application: rival.application, ..app.owner() };
    let reply = app.sandbox.command(owner, "permissions list", json!({})).await.unwrap();
    let shown = reply.response.unwrap()["data"]["embeds"][0]["description"].as_str().unwrap().to_owned();
    assert_eq!(shown, "Nothing is granted or denied: Discord's own permissions decide.");
    let revoke = json!({ "target": "/warn", "role": app.demo.helper_role.to_string() });
    let said = app.says(owner, "permissions revoke", revoke).await;
    assert!(said.starts_with("There is no such grant"), "{said}");
    assert_eq!(app.value::<i64>("select count(*) from grants").await, 1);
}
