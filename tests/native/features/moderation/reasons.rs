//! Reasons: required where a server says so, and what counts as one.

use serde_json::json;

use crate::support::App;

/// Every act with an optional reason.
const ACTS: [(&str, &str); 5] = [
    ("timeout", r#"{"duration":"1h"}"#),
    ("untimeout", "{}"),
    ("ban", r#"{"soft":true}"#),
    ("unban", "{}"),
    ("kick", "{}"),
];

#[tokio::test]
async fn where_a_reason_is_required_no_act_goes_without_one() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    for (command, options) in ACTS {
        for reason in [None, Some("   ")] {
            let mut options: serde_json::Value = serde_json::from_str(options).unwrap();
            if let Some(reason) = reason {
                options["reason"] = json!(reason);
            }
            let said = app.act(command, options).await;
            assert_eq!(said, "This server wants a reason for every act. Say why.", "{command}");
        }
    }
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
    assert!(app.sandbox.world().guilds[&app.demo.guild].audit_log.is_empty());
    assert!(app.sandbox.world().dms.is_empty(), "nobody is told of what did not happen");
}

#[tokio::test]
async fn with_a_reason_every_act_goes_as_ever() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    for (number, (command, options)) in (1..).zip(ACTS) {
        let mut options: serde_json::Value = serde_json::from_str(options).unwrap();
        options["reason"] = json!("  spam  ");
        let said = app.act(command, options).await;
        assert!(said.ends_with(&format!("Case {number}.\n> spam")), "{command}: {said}");
        if !app.sandbox.world().guilds[&app.demo.guild].members.contains_key(&app.demo.member) {
            app.sandbox.world().join(app.demo.guild, app.demo.member, &[]);
        }
    }
}

#[tokio::test]
async fn what_follows_from_warnings_by_itself_brings_its_own_reason() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    app.set("warn_thresholds", "1: kick").await;
    let said = app.act("warn", json!({ "reason": "spam" })).await;
    assert!(said.ends_with("Case 2.\n> Warning number 1"), "{said}");
}
