//! Two relays hold a bot's shards between them. One is killed, one frozen and thawed too late: another takes over.

use std::time::Duration;

use anyhow::Context;
use sandbox::{Sandbox, SessionStanding};
use xtask::child::{Child, Signal};

use super::report::{Report, grouped, seconds};
use super::settle::settle;
use super::surroundings::{Programs, Surroundings, until};
use super::traffic::Traffic;
use super::{census, rows};

/// Shards of the one bot.
const SHARDS: u64 = 4;
/// Within so long everything of a relay that is gone is resumed by another.
const LIMIT: Duration = Duration::from_secs(30);
/// As long as anything is waited for: a late takeover is told in the report, and none at all ends the case.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often a relay is frozen until that is in the middle of a batch.
const TRIES: u32 = 200;
/// What a relay logs of a shard that it lost to another: one or both of these in a line.
const REPLACED: [&str; 2] = ["the shard is another's", "LeaseLost"];

pub async fn run(programs: &Programs) -> anyhow::Result<Report> {
    let mut surroundings = Surroundings::start("takeover", programs, 1).await?;
    let mut report = Report::new(surroundings.name);
    let guilds = one_guild_a_shard(&surroundings)?;
    let mut first = surroundings.relay("one")?;
    let one = holders(&surroundings, 1).await?.remove(0);
    let begun = sessions(&surroundings.sandbox);
    let mut second = surroundings.relay("two")?;
    until("the relays had two shards each", PATIENCE, async || {
        let mut admin = surroundings.admin().await?;
        rows::end_every_second_lease(&mut admin, &one).await?;
        Ok(rows::shards(&mut admin).await?.iter().all(|shard| (shard.relay == one) == (shard.number % 2 == 0)))
    })
    .await?;
    let two = holders(&surroundings, 2).await?.into_iter().find(|relay| *relay != one).context("there is one relay")?;
    let traffic = Traffic::start(&surroundings.sandbox, &guilds);

    surroundings.say("one of two relays is killed");
    let took = until_rid_of(&surroundings, &one, || first.kill()).await?;
    report.figure("killed, resumed within", seconds(took));
    report.check(took <= LIMIT, "the shards of the killed relay were not resumed in time");

    let mut third = surroundings.relay("three")?;
    surroundings.say("the other is frozen");
    report.check(
        freeze(&surroundings, &second).await?,
        "the relay was never in the middle of a batch when it was frozen",
    );
    let took = until_rid_of(&surroundings, &two, || {}).await?;
    report.figure("frozen, resumed within", seconds(took));
    report.check(took <= LIMIT, "the shards of the frozen relay were not resumed in time");

    surroundings.say("it is thawed");
    let three = holders(&surroundings, 1).await?.remove(0);
    second.signal(Signal::CONT);
    let noticed = until("the thawed relay noticed that it was replaced", PATIENCE, async || {
        second.check()?;
        let is_told = |line: &&str| REPLACED.iter().any(|words| line.contains(words));
        Ok(second.output().lines().filter(is_told).count() as u64 >= SHARDS)
    });
    report.figure("thawed, noticed within", seconds(noticed.await?));
    let are_lost = holders(&surroundings, 1).await? == [three.clone()];
    report.check(are_lost, "the thawed relay has taken back what another had taken over");

    surroundings.say("the one that took over stops, and the thawed one lives on");
    let took = until_rid_of(&surroundings, &three, || tokio::task::block_in_place(|| third.stop())).await?;
    report.figure("stopped, resumed within", seconds(took));
    second.check()?;
    report.check(holders(&surroundings, 1).await? == [two], "the thawed relay did not go on");

    let sent = traffic.stop().await?;
    report.wrong.extend(settle(&surroundings).await?);
    report.check(sessions(&surroundings.sandbox) == begun, "not every session was resumed");
    judge(&surroundings, &sent, &mut report).await?;
    Ok(report)
}

