//! What is done to channels and messages, names and roles, in workerd.

use anyhow::{Context, Result};
use e2e::World;
use sandbox::Permissions;

#[tokio::test]
async fn messages_are_purged_by_a_pattern_and_told_in_the_log() -> Result<()> {
    let world = World::start().await?;
    let (by, log) = (world.demo.moderator, world.demo.mod_log);
    world.type_line(world.demo.owner, "/settings set setting:moderation.log_channel channel:#mod-log").await?;
    {
        let mut sandbox = world.sandbox.world();
        for number in 0..150 {
            sandbox.create_message(world.demo.channel, world.demo.member, &format!("discord.gg/spam{number}"));
        }
        sandbox.create_message(world.demo.channel, world.demo.elder, "hello");
    }
    let said = world.type_line(by, "/purge count:200 regex:^discord\\.gg/\\w+$ reason:spam").await?;
    assert_eq!(said, "Deleted 150 messages: 150 by **mallory**.");
    let left: Vec<_> = world.messages_in(world.demo.channel).into_iter().map(|message| message.content).collect();
    assert!(left.contains(&"hello".to_owned()) && !left.iter().any(|text| text.starts_with("discord.gg")));
    let limit = std::time::Duration::from_secs(10);
    e2e::eventually("a line in the log", limit, async || {
        Ok(world.messages_in(log).iter().any(|post| post.content.starts_with("**grace** deleted 150 messages in")))
    })
    .await
}

#[tokio::test]
async fn a_channel_is_slowed_down() -> Result<()> {
    let world = World::start().await?;
    let said = world.type_line(world.demo.moderator, "/slowmode duration:10s channel:#help").await?;
    assert!(said.ends_with("is now 10s. It was off."), "{said}");
    let sandbox = world.sandbox.world();
    let help = sandbox.guild(world.demo.guild)?.channels.values().find(|channel| channel.name == "help");
    assert_eq!(help.context("there is a channel help")?.rate_limit_per_user, 10);
    Ok(())
}

#[tokio::test]
async fn a_channel_is_locked_for_a_time_and_unlocked_by_a_tick_and_by_hand() -> Result<()> {
    let world = World::start().await?;
    let by = world.demo.moderator;
    let denied = || -> Result<Option<u64>> {
        let sandbox = world.sandbox.world();
        let channel = &sandbox.guild(world.demo.guild)?.channels[&world.demo.channel];
        Ok(channel.overwrite(world.demo.guild).map(|overwrite| overwrite.deny))
    };
    assert!(world.type_line(by, "/lock for:1h reason:raid").await?.contains("is locked by **grace** until <t:"));
    assert!(denied()?.is_some_and(|bits| bits & Permissions::SEND_MESSAGES != 0));
    world.execute("update tasks set run_at = now() where state = 'pending'").await?;
    world.tick().await?;
    assert_eq!(denied()?, None);
    world.type_line(by, "/lock").await?;
    assert!(world.type_line(by, "/unlock").await?.ends_with("is unlocked by **grace**."));
    assert_eq!(denied()?, None);
    Ok(())
}

#[tokio::test]
async fn a_member_is_renamed() -> Result<()> {
    let world = World::start().await?;
    let said = world.type_line(world.demo.moderator, "/nick user:@mallory nickname:Mallow").await?;
    assert_eq!(said, "**mallory** is now called **Mallow** here.");
    let sandbox = world.sandbox.world();
    assert_eq!(sandbox.guild(world.demo.guild)?.members[&world.demo.member].nick.as_deref(), Some("Mallow"));
    Ok(())
}

#[tokio::test]
async fn a_role_is_given_for_a_time_taken_back_by_a_tick_and_removed_by_hand() -> Result<()> {
    let world = World::start().await?;
    let by = world.demo.moderator;
    let has_role = || -> Result<bool> {
        let sandbox = world.sandbox.world();
        Ok(sandbox.guild(world.demo.guild)?.members[&world.demo.member].roles.contains(&world.demo.helper_role))
    };
    let said = world.type_line(by, "/role add user:@mallory role:@Helper duration:1d").await?;
    assert!(said.contains("until <t:") && has_role()?, "{said}");
    world.execute("update tasks set run_at = now() where state = 'pending'").await?;
    world.tick().await?;
    assert!(!has_role()?);
    world.type_line(by, "/role add user:@mallory role:@Helper").await?;
    assert!(world.type_line(by, "/role remove user:@mallory role:@Helper").await?.contains("no longer has"));
    assert!(!has_role()?);
    Ok(())
}
