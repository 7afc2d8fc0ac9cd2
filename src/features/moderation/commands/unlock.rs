//! `/unlock`: gives back what `/lock` took, and nothing else.

use async_trait::async_trait;
use futures_util::join;
use serde_json::json;
use twilight_model::{application::command::CommandOption, guild::Permissions};

use super::lock::{end, forget};
use crate::{
    db::Tx,
    discord::{
        reply::{Message, Reply},
        rest::Channel,
    },
    features::moderation::{
        act::{Place, audit_option, channel_option, effect_alone, entry_alone, log_line, read_reason, unchecked},
        model::{self, Bits, LOCKABLE},
        present,
        store::{self, Lock},
    },
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        effects::{self, Act, Decided, NewEffect, Outcome},
        error::{Error, Result},
        feature::{Ack, Command},
        interactions,
        invocation::Invocation,
        locale::say,
    },
};

/// The command.
#[derive(Debug)]
pub struct Unlock;

#[async_trait]
impl Command for Unlock {
    fn name(&self) -> &'static str {
        "unlock"
    }
    fn summary(&self) -> &'static str {
        "Let everyone write in a channel again"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_CHANNELS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::VIEW_CHANNEL | Permissions::MANAGE_ROLES
    }
    fn checks_its_channel(&self) -> bool {
        true
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![channel_option("Which channel, if not this one", LOCKABLE), audit_option()]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let locale = call.locale;
        let place = Place::read(call)?;
        let reason = read_reason(locale, call.options.text("reason"))?;
        let outcome = unlock(ctx, call, &place, reason.as_deref()).await?;
        let what = say!(locale, "The unlocking of {channel}", channel = place.mention());
        let done = present::unlocked(locale, &place.mention(), &call.actor.shown_name());
        let words = present::outcome(locale, &outcome, &what, done);
        Ok(Message::public(present::with_reason(words, reason.as_deref())).into())
    }
}

/// Gives back what the lock of a channel took.
pub async fn unlock(ctx: &Ctx, call: &Invocation, place: &Place, reason: Option<&str>) -> Result<Outcome> {
    place.check(call, Unlock.permission(), Unlock.bot_needs())?;
    let acting = unchecked(ctx, call, reason).await?;
    let lock = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| store::lock_of_channel(&tx, call.guild, place.channel).await.map_err(Error::from))
        .await?
        .ok_or_else(|| not_locked(call, place))?;
    let Some(channel) = place.find(call, &acting.discord).await? else {
        forget(ctx, call, &lock).await?;
        return Err(Error::unknown(say!(call.locale, "That channel is gone, so there is nothing left to unlock.")));
    };

    let effect = effect_alone(call, opening(&lock, &channel), model::lock_subject(place.channel), reason);
    let values = (json!({ "locked": true, "ends_at": lock.ends_at }), json!({ "locked": false }));
    let entry = entry_alone(call, "channel.unlock", format!("channel/{}", place.channel), values, reason);
    let decided = write(ctx, call, &lock, &effect, &entry).await?.ok_or_else(|| not_locked(call, place))?;
    let outcome = effects::attempt(ctx, &acting.discord, &decided).await;
    if let Outcome::Refused(_) = outcome {
        remember(ctx, call, lock).await?;
    }
    let log_locale = ctx.locale(acting.settings.language());
    let line = present::unlocked_line(log_locale, &place.mention(), &call.actor.shown_name());
    log_line(ctx, call, &acting, present::log_line(log_locale, &outcome, line, reason)).await;
    Ok(outcome)
}

/// What gives back to @everyone what the lock took from them.
pub fn opening(lock: &Lock, channel: &Channel) -> Act {
    let (id, role) = (lock.channel, lock.guild.cast());
    match model::unlock(model::everyone(&channel.permission_overwrites, lock.guild), &lock.before) {
        Some(Bits { allow, deny }) => Act::Overwrite { channel: id, role, allow, deny },
        None => Act::ClearOverwrite { channel: id, role },
    }
}

/// The lock goes in the transaction that decides its end, so of two who unlock at once one does. None: the other.
async fn write(
    ctx: &Ctx,
    call: &Invocation,
    lock: &Lock,
    effect: &NewEffect,
    entry: &Entry,
) -> Result<Option<Decided>> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (claimed, ended) = join!(interactions::claim(&tx, call.interaction.id), end(&tx, lock));
            claimed?;
            if !ended? {
                return Ok(None);
            }
            audit::record(ctx, &tx, &call.actor, entry.clone()).await?;
            effects::decide(&tx, effect.clone()).await.map(Some)
        })
        .await
}

/// The channel stays locked if Discord refuses, and what was before must not be lost.
async fn remember(ctx: &Ctx, call: &Invocation, lock: Lock) -> Result<()> {
    let lock = &Lock { ends_at: None, ..lock };
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| store::insert_lock(&tx, lock).await.map(drop).map_err(Error::from))
        .await
}

fn not_locked(call: &Invocation, place: &Place) -> Error {
    Error::unknown(say!(
        call.locale,
        "{channel} is not locked by me, so there is nothing to unlock.",
        channel = place.mention()
    ))
}
