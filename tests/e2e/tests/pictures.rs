//! The pictures that the README shows. They are taken in every run and kept by `cargo xtask screenshots`.

use anyhow::Result;
use e2e::{World, browser::scenario};

#[tokio::test]
async fn on_the_page_a_log_is_chosen_warnings_bring_a_timeout_and_a_setting_is_taken_back() -> Result<()> {
    let world = World::start().await?;
    tokio::select! {
        walked = scenario(&world, "walkthrough") => walked?,
        stopped = world.tick_every_second() => stopped?,
    }
    let versions: i64 = world.value("select count(*) from settings_versions").await?;
    assert_eq!(versions, 3);
    Ok(())
}

#[tokio::test]
async fn the_page_is_pictured_with_a_ban_and_its_case() -> Result<()> {
    scenario(&World::start().await?, "pictures").await
}
