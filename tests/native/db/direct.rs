//! The same worker without a pooler in between.

use guildhall::features;
use serde_json::json;

use crate::support::{App, Via};

#[tokio::test]
async fn a_ban_works_directly_against_postgres() {
    let app = App::with(features::ALL, Via::Direct).await;
    let reply =
        app.sandbox.command(app.moderator(), "ban", json!({ "user": app.demo.member.to_string() })).await.unwrap();
    assert_eq!(reply.content(), "**mallory** is banned. Case 1.");
}
