//! Slow handlers in workerd, and instances that die in the middle of one.

use std::time::Duration;

use anyhow::Result;
use e2e::{World, eventually};
use sandbox::{Fault, FaultKind, Reply};
use serde_json::json;

const LOADING: u64 = 1 << 7;
const LIMIT: Duration = Duration::from_secs(25);

fn in_time(reply: &Reply) {
    assert_eq!(reply.failure, None);
    assert!(reply.elapsed < Duration::from_millis(2_900), "{:?}", reply.elapsed);
}

async fn slow_ban(world: &World) -> Result<Reply> {
    world.sandbox.world().faults.push(Fault::new("GET /guilds/*", FaultKind::Slow(10_000), 1));
    let reply =
        world.sandbox.command(world.moderator(), "ban", json!({ "user": world.demo.member.to_string() })).await?;
    in_time(&reply);
    assert_eq!(reply.kind(), 5);
    Ok(reply)
}

#[tokio::test]
async fn a_ban_slowed_to_ten_seconds_defers_and_then_edits() -> Result<()> {
    let world = World::start().await?;
    let reply = slow_ban(&world).await?;
    assert_eq!(world.value::<i64>("select count(*) from deferrals").await?, 1);
    let shown = world.sandbox.until_original(reply.interaction, LIMIT, |message| message.flags & LOADING == 0).await?;
    assert_eq!(shown.content, "**mallory** is banned. Case 1.");
    assert_eq!(world.banned(), [world.demo.member]);
    eventually("the debt is paid", LIMIT, async || Ok(world.value::<i64>("select count(*) from deferrals").await? == 0))
        .await
}

/// Locks the cases for some seconds while `act` runs.
async fn with_slow_cases<T>(world: &World, act: impl Future<Output = Result<T>>) -> Result<T> {
    let mut lock = world.admin().await?;
    sqlx::raw_sql("begin; lock table cases in access exclusive mode").execute(&mut lock).await?;
    let result = act.await;
    sqlx::raw_sql("commit").execute(&mut lock).await?;
    result
}

#[tokio::test]
async fn ephemeral_and_updating_answers_that_wait_for_the_database_are_deferred_as_they_declare() -> Result<()> {
    let world = World::start().await?;
    let seat = world.moderator();
    world.sandbox.command(seat, "ban", json!({ "user": world.demo.member.to_string() })).await?;
    let show = world.sandbox.command(seat, "case show", json!({ "number": 1 }));
    let reply = with_slow_cases(&world, show).await?;
    in_time(&reply);
    assert_eq!(reply.kind(), 5);
    let shown = world.sandbox.until_original(reply.interaction, LIMIT, |message| message.flags & LOADING == 0).await?;
    assert_eq!((shown.only_for, &shown.embeds[0]["title"]), (Some(seat.user), &json!("Case 1 · Ban")));

    world.execute("update cases set reason = 'changed meanwhile'").await?;
    let refresh = world.sandbox.click(seat, shown.id, "case.refresh:1:1");
    let reply = with_slow_cases(&world, refresh).await?;
    in_time(&reply);
    assert_eq!(reply.kind(), 6);
    let changed = |message: &sandbox::Message| message.embeds[0]["description"] == "changed meanwhile";
    world.sandbox.until_original(reply.interaction, LIMIT, changed).await?;

    let form = with_slow_cases(&world, world.sandbox.click(seat, shown.id, "case.ask_reason:1:1")).await?;
    in_time(&form);
    assert!(form.content().contains("took me too long"), "{}", form.content());
    Ok(())
}

#[tokio::test]
async fn an_instance_killed_in_the_middle_ends_in_an_honest_sentence() -> Result<()> {
    let mut world = World::start().await?;
    let reply = slow_ban(&world).await?;
    world.worker.restart().await?;
    world.tick().await?;
    let waiting = world.sandbox.original(reply.interaction).map(|message| message.flags & LOADING);
    assert_eq!(waiting, Some(LOADING), "somebody may still work on it");
    world.execute("update deferrals set due_at = now()").await?;
    world.tick().await?;
    let shown = world.sandbox.until_original(reply.interaction, LIMIT, |message| message.flags & LOADING == 0).await?;
    assert!(shown.content.starts_with("I was interrupted before I could finish this."), "{}", shown.content);
    assert!(world.banned().is_empty(), "and nothing was done");
    Ok(())
}
