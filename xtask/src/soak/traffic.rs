//! What goes on in guilds while something else is looked at: a little all the time, until it is stopped.

use std::time::Duration;

use sandbox::{Load, Loaded, Mix, Sandbox};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const MIX: Mix = Mix { messages: 90, edits: 6, deletes: 4, ..Mix::NOTHING };
/// How much happens at a time in each guild, and the pause before it happens again.
const BURST: u64 = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// Of each guild: what was sent into it.
type Sent = Vec<(u64, Loaded)>;

/// Streams that go on.
pub struct Traffic {
    stop: oneshot::Sender<()>,
    going_on: JoinHandle<anyhow::Result<Sent>>,
}

impl Traffic {
    pub fn start(sandbox: &Sandbox, guilds: &[u64]) -> Self {
        let (stop, stopped) = oneshot::channel();
        let sent = guilds.iter().map(|guild| (*guild, Loaded::default())).collect();
        Self { stop, going_on: tokio::spawn(go_on(sandbox.clone(), sent, stopped)) }
    }

    /// Stops; what was sent into each guild.
    pub async fn stop(self) -> anyhow::Result<Sent> {
        // Whoever waits no more has failed, and says so below.
        let _ = self.stop.send(());
        self.going_on.await?
    }
}

async fn go_on(sandbox: Sandbox, mut sent: Sent, mut stopped: oneshot::Receiver<()>) -> anyhow::Result<Sent> {
    for seed in 0.. {
        for (guild, after) in &mut sent {
            let load = Load { guild: *guild, seed, events: BURST, per_second: 0, mix: MIX, after: *after };
            *after = sandbox.load(load).await?;
        }
        tokio::select! {
            _ = &mut stopped => break,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    Ok(sent)
}
