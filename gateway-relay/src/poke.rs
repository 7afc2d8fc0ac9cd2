//! Tells the worker that there are events to hand out. Pokes carry nothing and may be lost: the tick finds what they leave.

use std::{sync::Arc, time::Duration};

use guildhall::platform::peer;
use tokio::sync::Notify;

use crate::{
    Config,
    metrics::{METRICS, Went},
};

/// The path of the worker's door.
const PATH: &str = "/gateway";
/// How long the worker may take. It answers once nothing is due any more, which is 20 seconds at most.
const LIMIT: Duration = Duration::from_secs(30);
/// The pause after a poke that failed.
const PAUSE: Duration = Duration::from_secs(1);
/// Pokes under way at once: what comes while one is being answered need not wait for its end.
const AT_ONCE: usize = 2;

/// Pokes the worker each time that it is notified, for ever. Notifications that come while all pokes are under way are
/// one.
pub async fn poke(config: Arc<Config>, client: reqwest::Client, events: Arc<Notify>) {
    let pokes = (0..AT_ONCE).map(|_| async {
        loop {
            events.notified().await;
            let poked = once(&config, &client).await;
            let outcome = if poked.is_ok() { "answered" } else { "failed" };
            METRICS.pokes.get_or_create(&Went { outcome }).inc();
            if let Err(error) = poked {
                tracing::warn!(%error, "the worker was not poked");
                tokio::time::sleep(PAUSE).await;
                events.notify_one();
            }
        }
    });
    futures_util::future::join_all(pokes).await;
}

async fn once(config: &Config, client: &reqwest::Client) -> anyhow::Result<()> {
    let now = jiff::Timestamp::now().as_second();
    let mut request = client.post(format!("{}{PATH}", config.worker)).timeout(LIMIT);
    for (name, value) in peer::sign(&config.seed, now, "POST", PATH, b"") {
        request = request.header(name, value);
    }
    request.send().await?.error_for_status()?;
    Ok(())
}
