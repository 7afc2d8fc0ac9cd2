//! The acts of moderation in workerd, each once through its whole way.

use anyhow::Result;
use e2e::World;
use serde_json::{Value, json};

async fn act(world: &World, command: &str, options: Value) -> Result<String> {
    let reply = world.sandbox.command(world.moderator(), command, options).await?;
    assert_eq!(reply.failure, None, "{command}");
    Ok(reply.content().to_owned())
}

#[tokio::test]
async fn a_member_is_noted_warned_and_kicked_with_a_case_for_each() -> Result<()> {
    let world = World::start().await?;
    let user = world.demo.member.to_string();
    let noted = act(&world, "note", json!({ "user": user, "text": "new here" })).await?;
    assert_eq!(noted, "Noted about **mallory**. Case 1.\n> new here");
    let warned = act(&world, "warn", json!({ "user": user, "reason": "shouting" })).await?;
    assert_eq!(warned, "**mallory** is warned. Case 2.\n> shouting");
    let kicked = act(&world, "kick", json!({ "user": user })).await?;
    assert_eq!(kicked, "**mallory** is removed, and may come back. Case 3.");
    assert!(!world.sandbox.world().guild(world.demo.guild)?.members.contains_key(&world.demo.member));
    let kinds: String = world.value("select string_agg(kind, ' ' order by number) from cases").await?;
    assert_eq!(kinds, "note warn kick");
    Ok(())
}
