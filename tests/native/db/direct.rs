//! The same worker without a pooler in between.

use guildhall::features;
use serde_json::json;

use crate::support::{App, Via};

#[tokio::test]
async fn a_tenants_rows_are_read_directly_from_postgres() {
    let app = App::with(features::ALL, Via::Direct).await;
    let reply = app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    assert_eq!(reply.response.unwrap()["data"]["embeds"][0]["title"], "My health in this server");
    assert_eq!(app.value::<i64>("select count(*) from installations").await, 1);
}
