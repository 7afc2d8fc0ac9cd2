//! The menus of members and messages in workerd.

use anyhow::{Context, Result};
use e2e::World;

#[tokio::test]
async fn from_a_members_card_they_are_put_in_timeout() -> Result<()> {
    let world = World::start().await?;
    let seat = world.moderator();
    let card = world.sandbox.user_command(seat, "Moderation card", world.demo.member).await?;
    assert_eq!(card.failure, None);
    let message = world.sandbox.original(card.interaction).context("the card is shown")?;
    let ask = format!("member.ask:1:timeout:{}", world.demo.member);
    let form = world.sandbox.click(seat, message.id, &ask).await?;
    let custom_id = form.response.unwrap_or_default()["data"]["custom_id"].as_str().unwrap_or_default().to_owned();
    let fields = [("duration", "10m"), ("reason", "cool down")];
    let done = world.sandbox.submit(seat, &custom_id, &fields, Some(message.id)).await?;
    assert!(done.content().starts_with("**mallory** can't write until"), "{done:?}");
    let sandbox = world.sandbox.world();
    assert!(sandbox.is_timed_out(&sandbox.guild(world.demo.guild)?.members[&world.demo.member]));
    Ok(())
}

#[tokio::test]
async fn from_a_messages_menu_it_is_deleted_and_its_author_warned() -> Result<()> {
    let world = World::start().await?;
    let message = world.sandbox.world().create_message(world.demo.channel, world.demo.member, "buy my coins");
    let form = world.sandbox.message_command(world.moderator(), "Delete and warn", message).await?;
    let custom_id = form.response.unwrap_or_default()["data"]["custom_id"].as_str().unwrap_or_default().to_owned();
    let done = world.sandbox.submit(world.moderator(), &custom_id, &[("reason", "scam")], None).await?;
    assert_eq!(done.content(), "**mallory** is warned. Case 1.\n> scam\nThe message is deleted.");
    assert!(!world.sandbox.world().messages.contains_key(&message));
    Ok(())
}
