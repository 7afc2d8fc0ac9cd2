//! The loss test: a numbered stream at full speed into a guild with two bots of one tenant, while everything breaks in turn.

use std::time::Duration;

use sandbox::{Load, Loaded, Mix};
use xtask::child::Child;

use super::plan::{Size, Step, plan};
use super::report::{Report, grouped, seconds};
use super::settle::settle;
use super::surroundings::{Programs, Surroundings, until};
use super::watch::{Watch, connected};
use super::{census, faults, rows};

/// Bots of one tenant in the guild.
const BOTS: usize = 2;
/// Much is deleted and changed, and one thing in two hundred is a ban by hand, which makes a case.
const MIX: Mix = Mix { messages: 1_720, edits: 120, deletes: 80, purges: 20, joins: 50, bans: 10 };
/// What can be brought back when a session is lost: of an edit or a deletion that was missed nobody tells afterwards.
const LASTING: Mix = Mix { messages: 1_800, joins: 100, bans: 20, ..Mix::NOTHING };

pub async fn run(programs: &Programs, size: &Size) -> anyhow::Result<Report> {
    let mut surroundings = Surroundings::start("stream", programs, BOTS).await?;
    {
        // Discord does not say how much it keeps for a resume. Ours keeps 90 seconds, however much that is, and a client
        // that has it all to read is not given up.
        let gateway = &mut surroundings.sandbox.world().gateway;
        (gateway.replayed_events, gateway.queued_payloads) = (usize::MAX, 1_000_000);
    }
    let mut relay = surroundings.relay("one")?;
    mirrored(&surroundings, &mut relay).await?;
    surroundings.log_cases().await?;
    let watch = Watch::start(&surroundings.sandbox);
    let (sent, slowest) = stream(&mut surroundings, &mut relay, size).await?;
    surroundings.say("everything was sent; what is on its way is waited for");
    let lost = BOTS * plan(size).iter().filter(|step| **step == Step::LoseSessions).count();
    let unsettled = settle(&surroundings).await?;
    let mut report = judge(&surroundings, &sent, lost).await?;
    report.wrong.extend(unsettled);
    let seen = watch.seen();
    report.figure("longest time to resume", format!("{}, of {} times", seconds(seen.longest), seen.times));
    report.figure("longest time to catch up", seconds(slowest));
    relay.check()?;
    Ok(report)
}

/// Waits until the relay has the guild and its people.
async fn mirrored(surroundings: &Surroundings, relay: &mut Child) -> anyhow::Result<()> {
    until("the guild was mirrored", Duration::from_secs(60), async || {
        relay.check()?;
        let mut admin = surroundings.admin().await?;
        let is_there = rows::shards(&mut admin).await?.iter().filter(|shard| shard.sequence > 1).count() == BOTS;
        Ok(is_there && connected(&surroundings.sandbox).len() == BOTS)
    })
    .await?;
    Ok(())
}

/// Sends everything, each step of the plan in the middle of its share. What was sent in all, and how long it took at most
/// until a step's share was written after its fault was over.
async fn stream(surroundings: &mut Surroundings, relay: &mut Child, size: &Size) -> anyhow::Result<(Loaded, Duration)> {
    let (sandbox, guild) = (surroundings.sandbox.clone(), surroundings.demo.guild);
    let load = |mix, events, seed, after| sandbox.load(Load { guild, seed, events, per_second: 0, mix, after });
    let steps = plan(size);
    let weights: u64 = steps.iter().map(|step| step.weight()).sum();
    let mut sent = Loaded::default();
    let (mut begun, mut slowest) = (0, Duration::ZERO);
    for (place, step) in (1..).zip(&steps) {
        begun += step.weight();
        // Its share, so that all shares together are the whole.
        let share = size.events * begun / weights - sent.events();
        surroundings.say(format!("{place}/{}: {step} · {} sent", steps.len(), grouped(sent.events())));
        let seed = size.seed.wrapping_mul(1_000) + place * 2;
        let mix = if *step == Step::LoseSessions { LASTING } else { MIX };
        sent = load(mix, share / 2, seed, sent).await?;
        let rest = load(mix, share - share / 2, seed + 1, sent);
        let (done, loaded) = tokio::join!(faults::carry_out(*step, surroundings, relay), rest);
        done?;
        sent = loaded?;
        faults::calm(&sandbox);
        slowest = slowest.max(faults::catch_up(surroundings, relay).await?);
    }
    // An edit that is still held back comes with whatever comes next.
    Ok((load(MIX, 1, 0, sent).await?, slowest))
}

async fn judge(surroundings: &Surroundings, sent: &Loaded, lost_sessions: usize) -> anyhow::Result<Report> {
    let mut report = Report::new(surroundings.name);
    let (guild, log) = (surroundings.demo.guild, surroundings.demo.mod_log);
    let rows = rows::read(&mut surroundings.admin().await?, guild).await?;
    let counts = census::count(&surroundings.sandbox.world(), guild, Some(log), sent, &rows)?;
    report.take(counts);
    report.check(rows.given_up == 0, format!("{} events or tasks were given up", rows.given_up));
    report.figure("events", grouped(sent.events()));
    let deadlocks = rows::deadlocks(&mut surroundings.admin().await?).await?;
    report.check(deadlocks == 0, format!("transactions waited for each other {deadlocks} times"));
    report.figure("sessions lost", format!("{} of {lost_sessions} expected", rows.gaps));
    report.check(rows.gaps == lost_sessions as i64, "other sessions were lost than those that the gateway took");
    let rows::Found { messages, members, audit_entries, is_cut } = rows.found;
    let found = format!("{messages} messages; {members} members and {audit_entries} audit log entries, by each bot");
    report.figure("only by reconciliation", found);
    report.check(!is_cut, "reconciliation had more to look for than it looks for");
    for bot in &surroundings.bots {
        let (used, total) = surroundings.identifies(*bot).await?;
        report.figure("identifies", format!("{used} of {}", total * 9 / 10));
        report.check(used <= total * 9 / 10, "more identifies than nine tenths of what Discord allows");
    }
    Ok(report)
}
