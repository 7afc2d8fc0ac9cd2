//! One tenant's bot is never another's, and an unknown guild is nobody's.

use guildhall::platform::bots::{self, NewBot};
use serde_json::json;
use twilight_model::id::Id;

use crate::support::App;

#[tokio::test]
async fn an_application_of_another_tenant_cannot_be_taken_over() {
    let app = App::start().await;
    let rival = app.rival().await;
    let public_key = app.public_key();
    let token = "a.b.c".to_owned();
    let bot = NewBot {
        application: Id::new(rival.application),
        tenant: app.tenant,
        name: "x".to_owned(),
        public_key,
        token,
        open_installs: true,
    };
    let refused = bots::add(&app.ctx(), bot).await.unwrap_err();
    assert!(refused.to_string().contains("belongs to another tenant"), "{refused}");
}

#[tokio::test]
async fn where_installs_are_not_open_an_unknown_guild_is_told_so() {
    let app = App::start().await;
    app.execute("update bots set open_installs = false").await;
    let reply = app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    assert!(reply.content().contains("not set up in this server"), "{}", reply.content());
    assert_eq!(app.value::<i64>("select count(*) from installations").await, 0);
}
