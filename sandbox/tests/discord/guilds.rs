//! Guilds as a whole.

use serde_json::json;

use crate::support::scene;

#[tokio::test]
async fn a_guild_counts_its_members_when_asked() {
    let scene = scene().await;
    let plain = scene.get(&scene.guild("")).await.body;
    assert!(plain.get("approximate_member_count").is_none());
    let counted = scene.get(&scene.guild("?with_counts=true")).await.body;
    assert_eq!(counted["approximate_member_count"], 10);
    assert_eq!((&counted["name"], &counted["owner_id"]), (&json!("Guildhall Demo"), &plain["owner_id"]));
}
