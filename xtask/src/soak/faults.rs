//! The steps of the plan, carried out.

use std::time::Duration;

use sandbox::{GatewayOrder, Sandbox};
use xtask::child::Child;

use super::plan::Step;
use super::settle::unwritten;
use super::surroundings::{Surroundings, until};

/// Between two strikes of a storm.
const BETWEEN: Duration = Duration::from_millis(300);
/// How long everybody may take to catch up after a fault: as long as the gateway keeps what was missed.
const RECOVERY: Duration = Duration::from_secs(90);

/// Does what the step says.
pub async fn carry_out(step: Step, surroundings: &mut Surroundings, relay: &mut Child) -> anyhow::Result<()> {
    let sandbox = surroundings.sandbox.clone();
    match step {
        Step::KillRelay => replace(surroundings, relay)?,
        Step::Reconnects(times) => strike(&sandbox, GatewayOrder::Reconnect, times).await,
        Step::InvalidSessions(times) => strike(&sandbox, GatewayOrder::InvalidSession(true), times).await,
        Step::LoseSessions => strike(&sandbox, GatewayOrder::InvalidSession(false), 1).await,
        Step::CutFrames(times) => strike(&sandbox, GatewayOrder::Cut, times).await,
        // These last for as long as the step's share of the stream does.
        Step::Duplicates => sandbox.world().gateway.repeats_events = true,
        Step::LateEdits => sandbox.world().gateway.delays_edits = true,
        Step::StopDatabase(away) => {
            tokio::task::block_in_place(|| surroundings.postgres.stop());
            tokio::time::sleep(away).await;
            surroundings.postgres.start_again().await?;
        }
        Step::CrashDatabase(away) => {
            tokio::task::block_in_place(|| surroundings.postgres.crash());
            tokio::time::sleep(away / 2).await;
            replace(surroundings, relay)?;
            tokio::time::sleep(away / 2).await;
            surroundings.postgres.start_again().await?;
        }
        Step::KillWorker(away) => {
            surroundings.worker.server().kill();
            tokio::time::sleep(away).await;
            surroundings.worker.restart().await?;
        }
    }
    Ok(())
}

/// Waits until everything that was sent has been written. How long that took.
pub async fn catch_up(surroundings: &Surroundings, relay: &mut Child) -> anyhow::Result<Duration> {
    until("everything that was sent had been written", RECOVERY, async || {
        relay.check()?;
        Ok(unwritten(surroundings).await? == 0)
    })
    .await
}

/// Ends what lasts for the length of a step.
pub fn calm(sandbox: &Sandbox) {
    let mut world = sandbox.world();
    (world.gateway.repeats_events, world.gateway.delays_edits) = (false, false);
}

/// Kills the relay as it is, and starts another.
fn replace(surroundings: &mut Surroundings, relay: &mut Child) -> anyhow::Result<()> {
    relay.kill();
    *relay = surroundings.relay("one")?;
    Ok(())
}

async fn strike(sandbox: &Sandbox, order: GatewayOrder, times: u32) {
    for _ in 0..times {
        sandbox.world().gateway.order(None, order);
        tokio::time::sleep(BETWEEN).await;
    }
}
