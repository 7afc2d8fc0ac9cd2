//! Acts that open no case: their effect, the try, and their line in the moderation log.

use futures_util::join;
use serde_json::Value;

use super::Acting;
use crate::{
    db::Tx,
    features::moderation::model,
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        effects::{self, Act, NewEffect, Outcome},
        error::Result,
        interactions,
        invocation::Invocation,
    },
};

/// The effect of an act that opens no case, to be tried at once.
pub fn effect_alone(call: &Invocation, act: Act, subject: String, reason: Option<&str>) -> NewEffect {
    NewEffect {
        application: call.application,
        guild: call.guild,
        act,
        notice: None,
        subject,
        unique_key: format!("{}/act/{}", call.guild, call.interaction.id),
        requested_by: Some(call.actor.id),
        reason: Some(model::audit_words(&call.actor.shown_name(), reason)),
        at_once: true,
    }
}

/// What the audit log says of an act that opens no case.
pub fn entry_alone(
    call: &Invocation,
    action: &'static str,
    subject: String,
    (before, after): (Value, Value),
    reason: Option<&str>,
) -> Entry {
    let (before, after, reason) = (Some(before), Some(after), reason.map(str::to_owned));
    Entry { guild: Some(call.guild), action, subject, before, after, reason }
}

/// Decides an effect and nothing else, and tries it.
pub async fn carry_out_alone(
    ctx: &Ctx,
    call: &Invocation,
    acting: &Acting,
    effect: NewEffect,
    entry: Entry,
) -> Result<Outcome> {
    let (effect, entry) = (&effect, &entry);
    let decided = ctx
        .scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (claimed, decided, recorded) = join!(
                interactions::claim(&tx, call.interaction.id),
                effects::decide(&tx, effect.clone()),
                audit::record(ctx, &tx, &call.actor, entry.clone())
            );
            claimed?;
            recorded?;
            decided
        })
        .await?;
    Ok(effects::attempt(ctx, &acting.discord, &decided).await)
}

/// Posts a line in the moderation log, if the server has one, after the reply. The act that it tells of is done already,
/// so what goes wrong here is only noted.
pub async fn log_line(ctx: &Ctx, call: &Invocation, acting: &Acting, line: Option<String>) {
    let Some((channel, content)) = acting.settings.log_channel.zip(line) else { return };
    let unique_key = format!("{}/log/act/{}", call.guild, call.interaction.id);
    let post = NewEffect {
        unique_key,
        reason: None,
        ..effect_alone(call, Act::Post { channel, content }, format!("log/act/{}", call.interaction.id), None)
    };
    let post = &post;
    let scope = ctx.scope(call.application, call.guild);
    match scope.write(async |tx: Tx| effects::decide(&tx, post.clone()).await).await {
        Ok(decided) => {
            let (poster, discord) = (ctx.clone(), acting.discord.clone());
            ctx.later.spawn(async move {
                effects::attempt(&poster, &discord, &decided).await;
            });
        }
        Err(error) => tracing::warn!(%error, "an act is missing from the moderation log"),
    }
}
