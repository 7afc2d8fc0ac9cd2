//! One tenant's request never reaches another's cases, whatever it says.

use serde_json::json;

use crate::support::App;

/// A ban of the first tenant, and the seat of the second.
async fn with_rival() -> (App, sandbox::Seat) {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "ours" });
    app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    let rival = app.rival().await;
    (app, rival)
}

#[tokio::test]
async fn anothers_case_is_invisible_by_number_and_by_custom_id() {
    let (app, rival) = with_rival().await;
    let unknown = "This server has no case 1.";
    let reply = app.sandbox.command(rival, "case show", json!({ "number": 1 })).await.unwrap();
    assert_eq!(reply.content(), unknown);
    let reply = app.sandbox.command(rival, "case reason", json!({ "number": 1, "reason": "mine now" })).await.unwrap();
    assert_eq!(reply.content(), unknown);
    for custom_id in ["case.refresh:1:1", "case.ask_reason:1:1"] {
        let message = app.sandbox.command(rival, "ping", json!({})).await.unwrap();
        let message = app.sandbox.original(message.interaction).unwrap();
        let reply = app.sandbox.click(rival, message.id, custom_id).await.unwrap();
        assert_eq!(reply.content(), unknown, "{custom_id}");
    }
    let reply = app.sandbox.submit(rival, "case.reason:1:1", &[("reason", "mine now")], None).await.unwrap();
    assert_eq!(reply.content(), unknown);
    assert!(app.sandbox.autocomplete(rival, "case show", json!({ "number": "1" }), "number").await.unwrap().is_empty());
    assert_eq!(app.value::<String>("select reason from cases").await, "ours");
}

#[tokio::test]
async fn each_tenant_counts_its_own_cases_from_one() {
    let (app, rival) = with_rival().await;
    let reply = app.sandbox.command(rival, "unban", json!({ "user": app.demo.member.to_string() })).await.unwrap();
    assert!(reply.content().ends_with("Case 1."), "{}", reply.content());
    assert_eq!(app.value::<i64>("select count(*) from cases where number = 1").await, 2);
    assert_eq!(
        app.value::<i64>("select count(*) from cases where ended_at is not null").await,
        0,
        "the other's case is untouched"
    );
}
