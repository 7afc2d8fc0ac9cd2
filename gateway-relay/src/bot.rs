//! One bot: its intents, its shards, and what Discord has against it.

use std::{sync::Arc, time::Duration};

use serde::Deserialize;
use sqlx::PgPool;
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::Instant,
};
use tokio_util::sync::CancellationToken;
use twilight_gateway::Intents;
use uuid::Uuid;

use crate::{
    identify::Turns,
    record::{
        bots::{self, Subscriptions, Wanted},
        budgets,
        sealing::Sealer,
        shards::ShardKey,
    },
    rest::{Bot, Rest, RestError},
    shard::{self, Setup},
};

/// What the mirror itself needs to hear.
const MIRRORED: Intents = Intents::from_bits_truncate(
    Intents::GUILDS.bits()
        | Intents::GUILD_MESSAGES.bits()
        | Intents::GUILD_MEMBERS.bits()
        | Intents::MESSAGE_CONTENT.bits(),
);
/// What Discord gives only to bots whose owner has asked for it. Source: Discord docs, "Gateway", Privileged Intents.
const PRIVILEGED: Intents = Intents::from_bits_truncate(
    Intents::GUILD_MEMBERS.bits() | Intents::GUILD_PRESENCES.bits() | Intents::MESSAGE_CONTENT.bits(),
);
/// The pause before a bot whose connection could not begin is tried again.
const AGAIN: Duration = Duration::from_secs(15);
/// How long Discord may take to say where its gateway is.
const ASKING: Duration = Duration::from_secs(15);
/// Discord's close codes that end a bot. Source: Discord docs, "Opcodes and Status Codes".
const WRONG_TOKEN: u16 = 4004;
const DISALLOWED_INTENTS: u16 = 4014;

/// What the owner of a bot reads whose token was changed.
const UNKNOWN_TOKEN: &str = "Discord does not know the token any more.";

/// What all bots share.
#[derive(Debug, Clone)]
pub struct Shared {
    pub pool: PgPool,
    pub rest: Rest,
    pub relay: Uuid,
    pub subscriptions: watch::Receiver<Subscriptions>,
    pub events: Arc<Notify>,
    pub sealer: Sealer,
}

/// Discord's answer about its gateway. Source: Discord docs, "Gateway", Get Gateway Bot.
#[derive(Debug, Deserialize)]
struct GatewayBot {
    url: String,
    shards: i32,
    session_start_limit: StartLimit,
}

#[derive(Debug, Deserialize)]
struct StartLimit {
    total: i32,
    remaining: i32,
    /// In milliseconds.
    reset_after: f64,
    max_concurrency: u32,
}

/// Why a bot cannot go on.
#[derive(Debug, thiserror::Error)]
enum Problem {
    /// Its owner has to mend it.
    #[error("{0}")]
    Lasting(String),
    #[error("{0}")]
    Passing(anyhow::Error),
}

/// Keeps the bot connected until it is asked to stop or until only its owner can help.
pub async fn keep(shared: Shared, bot: Wanted, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match run(&shared, &bot, &stop).await {
            Ok(()) => return,
            Err(Problem::Lasting(words)) => {
                tracing::error!(problem = words, "the bot is disconnected until its owner mends that");
                if let Err(error) = bots::set_problem(&shared.pool, bot.application, &words).await {
                    tracing::warn!(%error, "the bot's problem was not written down");
                }
                return;
            }
            Err(Problem::Passing(error)) => tracing::warn!(error = format!("{error:#}"), "the bot is tried again"),
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn run(shared: &Shared, bot: &Wanted, stop: &CancellationToken) -> Result<(), Problem> {
    let gateway = ask(shared, bot).await?;
    let limit = &gateway.session_start_limit;
    budgets::refresh(&shared.pool, bot.application, limit.total, limit.remaining, limit.reset_after / 1_000.0)
        .await
        .map_err(|error| Problem::Passing(error.into()))?;
    let stop = stop.child_token();
    let setup = Setup {
        pool: shared.pool.clone(),
        relay: shared.relay,
        token: bot.token.clone(),
        intents: intents(shared, bot),
        turns: Turns::new(shared.pool.clone(), bot.application, limit.max_concurrency),
        gateway: gateway.url.trim_end_matches('/').to_owned(),
        subscriptions: shared.subscriptions.clone(),
        events: shared.events.clone(),
        sealer: shared.sealer.clone(),
        stop: stop.clone(),
    };
    let mut shards = JoinSet::new();
    for shard in 0..gateway.shards {
        let key = ShardKey { application: bot.application, shard, count: gateway.shards };
        let span = tracing::info_span!("shard", shard);
        shards.spawn(tracing::Instrument::instrument(shard::hold(setup.clone(), key), span));
    }
    let mut refused = None;
    while let Some(ended) = shards.join_next().await {
        let code = ended.map_err(|error| Problem::Passing(error.into()))?;
        if code.is_some() {
            refused = code;
            stop.cancel();
        }
    }
    match refused {
        None => Ok(()),
        Some(DISALLOWED_INTENTS) => {
            let written = bots::refuse_intents(&shared.pool, bot.application, PRIVILEGED).await;
            written.map_err(|error| Problem::Passing(error.into()))?;
            Err(Problem::Passing(anyhow::anyhow!("it may not have privileged intents, and goes on without them")))
        }
        Some(WRONG_TOKEN) => Err(Problem::Lasting(UNKNOWN_TOKEN.to_owned())),
        Some(code) => Err(Problem::Lasting(format!("Discord closed the connection for good, with code {code}."))),
    }
}

/// What the features in use and the mirror want, without what Discord has refused.
fn intents(shared: &Shared, bot: &Wanted) -> Intents {
    let wanted = Intents::from_bits_truncate(shared.subscriptions.borrow().intents) | MIRRORED;
    wanted - Intents::from_bits_truncate(bot.refused.cast_unsigned())
}

async fn ask(shared: &Shared, bot: &Wanted) -> Result<GatewayBot, Problem> {
    let caller = Bot { application: bot.application, token: bot.token.clone() };
    shared.rest.get_json(&caller, "/gateway/bot", Instant::now() + ASKING).await.map_err(|error| match error {
        RestError::UnknownToken | RestError::Refused { status: 401, .. } => Problem::Lasting(UNKNOWN_TOKEN.to_owned()),
        error => Problem::Passing(error.into()),
    })
}
