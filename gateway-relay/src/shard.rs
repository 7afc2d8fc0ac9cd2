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
    ear::{Ear, Place},
    identify::Turns,
    listen::{End, listen},
    presence::{Kept, Presences, of_shard},
    queue::{self, Session},
    record::{
        bots::Subscriptions,
        presences,
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
/// How often a session that does not tell of enough is looked at.
const PLENTY: Duration = Duration::from_secs(60);
/// How long what was heard may take to be written when the relay stops.
const DRAIN: Duration = Duration::from_secs(10);

/// What the shards of one bot share.
#[derive(Debug, Clone)]
pub struct Setup {
    pub pool: PgPool,
    pub relay: Uuid,
    pub token: String,
    /// What every shard is to be told of.
    pub intents: Intents,
    /// What Discord does not let the bot hear.
    pub refused: Intents,
    pub turns: Turns,
    /// Where Discord says that its gateway is.
    pub gateway: String,
    pub subscriptions: watch::Receiver<Subscriptions>,
    pub kept: watch::Receiver<Kept>,
    pub events: Arc<Notify>,
    pub sealer: Sealer,
    pub buffers: Buffers,
    pub stop: CancellationToken,
}

impl Setup {
    /// What this shard is to be told of: with who is online, if one of its own servers wants that kept. A session has its own
    /// intents, so that the settings of one server cost only one shard a session.
    fn wanted(&self, key: ShardKey) -> Intents {
        let some = of_shard(&self.kept.borrow(), key).next().map(|_| Intents::GUILD_PRESENCES);
        self.intents | (some.unwrap_or(Intents::empty()) - self.refused)
    }
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
    let place = begin(setup, key, resume, &spool).await?;
    tracing::info!(epoch, resumed = place.is_some(), "the shard is ours");
    let (sender, receiver) = queue::queue(&setup.buffers.memory);
    let presences = Presences::default();
    let mut ear = Ear::new(key, sender, place, presences.clone(), setup.kept.clone());
    let is_listening = Arc::new(AtomicBool::new(false));
    let mut batches = Batches {
        scribe: Scribe { pool: setup.pool.clone(), key, epoch, sealer: setup.sealer.clone() },
        session: stored,
        subscriptions: setup.subscriptions.clone(),
        events: setup.events.clone(),
        presences,
    };
    for old in spool::leftovers(&setup.buffers.disk, key).await? {
        write_all(&mut batches, &spool::Handle::open(&setup.buffers.disk, old).await?).await?;
    }
    let writer = Writer { batches, spool, is_listening: is_listening.clone(), turns: setup.buffers.turns.clone() };
    let mut writing = tokio::spawn(writer.run(receiver));
    let listening = async {
        loop {
            let wanted = setup.wanted(key);
            ear.place.take_if(|(session, _)| !session.told(setup.intents).contains(wanted));
            let shard = shard(setup, key, wanted, ear.place.as_ref());
            is_listening.store(true, Ordering::Relaxed);
            ear.open(wanted, setup.intents);
            let end = listen_until_outgrown(setup, key, shard, &mut ear).await;
            is_listening.store(false, Ordering::Relaxed);
            match end {
                End::Full => {
                    tracing::warn!("there is no room for what is heard; the session is resumed when there is");
                    while !ear.queue.has_room() && !setup.stop.is_cancelled() {
                        tokio::time::sleep(ROOM).await;
                    }
                }
                End::Stopped if !setup.stop.is_cancelled() => tracing::info!("more is to be heard than before"),
                end => return end,
            }
        }
    };
    let end = tokio::select! {
        end = listening => end,
        _lost = &mut writing => return Ok(None),
    };
    drop(ear);
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

/// Hears until something ends that, or until a server wants to have kept what the session does not tell of.
async fn listen_until_outgrown(setup: &Setup, key: ShardKey, shard: Shard<Turns>, ear: &mut Ear) -> End {
    let (stop, told) = (setup.stop.child_token(), ear.told());
    let outgrown = async {
        let mut kept = setup.kept.clone();
        loop {
            let told = Intents::from_bits_truncate(told.load(Ordering::Relaxed));
            // To hear more is worth an identify only while there are plenty.
            if !told.contains(setup.wanted(key)) && setup.turns.has_room().await {
                return;
            }
            tokio::select! {
                changed = kept.changed() => if changed.is_err() { std::future::pending().await },
                () = tokio::time::sleep(PLENTY) => {}
            }
        }
    };
    let listening = listen(shard, ear, &stop);
    tokio::pin!(listening);
    tokio::select! {
        end = &mut listening => return end,
        () = outgrown => stop.cancel(),
    }
    listening.await
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
    // Who was online did not lie there, and whoever knew is gone.
    presences::ask_anew(&setup.pool, key).await?;
    match stored {
        Some((same, written)) if same.id == session.id => Ok(Some((same, sequence.max(written)))),
        stored if trouble::is_replaced(&setup.pool, key, &session.id).await? => Ok(stored),
        _ => Ok(Some((session, sequence))),
    }
}

fn shard(setup: &Setup, key: ShardKey, intents: Intents, place: Option<&(Arc<Session>, u64)>) -> Shard<Turns> {
    let (number, count) = (key.shard.unsigned_abs(), key.count.unsigned_abs().max(1));
    let mut config =
        ConfigBuilder::new(setup.token.clone(), intents).queue(setup.turns.clone()).proxy_url(setup.gateway.clone());
    if let Some((session, sequence)) = place {
        config = config
            .session(twilight_gateway::Session::new(*sequence, session.id.clone()))
            .resume_url(session.resume_url.clone());
    }
    Shard::with_config(ShardId::new(number, count), config.build())
}
