//! A gateway that forgets every session, and a relay that is started again and again: never more identifies than nine
//! tenths of what Discord allows, beyond which it would reset the token.

use std::time::Duration;

use super::report::Report;
use super::rows;
use super::surroundings::{Programs, Surroundings, until};
use super::watch::connected;

/// How long one start may take: a lease that runs out, and the pace of identifies.
const PATIENCE: Duration = Duration::from_secs(90);
/// Starts after the budget is used up.
const MORE: u32 = 3;
/// What a relay logs that may begin no session.
const USED_UP: &str = "nine tenths of the day's identifies are used";

/// With so many identifies in 24 hours.
pub async fn run(programs: &Programs, allowed: u32) -> anyhow::Result<Report> {
    let mut surroundings = Surroundings::start("identifies", programs, 1).await?;
    let mut report = Report::new(surroundings.name);
    surroundings.sandbox.world().gateway.identifies_a_day = allowed;
    let token = token(&surroundings)?;
    let (bot, mut starts, mut refused) = (surroundings.demo.application, 0, 0);
    while refused < MORE {
        let (before, _) = surroundings.identifies(bot).await?;
        let mut relay = surroundings.relay("one")?;
        starts += 1;
        let mut is_refused = false;
        until("the relay identified or said that it may not", PATIENCE, async || {
            relay.check()?;
            is_refused = relay.output().contains(USED_UP);
            let is_connected = connected(&surroundings.sandbox).values().any(|is_connected| *is_connected);
            Ok(is_refused || is_connected && surroundings.identifies(bot).await?.0 > before)
        })
        .await?;
        refused += u32::from(is_refused);
        surroundings.sandbox.world().gateway.forget_sessions();
        // Every third dies without giving its lease back.
        if starts % 3 == 0 {
            relay.kill()
        } else {
            tokio::task::block_in_place(|| relay.stop())
        }
        rows::forget_short_sessions(&mut surroundings.admin().await?).await?;
        let (used, total) = surroundings.identifies(bot).await?;
        surroundings.say(format!("start {starts}: {used} of {} identifies", total * 9 / 10));
        report.check(used <= total * 9 / 10, format!("{used} identifies of {total} after start {starts}"));
    }
    let (used, total) = surroundings.identifies(bot).await?;
    report.figure("starts", starts);
    report.figure("identifies", format!("{used} of {}", total * 9 / 10));
    report.check(used == total * 9 / 10, "the budget was not used up, so its end was not seen");
    report.check(self::token(&surroundings)? == token, "the bot's token was reset");
    Ok(report)
}

fn token(surroundings: &Surroundings) -> anyhow::Result<String> {
    Ok(surroundings.sandbox.world().application(surroundings.demo.application)?.token.clone())
}
