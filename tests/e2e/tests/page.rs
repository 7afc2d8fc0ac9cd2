//! The sandbox's page in a real browser, towards the real worker in workerd. Needs Chromium at `CHROMIUM`.

use anyhow::Result;
use e2e::{World, browser::scenario};

#[tokio::test]
async fn on_the_page_a_moderator_bans_and_sees_the_case_and_the_ban() -> Result<()> {
    let world = World::start().await?;
    scenario(&world, "ban").await?;
    assert_eq!(world.banned(), [world.demo.member]);
    Ok(())
}

#[tokio::test]
async fn on_the_page_a_case_leads_to_its_form_and_is_changed_in_place() -> Result<()> {
    let world = World::start().await?;
    scenario(&world, "reason").await?;
    let reason: String = world.value("select reason from cases").await?;
    assert_eq!(reason, "<img src=x onerror=alert(1)> **not bold**");
    Ok(())
}

#[tokio::test]
async fn the_page_works_by_keyboard_alone() -> Result<()> {
    scenario(&World::start().await?, "keyboard").await
}

#[tokio::test]
async fn the_page_tells_mistakes_kindly_and_shows_that_the_bot_is_thinking() -> Result<()> {
    scenario(&World::start().await?, "mistakes").await
}

#[tokio::test]
async fn the_page_says_when_and_why_the_application_did_not_respond() -> Result<()> {
    let world = World::start().await?;
    // Nothing listens on port 1.
    if let Some(application) = world.sandbox.world().applications.get_mut(&world.demo.application) {
        application.interactions_endpoint_url = Some("http://127.0.0.1:1/".to_owned());
    }
    scenario(&world, "silence").await
}

#[tokio::test]
async fn the_page_fits_a_phone() -> Result<()> {
    scenario(&World::start().await?, "phone").await
}

#[tokio::test]
async fn the_page_is_never_blank_while_the_sandbox_is_away() -> Result<()> {
    scenario(&World::start().await?, "outage").await
}
