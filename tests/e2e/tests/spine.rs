//! A signed /ban reaches the wasm in workerd, acts on Discord, is recorded and answered.

use std::time::Duration;

use anyhow::Result;
use e2e::World;
use serde_json::json;

#[tokio::test]
async fn a_week_long_ban_is_carried_out_recorded_answered_and_lifted() -> Result<()> {
    let world = World::start().await?;
    let options = json!({ "user": world.demo.member.to_string(), "duration": "7d", "reason": "spam" });
    let reply = world.sandbox.command(world.moderator(), "ban", options).await?;
    assert_eq!(reply.failure, None);
    assert!(reply.content().starts_with("**mallory** is banned until <t:"), "{}", reply.content());
    assert!(reply.elapsed < Duration::from_secs(1), "{:?}", reply.elapsed);
    assert_eq!(world.banned(), [world.demo.member]);
    assert_eq!(world.value::<i32>("select number from cases").await?, 1);

    world.tick().await?;
    assert_eq!(world.banned(), [world.demo.member], "its time is not over");
    world
        .execute("update cases set expires_at = now(); update tasks set run_at = now() where state = 'pending'")
        .await?;
    world.tick().await?;
    assert!(world.banned().is_empty());
    assert_eq!(world.value::<String>("select ended_because from cases").await?, "expired");
    Ok(())
}

#[tokio::test]
async fn fifty_bans_at_once_get_the_numbers_one_to_fifty() -> Result<()> {
    let world = World::start().await?;
    let targets: Vec<u64> = {
        let mut sandbox = world.sandbox.world();
        (0..50).map(|number| sandbox.create_user(&format!("spammer{number}"))).collect()
    };
    let bans =
        targets.iter().map(|user| world.sandbox.command(world.moderator(), "ban", json!({ "user": user.to_string() })));
    for reply in futures_util::future::join_all(bans).await {
        assert_eq!(reply?.failure, None);
    }
    e2e::eventually("all fifty bans", Duration::from_secs(30), async || {
        world.tick().await?;
        Ok(world.banned().len() == 50)
    })
    .await?;
    let numbers: Vec<i32> =
        sqlx::query_scalar("select number from cases order by number").fetch_all(&mut world.admin().await?).await?;
    assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
    Ok(())
}

#[tokio::test]
async fn a_case_is_shown_its_reason_changed_by_a_form_and_its_number_suggested() -> Result<()> {
    let world = World::start().await?;
    world.sandbox.command(world.moderator(), "ban", json!({ "user": world.demo.member.to_string() })).await?;
    let reply = world.sandbox.command(world.moderator(), "case show", json!({ "number": 1 })).await?;
    assert_eq!(reply.failure, None);
    let shown = world.sandbox.original(reply.interaction).expect("it is shown");
    let form = world.sandbox.click(world.moderator(), shown.id, "case.ask_reason:1:1").await?;
    assert_eq!(form.kind(), 9, "{form:?}");
    let fields = [("reason", "Gruß 🎲")];
    world.sandbox.submit(world.moderator(), "case.reason:1:1", &fields, Some(shown.id)).await?;
    assert_eq!(world.value::<String>("select reason from cases").await?, "Gruß 🎲");
    let choices = world.sandbox.autocomplete(world.moderator(), "case show", json!({ "number": "" }), "number").await?;
    assert_eq!(choices[0]["name"], "1 · Ban · mallory · Gruß 🎲");
    Ok(())
}

#[tokio::test]
async fn a_replay_acts_once() -> Result<()> {
    let world = World::start().await?;
    let (headers, body) = {
        let options = json!({ "user": world.demo.member.to_string() });
        let mut sandbox = world.sandbox.world();
        let body = sandbox.command_payload(world.moderator(), 2, "ban", &options, None)?.to_string();
        let now = guildhall::edge::now().as_second();
        (sandbox.application(world.demo.application)?.sign(now, body.as_bytes()), body)
    };
    let answers = futures_util::future::try_join_all((0..6).map(|_| world.post(&headers, body.as_bytes()))).await?;
    assert_eq!(answers.iter().filter(|(_, text)| text.contains("already handled")).count(), 5, "{answers:?}");
    assert_eq!(world.value::<i64>("select count(*) from cases").await?, 1);
    Ok(())
}

#[tokio::test]
async fn health_and_status_answer_and_log_lines_carry_the_requests_id() -> Result<()> {
    let mut world = World::start().await?;
    assert_eq!(world.get("/health").await?.0, 200);
    assert_eq!(world.get("/status").await?.1["database"], "ok");
    // A failure that is logged: Discord refuses for good.
    let fault = sandbox::Fault::new("GET /guilds/*", sandbox::FaultKind::Status(403), 1);
    world.sandbox.world().faults.push(fault);
    let reply =
        world.sandbox.command(world.moderator(), "ban", json!({ "user": world.demo.member.to_string() })).await?;
    let reference = format!("{:x}", reply.interaction);
    assert!(reply.content().contains(&reference), "{}", reply.content());
    let log = world.worker.server().output();
    let line = log.lines().find(|line| line.contains("an interaction failed")).unwrap_or_default();
    let line: serde_json::Value = serde_json::from_str(line)?;
    assert_eq!(line["span"]["id"], reference.as_str());
    Ok(())
}
