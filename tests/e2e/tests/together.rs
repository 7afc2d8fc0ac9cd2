//! A hundred commands at once over five guilds: numbers without gaps, each effect once, no setting lost.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{World, eventually};
use futures_util::future::try_join_all;
use sandbox::{Demo, Fault, FaultKind, Reply, Seat};
use serde_json::{Value, json};

/// One thing that somebody does.
struct Step {
    seat: Seat,
    command: &'static str,
    options: Value,
}

/// The eighteen commands on people in a guild; two saves of one setting make them twenty.
fn steps(world: &World, guild: &Demo) -> Vec<Step> {
    let mut sandbox = world.sandbox.world();
    let people: Vec<String> = (0..12)
        .map(|number| {
            let user = sandbox.create_user(&format!("person{number}of{}", guild.guild));
            sandbox.join(guild.guild, user, &[]);
            user.to_string()
        })
        .collect();
    let person = |number: usize| people[number].clone();
    let mut all: Vec<(&str, Value)> = Vec::new();
    all.extend((0..4).map(|number| ("ban", json!({ "user": person(number), "reason": "raid" }))));
    all.extend((4..6).map(|number| ("ban", json!({ "user": person(number), "duration": "7d" }))));
    all.extend((6..8).map(|number| ("kick", json!({ "user": person(number) }))));
    all.extend((8..10).map(|number| ("timeout", json!({ "user": person(number), "duration": "1h" }))));
    all.extend((0..3).map(|_| ("warn", json!({ "user": person(10), "reason": "shouting" }))));
    all.extend((0..4).map(|_| ("note", json!({ "user": person(11), "text": "new here" }))));
    all.push(("ban", json!({ "user": person(11), "soft": true })));
    let seats = [guild.seat(guild.moderator), guild.seat(guild.second_moderator)];
    let step = |(number, (command, options)): (usize, _)| Step { seat: seats[number % 2], command, options };
    all.into_iter().enumerate().map(step).collect()
}

/// Each guild has a log and a timeout at three warnings. The admin and the owner look at the same setting.
async fn prepare(world: &World, guild: &Demo) -> Result<[(Seat, u64); 2]> {
    let (admin, owner) = (guild.seat(guild.admin), guild.seat(guild.owner));
    let log = json!({ "setting": "moderation.log_channel", "channel": guild.mod_log.to_string() });
    let thresholds = json!({ "setting": "moderation.warn_thresholds", "value": "3: timeout 1h" });
    for options in [log, thresholds] {
        let saved = world.sandbox.command(admin, "settings set", options).await?;
        ensure!(saved.content().starts_with("Saved as version"), "{saved:?}");
    }
    let panel = async |seat| {
        let options = json!({ "setting": "moderation.warnings_expire_after" });
        let shown = world.sandbox.command(seat, "settings set", options).await?;
        anyhow::Ok((seat, world.sandbox.original(shown.interaction).context("the panel is shown")?.id))
    };
    Ok([panel(admin).await?, panel(owner).await?])
}

/// Saves another value than anybody else does, onto the version that both have seen.
async fn save(world: &World, place: usize, (seat, panel): (Seat, u64)) -> Result<String> {
    let value = format!("{}d", 30 + place);
    let form = "settings.written:1:moderation:warnings_expire_after:2";
    let reply = world.sandbox.submit(seat, form, &[("value", &value)], Some(panel)).await?;
    ensure!(reply.failure.is_none(), "{reply:?}");
    let told = |message: &sandbox::Message| !message.content.is_empty();
    Ok(world.sandbox.until_original(reply.interaction, Duration::from_secs(40), told).await?.content)
}

async fn run(world: &World, step: &Step) -> Result<Reply> {
    world.sandbox.command(step.seat, step.command, step.options.clone()).await
}

