//! The record of interactions.

use serde_json::json;

use crate::support::{App, eventually};

#[tokio::test]
async fn the_runs_of_requests_that_came_together_are_all_recorded() {
    let app = App::start().await;
    let owner = app.demo.seat(app.demo.owner);
    let asked = (0..20).map(|_| app.sandbox.command(owner, "health", json!({})));
    for reply in futures_util::future::join_all(asked).await {
        assert_eq!(reply.unwrap().failure, None);
    }
    eventually("twenty records", async || {
        let sql =
            "select count(distinct interaction_id) from command_runs where command = 'health' and outcome = 'answered'";
        app.value::<i64>(sql).await == 20
    })
    .await;
}
