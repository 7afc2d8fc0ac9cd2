//! One shard: whoever has its lease connects, and writes what is heard.

use std::{sync::Arc, time::Duration};

use sqlx::PgPool;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use twilight_gateway::{ConfigBuilder, Intents, Shard, ShardId};
use uuid::Uuid;

use crate::{
    identify::Turns,
    listen::{End, listen},
    queue::{self, Session},
    record::{
        bots::Subscriptions,
        sealing::Sealer,
        shards::{self, Lease, ShardKey},
    },
    write::Writer,
};

/// How often a lease that another has is asked for.
const ASK: Duration = Duration::from_secs(2);
/// How long what was heard may take to be written when the relay stops.
const DRAIN: Duration = Duration::from_secs(10);

/// What the shards of one bot share.
#[derive(Debug, Clone)]
pub struct Setup {
    pub pool: PgPool,
    pub relay: Uuid,
    pub token: String,
    pub intents: Intents,
    pub turns: Turns,
    /// Where Discord says that its gateway is.
    pub gateway: String,
    pub subscriptions: watch::Receiver<Subscriptions>,
    pub events: Arc<Notify>,
    pub sealer: Sealer,
    pub stop: CancellationToken,
}

/// Keeps the shard until it is asked to stop. The close code with which Discord sent it away for good.
pub async fn hold(setup: Setup, key: ShardKey) -> Option<u16> {
    while !setup.stop.is_cancelled() {
        match shards::lease(&setup.pool, key, setup.relay).await {
            Ok(Some(lease)) => match connect(&setup, key, lease).await {
                Some(End::Refused(code)) => return Some(code),
                Some(End::Stopped) => return None,
                // What was written is where it goes on.
                Some(End::Full) | None => continue,
            },
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the shard's lease cannot be had"),
        }
        tokio::select! {
            () = tokio::time::sleep(ASK) => {}
            () = setup.stop.cancelled() => {}
        }
    }
    None
}

/// Connects and writes. None: another relay has the lease by now.
async fn connect(setup: &Setup, key: ShardKey, lease: Lease) -> Option<End> {
    let Lease { epoch, resume } = lease;
    let (session, sequence) = resume.unzip();
    tracing::info!(epoch, resumed = session.is_some(), "the shard is ours");
    let (sender, receiver) = queue::queue();
    let writer = Writer {
        pool: setup.pool.clone(),
        key,
        epoch,
        session: session.as_ref().map(|session| session.id.clone()),
        subscriptions: setup.subscriptions.clone(),
        events: setup.events.clone(),
        sealer: setup.sealer.clone(),
    };
    let mut writing = tokio::spawn(writer.run(receiver));
    let shard = shard(setup, key, session.as_ref().zip(sequence));
    let end = tokio::select! {
        end = listen(shard, session, &sender, &setup.stop) => end,
        lost = &mut writing => {
            tracing::warn!(?lost, "the shard is another's");
            return None;
        }
    };
    drop(sender);
    match tokio::time::timeout(DRAIN, &mut writing).await {
        Ok(Ok(Ok(()))) => {}
        unwritten => {
            // It comes again when the session is resumed.
            tracing::warn!(?unwritten, "not all that was heard has been written");
            writing.abort();
        }
    }
    if end != End::Full
        && let Err(error) = shards::release(&setup.pool, key, epoch).await
    {
        tracing::info!(%error, "the lease runs out by itself");
    }
    Some(end)
}

fn shard(setup: &Setup, key: ShardKey, resume: Option<(&Session, u64)>) -> Shard<Turns> {
    let (number, count) = (key.shard.unsigned_abs(), key.count.unsigned_abs().max(1));
    let mut config = ConfigBuilder::new(setup.token.clone(), setup.intents)
        .queue(setup.turns.clone())
        .proxy_url(setup.gateway.clone());
    if let Some((session, sequence)) = resume {
        config = config
            .session(twilight_gateway::Session::new(sequence, session.id.clone()))
            .resume_url(session.resume_url.clone());
    }
    Shard::with_config(ShardId::new(number, count), config.build())
}
