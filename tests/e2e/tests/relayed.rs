//! The wasm behind a relay: commands act on Discord, and what cannot be carried now is done later.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::{World, client};
use sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

#[tokio::test]
async fn a_ban_and_its_later_end_go_through_the_relay() -> Result<()> {
    let world = World::start_relayed().await?;
    let options = json!({ "user": world.demo.member.to_string(), "duration": "7d", "reason": "spam" });
    let reply = world.sandbox.command(world.moderator(), "ban", options).await?;
    assert!(reply.content().starts_with("**mallory** is banned until <t:"), "{}", reply.content());
    assert_eq!(world.banned(), [world.demo.member]);
    let reason = {
        let sandbox = world.sandbox.world();
        let guild = sandbox.guilds.get(&world.demo.guild).context("the guild is there")?;
        guild.bans.get(&world.demo.member).and_then(|ban| ban.reason.clone())
    };
    assert!(reason.is_some_and(|reason| reason.contains("spam")));
    world
        .execute("update cases set expires_at = now(); update tasks set run_at = now() where state = 'pending'")
        .await?;
    world.tick().await?;
    assert!(world.banned().is_empty());
    Ok(())
}

#[tokio::test]
async fn people_sign_in_through_the_relay_and_not_without_it() -> Result<()> {
    let mut world = World::start_relayed().await?;
    let session = world.sign_in(world.demo.owner).await?;
    let guilds = client().get(format!("{}/api/v1/me/guilds", world.worker.url())).header("cookie", &session);
    let guilds: Value = guilds.send().await?.error_for_status()?.json().await?;
    assert_eq!(guilds["items"][0]["id"], json!(world.demo.guild.to_string()));
    world.relay.take().context("there is a relay")?.stop().await;
    let refused = world.sign_in(world.demo.owner).await.err().context("there is no other way to Discord")?;
    assert!(refused.to_string().contains("503"), "{refused}");
    Ok(())
}

#[tokio::test]
async fn a_reply_that_comes_late_is_edited_through_the_relay() -> Result<()> {
    let world = World::start_relayed().await?;
    world.sandbox.world().faults.push(Fault::new("GET /guilds/*", FaultKind::Slow(3_000), 1));
    let words = world.type_line(world.demo.moderator, "/ban user:@mallory").await?;
    assert!(words.contains("is banned"), "{words}");
    Ok(())
}

#[tokio::test]
async fn a_ban_waits_while_the_relay_is_away() -> Result<()> {
    let mut world = World::start_relayed().await?;
    world.sandbox.world().faults.push(Fault::new("PUT /guilds/*/bans/*", FaultKind::Status(500), 1));
    let options = json!({ "user": world.demo.member.to_string() });
    let reply = world.sandbox.command(world.moderator(), "ban", options).await?;
    assert!(reply.content().contains("queued"), "{}", reply.content());
    let relay = world.relay.take().context("there is a relay")?;
    let address = relay.address.context("it listens")?.to_string();
    relay.stop().await;
    world.execute("update tasks set run_at = now()").await?;
    world.tick().await?;
    let pending = "select count(*) from tasks where kind = 'effect' and state = 'pending'";
    assert_eq!(world.value::<i64>(pending).await?, 1);
    world.start_relay(&address)?;
    e2e::eventually("the ban", Duration::from_secs(20), async || {
        world.execute("update tasks set run_at = now() where state = 'pending'").await?;
        world.tick().await?;
        Ok(world.banned() == [world.demo.member])
    })
    .await
}
