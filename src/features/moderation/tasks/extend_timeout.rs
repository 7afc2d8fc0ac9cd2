//! Timeouts that are longer than Discord's 28 days are applied again and again.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Found, SOON, case_of, find, later, log, wait_for_the_act};
use crate::{
    db::{Scope, Tx},
    edge,
    features::moderation::{
        commands::timeout::{AT_ONCE, EXTENDED_AFTER},
        model::{self, Case, Ended},
        store,
    },
    platform::{
        ctx::Ctx,
        effects::{self, Act, NewEffect},
        error::{Error, Result},
        feature::Task,
        tasks::{self, Leased},
    },
};

/// When to look again at a member who has left: a timeout waits for them on Discord, but can't be extended meanwhile.
const AWAY: SignedDuration = SignedDuration::from_hours(12);
/// How far two times may lie apart and still be the same: Discord does not keep fractions of a second faithfully.
const SAME: SignedDuration = SignedDuration::from_secs(2);

/// Applies a timeout again before Discord would end it, unless somebody has lifted or changed it by hand.
#[derive(Debug)]
pub struct ExtendTimeout;

#[async_trait]
impl Task for ExtendTimeout {
    fn kind(&self) -> &'static str {
        "moderation.extend_timeout"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let number = case_of(task)?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let Some(Found { case, effect, discord }) = find(ctx, &scope, task, number).await? else {
            return Ok(json!({ "nothing to extend": "the timeout has ended otherwise" }));
        };
        let effect = effect.filter(|effect| effect.state != "dead");
        let Some(effect) = effect else { return end(&scope, task, number, Ended::Refused).await };
        if matches!(effect.state.as_str(), "pending" | "running") {
            return wait_for_the_act(&scope, task.again(self.kind(), later(SOON)?)).await;
        }
        let now = edge::now();
        if case.expires_at.is_some_and(|end| end <= now) {
            return end(&scope, task, number, Ended::Expired).await;
        }
        let ours: Option<Timestamp> =
            effect.payload.get("until").and_then(Value::as_str).and_then(|at| at.parse().ok());
        let Some(member) = discord.member(task.guild, case.user).await? else {
            return look_again(&scope, task).await;
        };
        let standing = member.communication_disabled_until.filter(|until| *until > now);
        match (standing, ours) {
            // Past its own end it needs no hand to be gone: they were away, or this came late.
            (None, ours) if ours.is_none_or(|ours| ours > now) => end(&scope, task, number, Ended::LiftedByHand).await,
            (Some(standing), Some(ours)) if standing.duration_since(ours).abs() > SAME => {
                end(&scope, task, number, Ended::ReplacedByHand).await
            }
            _ => scope.write(async |tx: Tx| extend(&tx, task, &case).await).await,
        }
    }
}

async fn end(scope: &Scope, task: &Leased, number: i32, because: Ended) -> Result<Value> {
    scope
        .write(async |tx: Tx| {
            store::end_case(&tx, task.guild, number, because).await?;
            log::enqueue_for_task(&tx, task, number).await
        })
        .await?;
    Ok(json!({ "nothing to extend": because.column() }))
}

async fn look_again(scope: &Scope, task: &Leased) -> Result<Value> {
    let at = later(AWAY)?;
    let again = task.again(ExtendTimeout.kind(), at);
    scope.write(async |tx: Tx| tasks::enqueue(&tx, again.clone()).await.map_err(Error::from)).await?;
    Ok(json!({ "looks again": at }))
}

/// One transaction: only if the case still runs, the timeout is decided again, and the next look if that is not the last.
async fn extend(tx: &Tx, task: &Leased, case: &Case) -> Result<Value> {
    let number = case.number;
    if !store::still_runs(tx, task.guild, number).await? {
        return Ok(json!({ "nothing to extend": "the timeout has ended otherwise" }));
    }
    let furthest = later(AT_ONCE)?;
    let until = case.expires_at.map_or(furthest, |end| end.min(furthest));
    let effect = NewEffect {
        application: task.application,
        guild: task.guild,
        act: Act::Timeout { user: case.user, until },
        notice: None,
        subject: model::subject(number),
        unique_key: format!("{}/case/{number}/extended/{}", task.guild, task.id),
        requested_by: None,
        reason: Some(model::audit_reason(number, "Guildhall", Some("the timeout goes on"))),
        at_once: false,
    };
    effects::decide(tx, effect).await?;
    if case.expires_at.is_none_or(|end| end > furthest) {
        tasks::enqueue(tx, task.again(ExtendTimeout.kind(), later(EXTENDED_AFTER)?)).await?;
    }
    Ok(json!({ "extended until": until }))
}
