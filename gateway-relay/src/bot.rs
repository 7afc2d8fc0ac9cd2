//! One bot: its intents, its shards, and what Discord has against it.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, de::DeserializeOwned};
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
    buffers::Buffers,
    identify::Turns,
    intents,
    presence::Kept,
    reconcile::Reconciler,
    record::{
        bots::{self, Subscriptions, Wanted},
        budgets,
        sealing::Sealer,
        shards::ShardKey,
    },
    rest::{Bot, Rest, RestError},
    shard::{self, Setup},
};

/// The pause before a bot whose connection could not begin is tried again.
const AGAIN: Duration = Duration::from_secs(15);
/// How long Discord may take to answer.
const ASKING: Duration = Duration::from_secs(15);
/// Discord's close codes that end a bot. Source: Discord docs, "Opcodes and Status Codes".
const WRONG_TOKEN: u16 = 4004;
const TOO_FEW_SHARDS: u16 = 4011;
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
    pub kept: watch::Receiver<Kept>,
    pub events: Arc<Notify>,
    pub sealer: Sealer,
    pub buffers: Buffers,
    /// How often Discord is asked whether it wants another number of shards.
    pub ask_again: Duration,
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

/// Why all shards of a bot have ended.
enum End {
    Stopped,
    /// There are to be more of them, or fewer.
    Moved,
}

/// Why a bot cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
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
            Ok(End::Stopped) => return,
            Ok(End::Moved) => continue,
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

async fn run(shared: &Shared, bot: &Wanted, stop: &CancellationToken) -> Result<End, Problem> {
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
        intents: intents::common(shared, bot),
        turns: Turns::new(shared.pool.clone(), bot.application, limit.max_concurrency),
        gateway: gateway.url.trim_end_matches('/').to_owned(),
        refused: intents::refused(bot),
        subscriptions: shared.subscriptions.clone(),
        kept: shared.kept.clone(),
        events: shared.events.clone(),
        sealer: shared.sealer.clone(),
        buffers: shared.buffers.clone(),
        stop: stop.clone(),
    };
    let mut shards = JoinSet::new();
    for shard in 0..gateway.shards {
        let key = ShardKey { application: bot.application, shard, count: gateway.shards };
        let span = tracing::info_span!("shard", shard);
        shards.spawn(tracing::Instrument::instrument(shard::hold(setup.clone(), key), span));
    }
    let mut beside = JoinSet::new();
    beside.spawn(reconciler(shared, bot, setup.intents).run());
    let (mut refused, mut is_moving) = (None, false);
    let other_number = other_number(shared, bot, gateway.shards);
    tokio::pin!(other_number);
    loop {
        tokio::select! {
            ended = shards.join_next() => {
                let Some(ended) = ended else { break };
                let code = ended.map_err(|error| Problem::Passing(error.into()))?;
                if code.is_some() {
                    refused = code;
                    stop.cancel();
                }
            }
            wanted = &mut other_number, if !is_moving => {
                tracing::info!(shards = gateway.shards, wanted, "Discord wants another number of shards");
                is_moving = true;
                stop.cancel();
            }
        }
    }
    match refused {
        None if is_moving => Ok(End::Moved),
        None => Ok(End::Stopped),
        Some(TOO_FEW_SHARDS) if ask(shared, bot).await?.shards != gateway.shards => Ok(End::Moved),
        Some(TOO_FEW_SHARDS) => {
            Err(Problem::Passing(anyhow::anyhow!("Discord wants more shards and does not say how many")))
        }
        Some(DISALLOWED_INTENTS) => {
            let disallowed = intents::refuse(shared, bot).await?;
            Err(Problem::Passing(anyhow::anyhow!("it may not have {disallowed:?}, and goes on without")))
        }
        Some(WRONG_TOKEN) => Err(Problem::Lasting(UNKNOWN_TOKEN.to_owned())),
        Some(code) => Err(Problem::Lasting(format!("Discord closed the connection for good, with code {code}."))),
    }
}

fn reconciler(shared: &Shared, bot: &Wanted, intents: Intents) -> Reconciler {
    Reconciler {
        pool: shared.pool.clone(),
        rest: shared.rest.clone(),
        bot: Bot { application: bot.application, token: bot.token.clone() },
        subscriptions: shared.subscriptions.clone(),
        events: shared.events.clone(),
        sealer: shared.sealer.clone(),
        hears_members: intents.contains(Intents::GUILD_MEMBERS),
    }
}

/// Waits until Discord wants another number of shards than this. Meanwhile it is asked as well for what it has refused.
async fn other_number(shared: &Shared, bot: &Wanted, shards: i32) -> i32 {
    loop {
        tokio::time::sleep(shared.ask_again).await;
        if let Err(problem) = intents::ask_again(shared, bot).await {
            tracing::info!(%problem, "Discord does not say which intents the bot may have");
        }
        match ask(shared, bot).await {
            Ok(gateway) if gateway.shards > 0 && gateway.shards != shards => return gateway.shards,
            Ok(_) => {}
            Err(problem) => tracing::info!(%problem, "Discord does not say how many shards it wants"),
        }
    }
}

async fn ask(shared: &Shared, bot: &Wanted) -> Result<GatewayBot, Problem> {
    get(shared, bot, "/gateway/bot").await
}

/// What Discord answers the bot there.
pub async fn get<T: DeserializeOwned>(shared: &Shared, bot: &Wanted, path: &str) -> Result<T, Problem> {
    let caller = Bot { application: bot.application, token: bot.token.clone() };
    shared.rest.get_json(&caller, path, Instant::now() + ASKING).await.map_err(|error| match error {
        RestError::UnknownToken | RestError::Refused { status: 401, .. } => Problem::Lasting(UNKNOWN_TOKEN.to_owned()),
        error => Problem::Passing(error.into()),
    })
}
