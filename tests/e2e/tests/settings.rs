//! Settings in workerd: from the command through pickers and forms to what the feature does.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::{World, eventually};

#[tokio::test]
async fn a_log_channel_is_picked_used_and_taken_back() -> Result<()> {
    let world = World::start().await?;
    let (admin, log) = (world.demo.admin, world.demo.mod_log);
    let panel = world.show_line(admin, "/settings set setting:moderation.log_channel").await?;
    let seat = world.demo.seat(admin);
    let pick = "settings.pick:1:moderation:log_channel:0";
    world.sandbox.select(seat, panel.message.id, pick, &[&log.to_string()]).await?;
    world.type_line(world.demo.moderator, "/warn user:@mallory reason:shouting").await?;
    let logged = async || Ok(world.messages_in(log).len() == 1);
    eventually("the log message", Duration::from_secs(10), logged).await?;
    world.type_line(world.demo.moderator, "/case reason number:1 reason:\"shouting again\"").await?;
    // If the first entry is not noted as posted yet, the change waits in its lane for a tick.
    let edited = async || {
        world.tick().await?;
        Ok(world.messages_in(log)[0].embeds[0]["description"] == "shouting again")
    };
    eventually("the log message changed", Duration::from_secs(10), edited).await?;

    let shown = world.show_line(admin, "/settings history feature:moderation").await?;
    assert!(shown.message.embeds[0]["description"].to_string().contains("`log_channel` nothing →"));
    let words = world.type_line(admin, "/settings rollback feature:moderation version:0").await?;
    assert!(words.starts_with("Version 0 is back, as version 2."), "{words}");
    let shown = world.show_line(admin, "/settings show feature:moderation").await?;
    assert!(shown.message.embeds[0]["description"].to_string().contains("`log_channel` nothing"));
    Ok(())
}

#[tokio::test]
async fn three_warnings_put_a_member_in_timeout_by_themselves() -> Result<()> {
    let world = World::start().await?;
    let panel = world.show_line(world.demo.admin, "/settings set setting:moderation.warn_thresholds").await?;
    let seat = world.demo.seat(world.demo.admin);
    let form = world.sandbox.click(seat, panel.message.id, "settings.write:1:moderation:warn_thresholds:0").await?;
    let custom_id = form.response.unwrap_or_default()["data"]["custom_id"].as_str().unwrap_or_default().to_owned();
    let fields = [("value", "3: timeout 1h\n5: kick"), ("reason", "agreed on Monday")];
    world.sandbox.submit(seat, &custom_id, &fields, Some(panel.message.id)).await?;
    for _ in 0..2 {
        world.type_line(world.demo.moderator, "/warn user:@mallory reason:shouting").await?;
    }
    let third = world.type_line(world.demo.moderator, "/warn user:@mallory reason:shouting").await?;
    let mut lines = third.lines().filter(|line| !line.starts_with('>'));
    assert_eq!(lines.next(), Some("**mallory** is warned. Case 3."));
    let timeout = lines.next().context("the timeout is told")?;
    assert!(timeout.starts_with("**mallory** can't write until") && timeout.ends_with("Case 4."), "{timeout}");
    Ok(())
}
