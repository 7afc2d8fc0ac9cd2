//! The pictures that the README shows. They are taken in every run and kept by `cargo xtask screenshots`.

use anyhow::Result;
use e2e::{World, browser::scenario};

#[tokio::test]
async fn the_page_is_pictured_with_a_ban_and_its_case() -> Result<()> {
    scenario(&World::start().await?, "pictures").await
}
