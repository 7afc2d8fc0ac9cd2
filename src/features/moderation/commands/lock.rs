//! `/lock`: takes writing in a channel from @everyone, for good or for a time.

use async_trait::async_trait;
use futures_util::{join, try_join};
use jiff::Timestamp;
use serde_json::json;
use twilight_model::{
    application::command::CommandOption,
    guild::Permissions,
    id::{Id, marker::RoleMarker},
};
use twilight_util::builder::command::StringBuilder;

use crate::{
    db::Tx,
    discord::{
        reply::{Message, Reply},
        rest::Channel,
    },
    features::moderation::{
        act::{
            Place, audit_option, channel_option, effect_alone, end_of, entry_alone, log_line, read_lasting,
            read_reason, unchecked,
        },
        model::{self, Before, Bits, LOCKABLE},
        present,
        store::{self, Lock, Stage},
        tasks::UnlockChannel,
    },
    platform::{
        audit,
        ctx::Ctx,
        effects::{self, Act, Decided, Outcome},
        error::{Error, Result},
        feature::{Ack, Command, Task as _},
        interactions,
        invocation::Invocation,
        locale::say,
        tasks::{self, Due, NewTask},
    },
};

/// The command.
#[derive(Debug)]
pub struct LockChannel;

#[async_trait]
impl Command for LockChannel {
    fn name(&self) -> &'static str {
        "lock"
    }
    fn summary(&self) -> &'static str {
        "Stop everyone from writing in a channel"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_CHANNELS
    }
    /// Overwrites take MANAGE_ROLES. Source: Discord docs, "Channel Resource", Edit Channel Permissions.
    fn bot_needs(&self) -> Permissions {
        Permissions::VIEW_CHANNEL | Permissions::MANAGE_ROLES
    }
    fn checks_its_channel(&self) -> bool {
        true
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            channel_option("Which channel, if not this one", LOCKABLE),
            StringBuilder::new("for", "For how long: 30m, 12h, 7d. Leave out to unlock by hand").max_length(40).into(),
            audit_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let locale = call.locale;
        let ends_at = end_of(ctx, read_lasting(locale, call.options.text("for"))?)?;
        let place = Place::read(call)?;
        let reason = read_reason(locale, call.options.text("reason"))?;
        let Locked { lock, still_write, outcome } = lock(ctx, call, &place, ends_at, reason).await?;
        let what = say!(locale, "The lock of {channel}", channel = place.mention());
        let words = present::outcome(locale, &outcome, &what, present::locked(locale, &lock, &still_write));
        Ok(Message::public(present::with_reason(words, lock.reason.as_deref())).into())
    }
}

/// A lock that was tried.
#[derive(Debug)]
pub struct Locked {
    pub lock: Lock,
    /// The roles whom the channel lets write all the same.
    pub still_write: Vec<Id<RoleMarker>>,
    pub outcome: Outcome,
}

/// Takes writing in a channel from @everyone, until then or for good.
pub async fn lock(
    ctx: &Ctx,
    call: &Invocation,
    place: &Place,
    ends_at: Option<Timestamp>,
    reason: Option<String>,
) -> Result<Locked> {
    place.check(call, LockChannel.permission(), LockChannel.bot_needs())?;
    let acting = unchecked(ctx, call, reason.as_deref()).await?;
    let stale = free(ctx, call, place).await?;
    let channel = place.look(call, &acting.discord).await?;
    let (bits, before) = match closing(call, place, &channel) {
        Ok(closing) => closing,
        Err(error) => {
            // What has closed it may be somebody else's lock, of this very moment.
            free(ctx, call, place).await?;
            return Err(error);
        }
    };
    let lock = Lock {
        guild: call.guild,
        channel: place.channel,
        interaction: call.interaction.id,
        application: call.application,
        before,
        moderator: call.actor.id,
        moderator_name: call.actor.shown_name(),
        reason,
        ends_at,
        created_at: ctx.arrived_at,
    };

    let decided = write(ctx, call, &lock, stale.as_ref(), bits).await?;
    let outcome = effects::attempt(ctx, &acting.discord, &decided).await;
    if let Outcome::Refused(_) = outcome {
        forget(ctx, call, &lock).await?;
    }
    let log_locale = ctx.locale(acting.settings.language());
    let line = present::locked_line(log_locale, &lock);
    log_line(ctx, call, &acting, present::log_line(log_locale, &outcome, line, lock.reason.as_deref())).await;
    let still_write = model::still_write(&channel.permission_overwrites, call.guild);
    Ok(Locked { lock, still_write, outcome })
}

