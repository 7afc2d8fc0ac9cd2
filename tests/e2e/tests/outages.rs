//! Postgres gone, frozen or full: kind replies in time, and recovery without a restart.

use std::time::Duration;

use anyhow::Result;
use e2e::{World, eventually, worker_url};
use sandbox::Reply;
use serde_json::json;
use xtask::{database, pgbouncer::Pgbouncer, ports, postgres::Postgres};

/// A Postgres of this test's own with a migrated database.
async fn own_postgres() -> Result<Postgres> {
    let postgres = Postgres::scratch().await?;
    database::prepare(&postgres.admin_url(), "guildhall").await?;
    Ok(postgres)
}

async fn show(world: &World) -> Result<Reply> {
    world.sandbox.command(world.moderator(), "case show", json!({ "number": 1 })).await
}

/// What the person reads in the end, in the response or after a deferral.
async fn final_words(world: &World, reply: &Reply) -> Result<String> {
    assert_eq!(reply.failure, None, "something came within three seconds");
    if reply.kind() == 4 {
        return Ok(reply.content().to_owned());
    }
    let limit = Duration::from_secs(25);
    let message = world.sandbox.until_original(reply.interaction, limit, |message| !message.content.is_empty()).await?;
    Ok(message.content)
}

async fn recovers(world: &World) -> Result<()> {
    eventually("a good answer", Duration::from_secs(20), async || {
        let reply = show(world).await?;
        Ok(final_words(world, &reply).await? == "This server has no case 1.")
    })
    .await
}

#[tokio::test]
async fn while_postgres_refuses_people_are_told_so_and_then_served_again() -> Result<()> {
    let mut postgres = own_postgres().await?;
    let direct = worker_url(&postgres.admin_url(), "guildhall")?;
    let world = World::on(&postgres.admin_url(), "guildhall", &direct).await?;
    postgres.stop();
    let reply = show(&world).await?;
    let words = final_words(&world, &reply).await?;
    assert!(words.contains("can't reach my database"), "{words}");
    assert_eq!(world.get("/status").await?.0, 503);
    assert_eq!(world.sandbox.command(world.moderator(), "ping", json!({})).await?.content(), "I am here, grace.");
    postgres.start_again().await?;
    recovers(&world).await
}

#[tokio::test]
async fn while_postgres_is_frozen_people_are_told_so_and_then_served_again() -> Result<()> {
    let postgres = own_postgres().await?;
    let direct = worker_url(&postgres.admin_url(), "guildhall")?;
    let world = World::on(&postgres.admin_url(), "guildhall", &direct).await?;
    postgres.freeze();
    let reply = show(&world).await?;
    let words = final_words(&world, &reply).await?;
    assert!(words.contains("can't reach my database"), "{words}");
    postgres.thaw();
    recovers(&world).await
}

#[tokio::test]
async fn while_the_pooler_is_full_people_are_told_so_and_then_served_again() -> Result<()> {
    let postgres = own_postgres().await?;
    let options = xtask::pgbouncer::Options { pool_size: 1, max_clients: 50, wait_seconds: 2 };
    let pooler = Pgbouncer::start_with(postgres.port(), ports::free()?, options).await?;
    let through = pooler.url(database::WORKER, "guildhall");
    let world = World::on(&postgres.admin_url(), "guildhall", &through).await?;
    // One transaction holds the pool's only connection.
    use sqlx::{ConnectOptions, postgres::PgConnectOptions};
    let mut holder = through.parse::<PgConnectOptions>()?.statement_cache_capacity(0).connect().await?;
    sqlx::raw_sql("begin; select 1").execute(&mut holder).await?;
    let reply = show(&world).await?;
    let words = final_words(&world, &reply).await?;
    assert!(words.contains("can't reach my database"), "{words}");
    sqlx::raw_sql("commit").execute(&mut holder).await?;
    recovers(&world).await
}