/// A guild for each shard, the demo's among them.
fn one_guild_a_shard(surroundings: &Surroundings) -> anyhow::Result<Vec<u64>> {
    let (sandbox, demo) = (&surroundings.sandbox, &surroundings.demo);
    {
        let gateway = &mut sandbox.world().gateway;
        (gateway.shards, gateway.max_concurrency) = (SHARDS, SHARDS);
    }
    let shard = |guild: u64| (guild >> 22) % SHARDS;
    let mut guilds = vec![demo.guild];
    for wanted in (0..SHARDS).filter(|number| *number != shard(demo.guild)) {
        // Which shard a guild is of follows from the millisecond in which it was made.
        let guild = loop {
            let guild = sandbox.world().create_guild(&format!("Guild {wanted}"), demo.owner);
            if shard(guild) == wanted {
                break guild;
            }
            sandbox.world().guilds.remove(&guild);
            sandbox.advance(Duration::from_millis(1));
        };
        sandbox.world().install(guild, demo.application, sandbox::Permissions::ADMINISTRATOR);
        guilds.push(guild);
    }
    Ok(guilds)
}

/// The relays that hold the shards, once all are held by so many, connected, and have been written for.
async fn holders(surroundings: &Surroundings, wanted: usize) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    until("every shard was held and connected", PATIENCE, async || {
        let shards = rows::shards(&mut surroundings.admin().await?).await?;
        found = shards.iter().map(|shard| shard.relay.clone()).collect();
        found.sort();
        found.dedup();
        let are_written = shards.len() as u64 == SHARDS && shards.iter().all(|shard| shard.sequence > 1);
        Ok(are_written && found.len() == wanted && sessions(&surroundings.sandbox).len() as u64 == SHARDS)
    })
    .await?;
    Ok(found)
}

/// Does something to a relay, and waits until all shards are connected and written for by others. How long that took.
async fn until_rid_of(surroundings: &Surroundings, relay: &str, act: impl FnOnce()) -> anyhow::Result<Duration> {
    let since = rows::now(&mut surroundings.admin().await?).await?;
    act();
    until("another relay had taken over", PATIENCE, async || {
        let shards = rows::shards(&mut surroundings.admin().await?).await?;
        let is_connected = surroundings.sandbox.world().gateway.sessions().iter().all(|session| session.is_connected);
        Ok(is_connected && shards.iter().all(|shard| shard.relay != relay && shard.recorded_at > since))
    })
    .await
}

/// Freezes a relay in the middle of a batch: it has changed rows, and holds them. Whether that was so.
async fn freeze(surroundings: &Surroundings, relay: &Child) -> anyhow::Result<bool> {
    let mut admin = surroundings.admin().await?;
    for _ in 0..TRIES {
        relay.signal(Signal::STOP);
        // Whatever Postgres was still at for it is done by then.
        tokio::time::sleep(Duration::from_millis(50)).await;
        if rows::is_a_batch_open(&mut admin).await? {
            return Ok(true);
        }
        relay.signal(Signal::CONT);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    relay.signal(Signal::STOP);
    Ok(false)
}

/// The ids of the sessions that Discord knows.
fn sessions(sandbox: &Sandbox) -> Vec<String> {
    let id = |session: SessionStanding| session.id;
    sandbox.world().gateway.sessions().into_iter().map(id).collect()
}

async fn judge(
    surroundings: &Surroundings,
    sent: &[(u64, sandbox::Loaded)],
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut total: Vec<census::Count> = Vec::new();
    for (guild, loaded) in sent {
        let rows = rows::read(&mut surroundings.admin().await?, *guild).await?;
        let counts = census::count(&surroundings.sandbox.world(), *guild, None, loaded, &rows)?;
        report.check(rows.gaps == 0, "there are gaps although every session was resumed");
        if total.is_empty() {
            total = counts;
        } else {
            total.iter_mut().zip(counts).for_each(|(all, one)| all.add(one));
        }
    }
    report.take(total);
    report.figure("events", grouped(sent.iter().map(|(_, loaded)| loaded.events()).sum()));
    let (used, total) = surroundings.identifies(surroundings.demo.application).await?;
    report.figure("identifies", format!("{used} of {}", total * 9 / 10));
    report.check(used == SHARDS, "more identifies than shards: sessions were not resumed");
    Ok(())
}
