//! The record of interactions.

use serde_json::json;

use crate::support::{App, eventually};

#[tokio::test]
async fn the_runs_of_requests_that_came_together_are_all_recorded() {
    let app = App::start().await;
    let shows = (0..20).map(|_| app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })));
    for reply in futures_util::future::join_all(shows).await {
        assert_eq!(reply.unwrap().content(), "This server has no case 1.");
    }
    eventually("twenty records", async || {
        let sql = "select count(distinct interaction_id) from command_runs where command = 'case show' and outcome = 'refused'";
        app.value::<i64>(sql).await == 20
    })
    .await;
}
