//! Every act and every command on cases in workerd, typed as a person types them.

use anyhow::Result;
use e2e::World;

#[tokio::test]
async fn a_member_is_noted_warned_silenced_and_kicked_with_a_case_for_each() -> Result<()> {
    let world = World::start().await?;
    let by = world.demo.moderator;
    let said = async |line: &str| world.type_line(by, line).await;
    assert_eq!(said("/note user:@mallory text:\"new here\"").await?, "Noted about **mallory**. Case 1.\n> new here");
    assert_eq!(said("/warn user:@mallory reason:shouting").await?, "**mallory** is warned. Case 2.\n> shouting");
    assert!(said("/timeout user:@mallory duration:1h").await?.starts_with("**mallory** can't write until <t:"));
    let silenced = |world: &World| -> Result<bool> {
        let sandbox = world.sandbox.world();
        Ok(sandbox.is_timed_out(&sandbox.guild(world.demo.guild)?.members[&world.demo.member]))
    };
    assert!(silenced(&world)?);
    assert_eq!(said("/untimeout user:@mallory").await?, "**mallory** may write again. Case 4.");
    assert!(!silenced(&world)?);
    assert_eq!(said("/kick user:@mallory").await?, "**mallory** is removed, and may come back. Case 5.");
    assert!(!world.sandbox.world().guild(world.demo.guild)?.members.contains_key(&world.demo.member));
    let kinds: String = world.value("select string_agg(kind, ' ' order by number) from cases").await?;
    assert_eq!(kinds, "note warn timeout untimeout kick");
    let told = world.sandbox.world().dm_messages(world.demo.member).len();
    assert_eq!(told, 3, "the warning, the timeout and the kick");
    Ok(())
}

#[tokio::test]
async fn people_are_banned_softly_in_numbers_and_unbanned() -> Result<()> {
    let world = World::start().await?;
    let by = world.demo.moderator;
    let said = async |line: &str| world.type_line(by, line).await;
    assert!(said("/ban user:@mallory duration:7d reason:spam").await?.starts_with("**mallory** is banned until <t:"));
    assert_eq!(
        said(&format!("/unban user:<@{}>", world.demo.member)).await?,
        "**mallory** is no longer banned. Case 2."
    );
    assert!(said("/ban user:@bob soft:true").await?.starts_with("**bob** is removed with their recent messages"));
    assert!(world.banned().is_empty());
    let (alice, carol) = (world.person("alice")?, world.person("carol")?);
    let words = said(&format!("/massban users:\"<@{alice}> <@{carol}>\" reason:raid")).await?;
    assert_eq!(words, "Banned: 2 of 2. Cases 4 to 5.");
    assert_eq!(world.banned(), [alice, carol]);
    Ok(())
}

#[tokio::test]
async fn cases_are_listed_changed_hidden_and_deleted() -> Result<()> {
    let world = World::start().await?;
    let (by, owner) = (world.demo.moderator, world.demo.owner);
    world.type_line(by, "/warn user:@mallory reason:shouting").await?;
    world.type_line(by, "/note user:@mallory text:\"new here\"").await?;
    let card = |reply: &e2e::Shown| reply.message.embeds[0].clone();
    let shown = world.show_line(by, "/case reason number:1 reason:\"shouting again\"").await?;
    assert_eq!(card(&shown)["description"], "shouting again");
    let shown = world.show_line(by, "/case note number:1 text:\"said sorry\"").await?;
    assert!(card(&shown)["fields"].to_string().contains("said sorry"));
    let listed = world.show_line(by, "/case list member:@mallory kind:Warning").await?;
    let lines = card(&listed)["description"].to_string();
    assert!(lines.contains("shouting again") && !lines.contains("new here"), "{lines}");
    let shown = world.show_line(by, "/case hide number:2").await?;
    assert_eq!(card(&shown)["title"], "Case 2 · Note (hidden)");
    let listed = world.show_line(by, "/case list").await?;
    assert!(!card(&listed)["description"].to_string().contains("new here"));

    let form = world.sandbox.command(world.demo.seat(owner), "case delete", serde_json::json!({ "number": 1 })).await?;
    let custom_id = form.response.unwrap_or_default()["data"]["custom_id"].as_str().unwrap_or_default().to_owned();
    let fields = [("reason", "a mistake")];
    let deleted = world.sandbox.submit(world.demo.seat(owner), &custom_id, &fields, None).await?;
    assert_eq!(deleted.failure, None);
    let shown = world.show_line(by, "/case show number:1").await?;
    assert!(card(&shown)["description"].to_string().contains("a mistake"));
    let left: i64 = world.value("select count(*) from case_notes").await?;
    assert_eq!(left, 0);
    Ok(())
}

#[tokio::test]
async fn help_and_health_answer() -> Result<()> {
    let world = World::start().await?;
    let help = world.show_line(world.demo.member, "/help").await?;
    assert!(help.message.embeds.to_string().contains("/ping"));
    let health = world.show_line(world.demo.owner, "/health").await?;
    assert!(health.message.embeds.to_string().contains("There is no moderation log"));
    Ok(())
}
