//! What happens later: temporary bans end, long timeouts are extended, the log is kept.

mod extend_timeout;
mod forget_evidence;
mod lift_ban;
pub mod log;
mod undo_role;
mod unlock_channel;

use futures_util::join;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::GuildMarker};

pub use extend_timeout::ExtendTimeout;
pub use forget_evidence::ForgetEvidence;
pub use lift_ban::LiftBan;
pub use log::LogCase;
pub use undo_role::UndoRole;
pub use unlock_channel::UnlockChannel;

use super::{
    model::{self, Case, CaseKind, Ended},
    store::{self, EffectState, EndedCase, NewCase},
};
use crate::{
    db::{Scope, Tx},
    discord::client::Client,
    edge,
    platform::{
        bots,
        ctx::Ctx,
        effects::{Act, NewEffect},
        error::{Error, Result},
        feature::Task,
        tasks::{self, Leased, NewTask},
    },
};

/// What looks after a case until it ends, and is cancelled when it ends otherwise.
const FOLLOW_UPS: [&dyn Task; 2] = [&LiftBan, &ExtendTimeout];

/// Cancels what looks after these cases, because they have ended.
pub async fn cancel_follow_ups(tx: &Tx, guild: Id<GuildMarker>, ended: impl Iterator<Item = i32>) -> Result<()> {
    let subjects: Vec<String> = ended.map(model::subject).collect();
    for task in FOLLOW_UPS.into_iter().filter(|_| !subjects.is_empty()) {
        tasks::cancel_subject(tx, guild, task.kind(), subjects.clone()).await?;
    }
    Ok(())
}

/// Ends what a newer case replaces, and what looked after it.
pub async fn end_replaced(
    tx: &Tx,
    case: &NewCase,
    number: i32,
    ends: Option<(CaseKind, Ended)>,
) -> Result<Vec<EndedCase>> {
    let Some((kind, because)) = ends else { return Ok(Vec::new()) };
    let ended = store::end_cases(tx, case.guild, case.user, kind, number, because).await?;
    cancel_follow_ups(tx, case.guild, ended.iter().map(|case| case.number)).await?;
    Ok(ended)
}

/// When to look again whether an act that still waits is done.
pub const SOON: SignedDuration = SignedDuration::from_secs(30);

/// What a follow-up finds.
struct Found {
    case: Case,
    effect: Option<EffectState>,
    discord: Client,
}

/// The case of a follow-up with its newest effect, and Discord as the bot. None: it runs no more.
async fn find(ctx: &Ctx, scope: &Scope, task: &Leased, number: i32) -> Result<Option<Found>> {
    let (found, discord) = scope
        .read_at_once(async |tx: Tx| {
            let (found, discord) =
                join!(store::case_with_effect(&tx, task.guild, number), bots::client(ctx, &tx, task.application));
            Ok::<_, Error>((found?, discord?))
        })
        .await?;
    let running = found.filter(|(case, _)| case.ended.is_none());
    Ok(running.map(|(case, effect)| Found { case, effect, discord }))
}

/// So long from now.
pub fn later(by: SignedDuration) -> Result<Timestamp> {
    edge::now().checked_add(by).map_err(|error| Error::Internal(error.to_string()))
}

/// Lets a task that came before its act was done run again soon.
pub async fn wait_for_the_act(scope: &Scope, again: NewTask) -> Result<Value> {
    scope.write(async |tx: Tx| tasks::enqueue(&tx, again.clone()).await.map_err(Error::from)).await?;
    Ok(json!({ "too early": "the act itself still waits" }))
}

/// An effect that a task decides about no case, for the tick. `part` tells it from others of the same task.
fn effect_of(task: &Leased, part: &str, act: Act, because: &str) -> NewEffect {
    NewEffect {
        application: task.application,
        guild: task.guild,
        act,
        notice: None,
        subject: format!("task/{}/{part}", task.id),
        unique_key: format!("{}/task/{}/{part}", task.guild, task.id),
        requested_by: None,
        reason: Some(model::audit_words("Guildhall", Some(because))),
        at_once: false,
    }
}

fn case_of(task: &Leased) -> Result<i32> {
    let number = task.payload.get("case").and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| Error::Internal("the task names no case".to_owned()))
}
