//! What a transaction in a tenant's scope promises.

use guildhall::{
    db::{Error, IntoParam, Result, Tx},
    platform::error::Error as PlatformError,
};
use serde_json::json;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};

use crate::support::App;

/// A worker with an installed bot.
async fn app() -> (App, Id<ApplicationMarker>, Id<GuildMarker>) {
    let app = App::start().await;
    app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    let (application, guild) = (Id::new(app.demo.application), Id::new(app.demo.guild));
    (app, application, guild)
}

async fn count(tx: &Tx, guild: Id<GuildMarker>, number: i32) -> Result<()> {
    let sql = "insert into case_counters (guild_id, last_number) values ($1, $2)";
    tx.execute(sql, vec![guild.into_param(), number.into_param()]).await.map(drop)
}

#[tokio::test]
async fn an_error_of_the_body_rolls_everything_back() {
    let (app, application, guild) = app().await;
    let outcome: std::result::Result<(), PlatformError> = app
        .ctx()
        .scope(application, guild)
        .write(async |tx: Tx| {
            count(&tx, guild, 1).await?;
            Err(PlatformError::user("no"))
        })
        .await;
    assert_eq!(outcome.unwrap_err().to_string(), "no");
    assert_eq!(app.value::<i64>("select count(*) from case_counters").await, 0);
}

#[tokio::test]
async fn a_failed_statement_whose_error_is_ignored_still_fails_the_transaction() {
    let (app, application, guild) = app().await;
    for at_once in [false, true] {
        let scope = app.ctx().scope(application, guild);
        let body = async |tx: Tx| {
            let (_ignored, second) = futures_util::join!(count(&tx, guild, -1), count(&tx, guild, 1));
            drop(second);
            Ok::<_, Error>(())
        };
        let outcome = if at_once { scope.write_at_once(body).await } else { scope.write(body).await };
        assert!(outcome.is_err(), "at once: {at_once}");
    }
    assert_eq!(app.value::<i64>("select count(*) from case_counters").await, 0);
}

#[tokio::test]
async fn a_constraint_is_named() {
    let (app, application, guild) = app().await;
    let outcome = app.ctx().scope(application, guild).write(async |tx: Tx| count(&tx, guild, -1).await).await;
    assert!(outcome.unwrap_err().is_constraint("case_counters_last_number_check"));
}

#[tokio::test]
async fn a_read_changes_nothing() {
    let (app, application, guild) = app().await;
    let outcome = app.ctx().scope(application, guild).read(async |tx: Tx| count(&tx, guild, 1).await).await;
    assert!(matches!(outcome, Err(Error::Statement(_))), "{outcome:?}");
}

#[tokio::test]
async fn one_connection_serves_many_transactions_of_a_request_in_turn() {
    let (app, application, guild) = app().await;
    let ctx = app.ctx();
    let reads = (0..20).map(|_| {
        let scope = ctx.scope(application, guild);
        async move {
            scope
                .read_at_once(async |tx: Tx| {
                    let row = tx.row("select pg_backend_pid() as pid", vec![]).await?;
                    row.map(|row| row.get::<_, i32>("pid")).ok_or_else(|| Error::Statement("no row".to_owned()))
                })
                .await
        }
    });
    for read in futures_util::future::join_all(reads).await {
        read.unwrap();
    }
}

#[tokio::test]
async fn the_tenant_of_one_transaction_is_gone_in_the_next_of_the_same_connection() {
    let (app, application, guild) = app().await;
    let ctx = app.ctx();
    let inside = ctx
        .scope(application, guild)
        .read(async |tx: Tx| tx.row("select current_tenant() as tenant", vec![]).await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(inside.get::<_, uuid::Uuid>("tenant"), app.tenant);
    let outside = ctx.db.call("select current_tenant() as tenant", vec![]).await.unwrap();
    assert_eq!(outside[0].get::<_, Option<uuid::Uuid>>("tenant"), None);
}

#[tokio::test]
async fn the_statements_of_a_read_see_one_moment() {
    let (app, application, guild) = app().await;
    let numbers = app
        .ctx()
        .scope(application, guild)
        .read(async |tx: Tx| {
            let sql = "select from case_counters";
            let before = tx.rows(sql, Vec::new()).await?.len();
            app.execute(
                "insert into case_counters (tenant_id, guild_id, last_number) select tenant_id, guild_id, 1 from installations",
            )
            .await;
            Ok::<_, PlatformError>((before, tx.rows(sql, Vec::new()).await?.len()))
        })
        .await;
    assert_eq!(numbers.unwrap(), (0, 0));
    assert_eq!(app.value::<i64>("select count(*) from case_counters").await, 1);
}
