//! One shard: whoever has its lease connects, and writes what is heard.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::PgPool;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use twilight_gateway::{ConfigBuilder, Intents, Shard, ShardId};
use uuid::Uuid;

use crate::{
    batch::{Batches, Scribe},
    buffers::Buffers,
    identify::Turns,
    listen::{End, Place, listen},
    queue::{self, Session},
    record::{
        bots::Subscriptions,
        sealing::Sealer,
        shards::{self, Lease, ShardKey},
        trouble,
    },
    spool,
    write::{Writer, write_all},
};

/// How often a lease that another has is asked for.
const ASK: Duration = Duration::from_secs(2);
/// How often a shard that had no room for more looks whether it has.
const ROOM: Duration = Duration::from_millis(200);
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
    pub buffers: Buffers,
    pub stop: CancellationToken,
}

/// Keeps the shard until it is asked to stop. The close code with which Discord sent it away for good.
pub async fn hold(setup: Setup, key: ShardKey) -> Option<u16> {
    let mut opened: Option<spool::Handle> = None;
    while !setup.stop.is_cancelled() {
        match take(&setup, key, &mut opened).await {
            Ok(Some((lease, spool))) => match connect(&setup, key, lease, spool).await {
                Ok(Some(End::Refused(code))) => return Some(code),
                Ok(Some(_)) => return None,
                Ok(None) => tracing::warn!("the shard is another's"),
                Err(error) => tracing::warn!(error = format!("{error:#}"), "the shard cannot be connected"),
            },
            Ok(None) => {}
            Err(error) => tracing::warn!(error = format!("{error:#}"), "the shard's lease cannot be had"),
        }
        tokio::select! {
            () = tokio::time::sleep(ASK) => {}
            () = setup.stop.cancelled() => {}
        }
    }
    None
}

/// The shard's lease and what of it lies on disk. Without a safe place for what is heard nothing is heard.
async fn take(
    setup: &Setup,
    key: ShardKey,
    opened: &mut Option<spool::Handle>,
) -> anyhow::Result<Option<(Lease, spool::Handle)>> {
    let spool = match opened {
        Some(spool) => spool,
        None => opened.insert(spool::Handle::open(&setup.buffers.disk, key).await?),
    };
    Ok(shards::lease(&setup.pool, key, setup.relay).await?.map(|lease| (lease, spool.clone())))
}

/// Connects and writes. None: another relay has the lease by now.
async fn connect(setup: &Setup, key: ShardKey, lease: Lease, spool: spool::Handle) -> anyhow::Result<Option<End>> {
    let Lease { epoch, resume } = lease;
    let stored = resume.as_ref().map(|(session, _)| session.id.clone());
    let mut place = begin(setup, key, resume, &spool).await?;
    tracing::info!(epoch, resumed = place.is_some(), "the shard is ours");
    let (sender, receiver) = queue::queue(&setup.buffers.memory);
    let is_listening = Arc::new(AtomicBool::new(false));
    let mut batches = Batches {
        scribe: Scribe { pool: setup.pool.clone(), key, epoch, sealer: setup.sealer.clone() },
        session: stored,
        subscriptions: setup.subscriptions.clone(),
        events: setup.events.clone(),
    };
    for old in spool::leftovers(&setup.buffers.disk, key).await? {
        write_all(&mut batches, &spool::Handle::open(&setup.buffers.disk, old).await?).await?;
    }
    let writer = Writer { batches, spool, is_listening: is_listening.clone(), turns: setup.buffers.turns.clone() };
    let mut writing = tokio::spawn(writer.run(receiver));
    let listening = async {
        loop {
            let shard = shard(setup, key, place.as_ref());
            is_listening.store(true, Ordering::Relaxed);
            let end = listen(shard, &mut place, &sender, &setup.stop).await;
            is_listening.store(false, Ordering::Relaxed);
            if end != End::Full {
                return end;
            }
            tracing::warn!("there is no room for what is heard; the session is resumed when there is");
            while !sender.has_room() && !setup.stop.is_cancelled() {
                tokio::time::sleep(ROOM).await;
            }
        }
    };
    let end = tokio::select! {
        end = listening => end,
        _lost = &mut writing => return Ok(None),
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
    if let Err(error) = shards::release(&setup.pool, key, epoch).await {
        tracing::info!(%error, "the lease runs out by itself");
    }
    Ok(Some(end))
}

/// Where to go on: what is on disk is newer than what Postgres has, unless another session has begun since.
async fn begin(
    setup: &Setup,
    key: ShardKey,
    stored: Option<(Session, u64)>,
    spool: &spool::Handle,
) -> anyhow::Result<Place> {
    let stored = stored.map(|(session, sequence)| (Arc::new(session), sequence));
    let Some((session, sequence)) = spool.last().await? else { return Ok(stored) };
    match stored {
        Some((same, written)) if same.id == session.id => Ok(Some((same, sequence.max(written)))),
        stored if trouble::is_replaced(&setup.pool, key, &session.id).await? => Ok(stored),
        _ => Ok(Some((session, sequence))),
    }
}

fn shard(setup: &Setup, key: ShardKey, place: Option<&(Arc<Session>, u64)>) -> Shard<Turns> {
    let (number, count) = (key.shard.unsigned_abs(), key.count.unsigned_abs().max(1));
    let mut config = ConfigBuilder::new(setup.token.clone(), setup.intents)
        .queue(setup.turns.clone())
        .proxy_url(setup.gateway.clone());
    if let Some((session, sequence)) = place {
        config = config
            .session(twilight_gateway::Session::new(*sequence, session.id.clone()))
            .resume_url(session.resume_url.clone());
    }
    Shard::with_config(ShardId::new(number, count), config.build())
}
