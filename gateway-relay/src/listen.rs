//! One connection to the gateway. It is read without ever waiting for the database: who does not read does not
//! heartbeat either.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;
use twilight_gateway::{CloseFrame, Intents, Message, Shard, ShardState, queue::Queue};

use crate::{
    frame::Frame,
    metrics::METRICS,
    queue::{Sender, Session},
};

/// How long Discord has to answer that it closes.
const GOODBYE: Duration = Duration::from_secs(3);

/// The longest that members are waited for.
const LATEST: Duration = Duration::from_secs(600);

/// Why a connection ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// It was asked to. The session is kept.
    Stopped,
    /// The queue was full. The session is kept, to be resumed from the last event that found its place.
    Full,
    /// Discord does not let it come back: a close code of 4004 and the like.
    Refused(u16),
}

/// The last event that found its place in the queue, and its session.
pub type Place = Option<(Arc<Session>, u64)>;

/// Reads frames into the queue until something ends that, and moves the place on. Reconnecting and resuming is the library's
/// business.
pub async fn listen<Q: Queue + Unpin>(
    mut shard: Shard<Q>,
    place: &mut Place,
    queue: &Sender,
    stop: &CancellationToken,
) -> End {
    let mut session = place.as_ref().map(|(session, _)| session.clone());
    let mut closed_by = None;
    let end = loop {
        let item = tokio::select! {
            () = stop.cancelled() => break End::Stopped,
            item = shard.next() => item,
        };
        match item {
            Some(Ok(Message::Text(text))) => {
                let Some(frame) = Frame::read(&text) else { continue };
                match frame.name.as_str() {
                    "READY" => session = current(&shard),
                    "GUILD_CREATE" => ask_for_members(&shard, &frame),
                    "RATE_LIMITED" => ask_again(&shard, &frame),
                    _ => {}
                }
                let Some(session) = &session else {
                    tracing::warn!(event = frame.name, "an event came before its session");
                    continue;
                };
                let sequence = frame.sequence;
                if !queue.push(session, frame) {
                    break End::Full;
                }
                *place = Some((session.clone(), sequence));
            }
            Some(Ok(Message::Close(frame))) => {
                METRICS.connections_lost.inc();
                closed_by = frame.map(|frame| frame.code);
                tracing::info!(code = closed_by, "the connection was closed");
            }
            Some(Err(error)) => tracing::info!(%error, "the connection failed and is tried again"),
            None => return End::Refused(closed_by.unwrap_or_default()),
        }
    };
    shard.close(CloseFrame::RESUME);
    // What still comes is not queued: it comes again when the session is resumed. The library would connect anew by itself.
    let goodbye = async {
        while let Some(Ok(Message::Text(_))) = shard.next().await
            && matches!(shard.state(), ShardState::Disconnected { .. })
        {}
    };
    let _ = tokio::time::timeout(GOODBYE, goodbye).await;
    end
}

fn current<Q>(shard: &Shard<Q>) -> Option<Arc<Session>> {
    let (id, resume_url) = (shard.session()?.id().to_owned(), shard.resume_url()?.to_owned());
    Some(Arc::new(Session { id, resume_url }))
}

/// A server comes with few of its members, so the others are asked for. The library keeps to Discord's rate.
/// Source: Discord docs, "Gateway Events", Request Guild Members.
fn ask_for_members<Q>(shard: &Shard<Q>, frame: &Frame) {
    #[derive(Deserialize)]
    struct Guild<'a> {
        id: &'a str,
        #[serde(default)]
        unavailable: bool,
    }
    let Ok(guild) = serde_json::from_str::<Guild<'_>>(frame.data.get()) else { return };
    if shard.config().intents().contains(Intents::GUILD_MEMBERS) && !guild.unavailable {
        shard.send(all_members(guild.id));
    }
}

/// Discord wants members to be asked for later. Source: Discord docs, "Gateway Events", Rate Limited.
fn ask_again<Q>(shard: &Shard<Q>, frame: &Frame) {
    #[derive(Deserialize)]
    struct Limited<'a> {
        opcode: u8,
        retry_after: f64,
        #[serde(borrow)]
        meta: Meta<'a>,
    }
    #[derive(Deserialize)]
    struct Meta<'a> {
        guild_id: &'a str,
    }
    let Ok(Limited { opcode: 8, retry_after, meta }) = serde_json::from_str(frame.data.get()) else { return };
    let (sender, order) = (shard.sender(), all_members(meta.guild_id));
    let pause = Duration::try_from_secs_f64(retry_after).unwrap_or_default().min(LATEST);
    tokio::spawn(async move {
        tokio::time::sleep(pause).await;
        // An error means that the connection is gone, and its server comes again with the next session.
        let _ = sender.send(order);
    });
}

fn all_members(guild: &str) -> String {
    json!({ "op": 8, "d": { "guild_id": guild, "query": "", "limit": 0 } }).to_string()
}
