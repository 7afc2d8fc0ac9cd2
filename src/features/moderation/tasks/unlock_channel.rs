//! Locks for a time end.

use async_trait::async_trait;
use futures_util::join;
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, InteractionMarker},
};

use super::effect_of;
use crate::{
    db::{Scope, Tx},
    discord::rest::{self, Call, code},
    features::moderation::{
        commands::unlock,
        model, present,
        settings::ModerationSettings,
        store::{self, Lock},
    },
    platform::{
        bots,
        ctx::Ctx,
        effects::{self, Act, NewEffect},
        error::{Error, Result},
        feature::Task,
        settings,
        tasks::Leased,
    },
};

/// For Discord's audit log.
const BECAUSE: &str = "the time of the lock is over";

/// Unlocks a channel, unless it was unlocked meanwhile: the lock that stands by then may be another one.
#[derive(Debug)]
pub struct UnlockChannel;

#[derive(Debug, Deserialize)]
struct Payload {
    channel: Id<ChannelMarker>,
    /// The interaction that locked it.
    lock: Id<InteractionMarker>,
}

#[async_trait]
impl Task for UnlockChannel {
    fn kind(&self) -> &'static str {
        "moderation.unlock_channel"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let payload: Payload =
            serde_json::from_value(task.payload.clone()).map_err(|error| Error::Internal(error.to_string()))?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let (lock, settings, discord) = scope
            .read_at_once(async |tx: Tx| {
                let (lock, settings, discord) = join!(
                    store::lock_of_channel(&tx, task.guild, payload.channel),
                    settings::read::<ModerationSettings>(&tx, task.guild),
                    bots::client(ctx, &tx, task.application)
                );
                Ok::<_, Error>((lock?, settings?, discord?))
            })
            .await?;
        let Some(lock) = lock.filter(|lock| lock.interaction == payload.lock) else {
            return Ok(json!({ "nothing to unlock": "the lock has ended otherwise" }));
        };
        let channel: rest::Channel = match discord.get(Call::channel(lock.channel)).await {
            Ok(channel) => channel,
            Err(error) if error.has_code(code::UNKNOWN_CHANNEL) => {
                scope.write(async |tx: Tx| store::delete_lock(&tx, &lock).await.map_err(Error::from)).await?;
                return Ok(json!({ "nothing to unlock": "the channel is gone" }));
            }
            Err(error) => return Err(error.into()),
        };
        let log = settings.log_channel.map(|log| {
            let content = present::lock_over_line(ctx.locale(settings.language()), &lock);
            NewEffect { reason: None, ..effect_of(task, "log", Act::Post { channel: log, content }, BECAUSE) }
        });
        let opening = NewEffect {
            subject: model::lock_subject(lock.channel),
            ..effect_of(task, "effect", unlock::opening(&lock, &channel), BECAUSE)
        };
        let unlocked = scope.write(async |tx: Tx| decide(&tx, &lock, &opening, log.as_ref()).await).await?;
        Ok(json!({ "unlocked": unlocked }))
    }
}

/// One transaction: only if this lock still stands, it goes and the unlocking is decided.
async fn decide(tx: &Tx, lock: &Lock, opening: &NewEffect, log: Option<&NewEffect>) -> Result<bool> {
    if !store::delete_lock(tx, lock).await? {
        return Ok(false);
    }
    effects::decide(tx, opening.clone()).await?;
    if let Some(log) = log {
        effects::decide(tx, log.clone()).await?;
    }
    Ok(true)
}
