//! One connection to the gateway. It is read without ever waiting for the database: who does not read does not
//! heartbeat either.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, interval_at, sleep_until};
use tokio_util::sync::CancellationToken;
use twilight_gateway::{CloseFrame, Intents, Message, Shard, ShardState, queue::Queue};

use crate::{
    ear::Ear,
    frame::{Seen, without_nul},
    metrics::METRICS,
    presence,
    queue::Session,
    record::mirror::Snowflake,
};

/// How long Discord has to answer that it closes.
const GOODBYE: Duration = Duration::from_secs(3);

/// The longest that members are waited for.
const LATEST: Duration = Duration::from_secs(600);

/// How often servers are looked at of which Discord has yet to tell who is online.
const AGAIN: Duration = Duration::from_secs(60);

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

/// Hears until something ends that. Reconnecting and resuming is the library's business.
pub async fn listen<Q: Queue + Unpin>(mut shard: Shard<Q>, ear: &mut Ear, stop: &CancellationToken) -> End {
    let (mut kept, mut ticks) = (ear.kept(), interval_at(Instant::now() + AGAIN, AGAIN));
    let mut closed_by = None;
    let end = loop {
        let due = ear.due();
        let item = tokio::select! {
            () = stop.cancelled() => break End::Stopped,
            () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                ear.note();
                continue;
            }
            Ok(()) = kept.changed() => {
                let guilds = ear.changed();
                ask_who_is_online(&shard, ear, guilds);
                continue;
            }
            _ = ticks.tick() => {
                let guilds = ear.ticked();
                ask_who_is_online(&shard, ear, guilds);
                continue;
            }
            item = shard.next() => item,
        };
        match item {
            Some(Ok(Message::Text(text))) => {
                if !hear(&shard, ear, &text) {
                    break End::Full;
                }
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
    ear.note();
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

/// Takes a message in. False: there is no room for it.
fn hear<Q>(shard: &Shard<Q>, ear: &mut Ear, text: &str) -> bool {
    let text = without_nul(text);
    let Some(seen) = Seen::read(&text) else { return true };
    match &*seen.name {
        "READY" => ear.begin(current(shard)),
        "RESUMED" => {
            let guilds = ear.resumed();
            ask_who_is_online(shard, ear, guilds);
        }
        "GUILD_CREATE" => ask_for_members(shard, ear, &seen),
        "RATE_LIMITED" => ask_again(shard, ear, &seen),
        _ => {}
    }
    ear.take(&seen)
}

fn current<Q>(shard: &Shard<Q>) -> Option<Arc<Session>> {
    let (id, resume_url) = (shard.session()?.id().to_owned(), shard.resume_url()?.to_owned());
    Some(Arc::new(Session { id, resume_url, intents: shard.config().intents().bits() }))
}

/// A server comes with few of its members, so the others are asked for. The library keeps to Discord's rate.
/// Source: Discord docs, "Gateway Events", Request Guild Members.
fn ask_for_members<Q>(shard: &Shard<Q>, ear: &Ear, seen: &Seen<'_>) {
    #[derive(Deserialize)]
    struct Guild {
        id: Snowflake,
        #[serde(default)]
        unavailable: bool,
        #[serde(default)]
        member_count: u64,
    }
    let Ok(guild) = serde_json::from_str::<Guild>(seen.data.get()) else { return };
    if ear.is_told(Intents::GUILD_MEMBERS) && !guild.unavailable {
        let names_nobody = guild.member_count > presence::NAMED;
        shard.send(all_members(guild.id.0, names_nobody && ear.keeps(guild.id.0)));
    }
}

/// Members are told with whether they are online. Only of all members a bot may ask that of a server at once.
fn ask_who_is_online<Q>(shard: &Shard<Q>, ear: &Ear, guilds: Vec<i64>) {
    if ear.is_told(Intents::GUILD_MEMBERS) {
        guilds.into_iter().filter(|guild| ear.keeps(*guild)).for_each(|guild| shard.send(all_members(guild, true)));
    }
}

/// Discord wants members to be asked for later. Source: Discord docs, "Gateway Events", Rate Limited.
fn ask_again<Q>(shard: &Shard<Q>, ear: &Ear, seen: &Seen<'_>) {
    #[derive(Deserialize)]
    struct Limited {
        opcode: u8,
        retry_after: f64,
        meta: Meta,
    }
    #[derive(Deserialize)]
    struct Meta {
        guild_id: Snowflake,
    }
    let Ok(Limited { opcode: 8, retry_after, meta }) = serde_json::from_str(seen.data.get()) else { return };
    let guild = meta.guild_id.0;
    let (sender, order) = (shard.sender(), all_members(guild, ear.keeps(guild)));
    let pause = Duration::try_from_secs_f64(retry_after).unwrap_or_default().min(LATEST);
    tokio::spawn(async move {
        tokio::time::sleep(pause).await;
        // An error means that the connection is gone, and its server comes again with the next session.
        let _ = sender.send(order);
    });
}

fn all_members(guild: i64, with_presences: bool) -> String {
    let guild = guild.cast_unsigned().to_string();
    json!({ "op": 8, "d": { "guild_id": guild, "query": "", "limit": 0, "presences": with_presences } }).to_string()
}