/// What the answer says in the end.
async fn settled(world: &World, reply: &Reply) -> Result<String> {
    let message = world
        .sandbox
        .until_original(reply.interaction, Duration::from_secs(40), |message| message.flags & sandbox::LOADING == 0)
        .await?;
    Ok(message.content)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_commands_at_once_over_five_guilds_lose_nothing_and_do_nothing_twice() -> Result<()> {
    let world = World::start().await?;
    let mut guilds = vec![world.demo];
    {
        let mut sandbox = world.sandbox.world();
        // As many as a hundred people need who act in the same second.
        sandbox.limit_globally(5_000);
        guilds.extend((2..=5).map(|number| sandbox.furnish(&format!("Guild {number}"), world.demo.application)));
    }
    let mut panels = Vec::new();
    for guild in &guilds {
        panels.extend(prepare(&world, guild).await?);
    }
    // Discord fails now and then, before an act and after it.
    for (route, kind) in
        [("PUT /guilds/*/bans/*", FaultKind::ResetAfter), ("DELETE /guilds/*/members/*", FaultKind::Status(500))]
    {
        world.sandbox.world().faults.push(Fault::new(route, kind, 2));
    }
    let all: Vec<Step> = guilds.iter().flat_map(|guild| steps(&world, guild)).collect();
    let acts = try_join_all(all.iter().map(|step| run(&world, step)));
    let saves = try_join_all(panels.iter().enumerate().map(|(place, panel)| save(&world, place, *panel)));
    assert_eq!(all.len() + panels.len(), 100);
    let (replies, saves) = tokio::try_join!(acts, saves)?;
    for (step, reply) in all.iter().zip(&replies) {
        assert_eq!(reply.failure, None);
        let words = settled(&world, reply).await?;
        assert!(words.contains("Case "), "{} {}: {words}", step.command, step.options);
    }
    for both in saves.chunks(2) {
        let saved = both.iter().filter(|words| words.starts_with("Saved as version 3.")).count();
        let told = both.iter().filter(|words| words.contains("has changed this meanwhile (version 3)")).count();
        assert_eq!((saved, told), (1, 1), "{both:?}");
    }
    // What Discord failed, and the log's last messages, are finished by ticks.
    eventually("the end of all tasks", Duration::from_secs(60), async || {
        world
            .execute("update tasks set run_at = now() where state = 'pending' and kind <> 'moderation.lift_ban'")
            .await?;
        world.tick().await?;
        let open = "select count(*) from tasks where state in ('pending', 'running') and kind <> 'moderation.lift_ban'";
        Ok(world.value::<i64>(open).await? == 0)
    })
    .await?;
    for guild in &guilds {
        check(&world, guild).await?;
    }
    let dead: i64 = world.value("select count(*) from tasks where state = 'dead'").await?;
    assert_eq!(dead, 0);
    Ok(())
}

/// Nineteen cases in each guild: eighteen commands and the timeout that the third warning brought.
async fn check(world: &World, guild: &Demo) -> Result<()> {
    let cases: Vec<(i32, String)> =
        sqlx::query_as("select number, kind from cases where guild_id = $1 order by number")
            .bind(guild.guild.cast_signed())
            .fetch_all(&mut world.admin().await?)
            .await?;
    let numbers: Vec<i32> = cases.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=19).collect::<Vec<_>>(), "without gaps, each once");
    let sandbox = world.sandbox.world();
    let found = sandbox.guild(guild.guild)?;
    assert_eq!(found.bans.len(), 6);
    // Each case that acts on Discord has its one line in the audit log; a soft ban has two.
    for (number, kind) in &cases {
        let prefix = format!("Case {number} · ");
        let lines =
            found.audit_log.iter().filter(|line| line.reason.as_deref().is_some_and(|why| why.starts_with(&prefix)));
        let wanted = match kind.as_str() {
            "ban" | "kick" | "timeout" => 1,
            "softban" => 2,
            _ => 0,
        };
        assert_eq!(lines.count(), wanted, "case {number}, {kind}");
    }
    // Everybody who was acted on was told once for each act: thirteen people's acts, three warnings among them.
    let of_guild = |user: u64| sandbox.users[&user].username.ends_with(&format!("of{}", guild.guild));
    let dms: Vec<_> = sandbox.dms.values().filter(|dm| of_guild(dm.user)).map(|dm| dm.id).collect();
    let told = sandbox.messages.values().filter(|message| dms.contains(&message.channel)).count();
    assert_eq!(told, 15, "each ban, kick, timeout and warning is told once");
    let log: Vec<_> = sandbox.messages.values().filter(|message| message.channel == guild.mod_log).collect();
    let mut titles: Vec<String> = log.iter().map(|entry| entry.embeds[0]["title"].to_string()).collect();
    titles.sort();
    titles.dedup();
    assert_eq!((log.len(), titles.len()), (19, 19), "one log message for each case");
    Ok(())
}