/// What closes the channel to @everyone, and what to remember of it.
fn closing(call: &Invocation, place: &Place, channel: &Channel) -> Result<(Bits, Before)> {
    if !LOCKABLE.contains(&channel.kind) {
        return Err(Error::user(say!(
            call.locale,
            "I can't lock {channel}: it is no channel that people write in, or a thread. Lock a thread by Discord's own “Lock Thread”.",
            channel = place.mention()
        )));
    }
    model::lock(model::everyone(&channel.permission_overwrites, call.guild)).ok_or_else(|| {
        Error::user(say!(
            call.locale,
            "@everyone can't write in {channel} as it is, and that is not my doing. Change it in the channel's settings.",
            channel = place.mention()
        ))
    })
}

/// Refuses a channel that is locked, or whose last unlocking still waits: what it holds now is not what it will hold.
/// Returns a lock that Discord never let happen, for the new one to replace.
async fn free(ctx: &Ctx, call: &Invocation, place: &Place) -> Result<Option<Lock>> {
    let (lock, newest) = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| {
            let found = try_join!(
                store::lock_of_channel(&tx, call.guild, place.channel),
                store::newest_effect(&tx, call.guild, model::lock_subject(place.channel))
            );
            found.map_err(Error::from)
        })
        .await?;
    match (lock, newest) {
        (Some(lock), Some(Stage::Dead)) => Ok(Some(lock)),
        (Some(lock), _) => Err(Error::conflict(present::locked_already(call.locale, &lock))),
        (None, Some(Stage::Unfinished)) => Err(Error::conflict(say!(
            call.locale,
            "{channel} is about to be unlocked, which still waits for Discord. Try again in a minute.",
            channel = place.mention()
        ))),
        (None, _) => Ok(None),
    }
}

/// The lock, its effect and the task that will end it: all or nothing.
async fn write(ctx: &Ctx, call: &Invocation, lock: &Lock, stale: Option<&Lock>, bits: Bits) -> Result<Decided> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (claimed, decided) =
                join!(interactions::claim(&tx, call.interaction.id), decide(&tx, call, lock, stale, bits));
            claimed?;
            let decided = decided?;
            let values = (json!({ "locked": false }), json!({ "locked": true, "ends_at": lock.ends_at }));
            let subject = format!("channel/{}", lock.channel);
            let entry = entry_alone(call, "channel.lock", subject, values, lock.reason.as_deref());
            audit::record(ctx, &tx, &call.actor, entry).await?;
            Ok(decided)
        })
        .await
}

async fn decide(tx: &Tx, call: &Invocation, lock: &Lock, stale: Option<&Lock>, bits: Bits) -> Result<Decided> {
    if let Some(stale) = stale {
        end(tx, stale).await?;
    }
    if !store::insert_lock(tx, lock).await? {
        // Another /lock was faster.
        let other = store::lock_of_channel(tx, lock.guild, lock.channel).await?;
        return Err(Error::conflict(present::locked_already(call.locale, other.as_ref().unwrap_or(lock))));
    }
    let Bits { allow, deny } = bits;
    let act = Act::Overwrite { channel: lock.channel, role: lock.guild.cast(), allow, deny };
    let effect = effect_alone(call, act, model::lock_subject(lock.channel), lock.reason.as_deref());
    let decided = effects::decide(tx, effect).await?;
    if let Some(at) = lock.ends_at {
        let unlocking = NewTask {
            application: lock.application,
            guild: lock.guild,
            kind: UnlockChannel.kind(),
            subject: model::lock_subject(lock.channel),
            lane: None,
            about: None,
            unique_key: format!("{}/unlock/{}", lock.guild, lock.interaction),
            payload: json!({ "channel": lock.channel, "lock": lock.interaction }),
            requested_by: Some(lock.moderator),
            reason: None,
            due: Due::At(at),
        };
        tasks::enqueue(tx, unlocking).await?;
    }
    Ok(decided)
}

/// Ends a lock without unlocking: Discord refused it, or its channel is gone.
pub async fn forget(ctx: &Ctx, call: &Invocation, lock: &Lock) -> Result<()> {
    ctx.scope(call.application, call.guild).write(async |tx: Tx| end(&tx, lock).await.map(drop)).await
}

/// Ends a lock and the task that would have ended it; whether it was still there.
pub async fn end(tx: &Tx, lock: &Lock) -> Result<bool> {
    let was_there = store::delete_lock(tx, lock).await?;
    if was_there {
        tasks::cancel_subject(tx, lock.guild, UnlockChannel.kind(), vec![model::lock_subject(lock.channel)]).await?;
    }
    Ok(was_there)
}
