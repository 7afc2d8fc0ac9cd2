//! Many bans at once: who may be banned, one transaction with a case for each, one call, and the answer.

mod settle;
mod sift;

use futures_util::join;
use twilight_model::id::{Id, marker::UserMarker};

pub use settle::SettleMassBan;
pub use sift::Sifted;

use super::{
    act::{Acting, keep_evidence_of_many, opened, unchecked},
    model::{self, CaseKind, Ended},
    present,
    store::{self, NewCase},
    tasks::cancel_follow_ups,
};
use crate::{
    db::Tx,
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        effects::{self, Act, Decided, NewEffect, Outcome},
        error::{Error, Result},
        feature::Task as _,
        interactions,
        invocation::Invocation,
        tasks::{self, Due, Enqueued, NewTask},
    },
};

/// Many bans that were tried.
#[derive(Debug)]
pub struct Banned {
    pub sifted: Sifted,
    /// The number of the first case; the others follow it in the order of `sifted.allowed`.
    pub first: i32,
    pub outcome: Outcome,
}

/// Bans these people, as far as they may be banned.
pub async fn ban(
    ctx: &Ctx,
    call: &Invocation,
    people: &[Id<UserMarker>],
    reason: Option<String>,
    delete_message_seconds: u32,
) -> Result<Banned> {
    let acting = unchecked(ctx, call, reason.as_deref()).await?;
    let sifted = sift::sift(ctx, call, &acting.discord, people).await?;
    if sifted.allowed.is_empty() {
        return Err(Error::user(present::nobody_to_ban(call.locale, &sifted)));
    }
    let case = case_like(call, reason);
    let decided = ctx
        .scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (claimed, decided) = join!(
                interactions::claim(&tx, call.interaction.id),
                decide(ctx, &tx, &acting, &case, &sifted, delete_message_seconds, call)
            );
            claimed?;
            decided
        })
        .await?;
    let outcome = effects::attempt(ctx, &acting.discord, &decided.effect).await;
    tasks::run_at_once(ctx, decided.settle).await;
    if let Some(log) = &decided.log {
        effects::attempt(ctx, &acting.discord, log).await;
    }
    Ok(Banned { sifted, first: decided.first, outcome })
}

/// What is decided for all of them.
struct ManyDecided {
    first: i32,
    effect: Decided,
    settle: Enqueued,
    log: Option<Decided>,
}

async fn decide(
    ctx: &Ctx,
    tx: &Tx,
    acting: &Acting,
    case: &NewCase,
    sifted: &Sifted,
    delete_message_seconds: u32,
    call: &Invocation,
) -> Result<ManyDecided> {
    let subject = format!("massban/{}", call.interaction.id);
    let users: Vec<_> = sifted.allowed.iter().map(|(user, _)| *user).collect();
    let first = store::open_cases(tx, case, &sifted.allowed, &subject).await?;
    let (kept, ended, recorded) = join!(
        keep_evidence_of_many(tx, &acting.settings, case.guild, first, &users, call.interaction.id.get()),
        store::end_cases_of_many(tx, case.guild, &users, CaseKind::Ban, first, Ended::Replaced),
        audit::record_all(ctx, tx, &call.actor, entries(case, sifted, first))
    );
    kept?;
    recorded?;
    let ended = ended?;
    cancel_follow_ups(tx, case.guild, ended.into_iter()).await?;
    let effect = NewEffect {
        application: case.application,
        guild: case.guild,
        act: Act::BanMany { users, delete_message_seconds },
        notice: None,
        subject: subject.clone(),
        unique_key: format!("{}/{subject}", case.guild),
        requested_by: Some(case.moderator),
        reason: Some(model::audit_reason(first, &case.moderator_name, case.reason.as_deref())),
        at_once: true,
    };
    let log = acting.settings.log_channel.map(|channel| {
        let locale = ctx.locale(acting.settings.language());
        let content = present::many_banned_entry(locale, case, first, sifted.allowed.len());
        NewEffect {
            act: Act::Post { channel, content },
            subject: format!("log/{subject}"),
            unique_key: format!("{}/log/{subject}", case.guild),
            reason: None,
            ..effect.clone()
        }
    });
    let effect = effects::decide(tx, effect).await?;
    let settle = NewTask {
        application: case.application,
        guild: case.guild,
        kind: SettleMassBan.kind(),
        subject: format!("settle/{subject}"),
        lane: None,
        about: None,
        unique_key: format!("{}/settle/{subject}", case.guild),
        payload: serde_json::json!({ "subject": subject, "first": first }),
        requested_by: None,
        reason: None,
        due: Due::AtOnce,
    };
    let settle = tasks::enqueue(tx, settle).await?;
    let log = match log {
        Some(log) => Some(effects::decide(tx, log).await?),
        None => None,
    };
    Ok(ManyDecided { first, effect, settle, log })
}

/// What the audit log says, of each case by itself: its words are forgotten with it.
fn entries(case: &NewCase, sifted: &Sifted, first: i32) -> Vec<Entry> {
    let of =
        |(number, (user, _)): (i32, &(Id<UserMarker>, _))| opened(&NewCase { user: *user, ..case.clone() }, number);
    (first..).zip(&sifted.allowed).map(of).collect()
}

/// What all the cases have in common. Whom they are about is filled in for each.
fn case_like(call: &Invocation, reason: Option<String>) -> NewCase {
    NewCase {
        application: call.application,
        guild: call.guild,
        kind: CaseKind::Ban,
        user: call.actor.id,
        user_name: String::new(),
        moderator: call.actor.id,
        moderator_name: call.actor.shown_name(),
        made_by: None,
        reason,
        expires_at: None,
    }
}
