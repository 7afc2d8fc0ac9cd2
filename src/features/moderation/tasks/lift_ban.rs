//! Temporary bans end.

use async_trait::async_trait;
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::UserMarker};

use super::{Found, SOON, case_of, find, later, log, wait_for_the_act};
use crate::{
    db::{Scope, Tx},
    discord::{
        client::Client,
        rest::{Ban, Call, code},
    },
    edge,
    features::moderation::{
        model::{self, Ended},
        store,
    },
    platform::{
        ctx::Ctx,
        effects::{self, Act, NewEffect},
        error::{Error, Result},
        feature::Task,
        tasks::Leased,
    },
};

/// Ends a temporary ban, unless the ban that stands by then is another one: made by hand, or by a later case.
#[derive(Debug)]
pub struct LiftBan;

#[async_trait]
impl Task for LiftBan {
    fn kind(&self) -> &'static str {
        "moderation.lift_ban"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let number = case_of(task)?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let Some(Found { case, effect, discord }) = find(ctx, &scope, task, number).await? else {
            return Ok(json!({ "nothing to lift": "the ban has ended otherwise" }));
        };
        let because = match effect.as_ref().map(|effect| effect.state.as_str()) {
            Some("done") => whose(&scope, &discord, task, case.user, number).await?,
            Some("pending" | "running") => {
                return wait_for_the_act(&scope, task.again(self.kind(), later(SOON)?)).await;
            }
            Some("cancelled") => Some(Ended::Lifted),
            _ => Some(Ended::Refused),
        };
        if let Some(because) = because {
            scope
                .write(async |tx: Tx| {
                    store::end_case(&tx, task.guild, number, because).await?;
                    log::enqueue_for_task(&tx, task, number).await
                })
                .await?;
            return Ok(json!({ "nothing to lift": because.column() }));
        }
        let lifted = scope.write(async |tx: Tx| lift(&tx, task, case.user, number).await).await?;
        Ok(json!({ "lifted": lifted }))
    }
}

/// Why the ban that stands on Discord is not this case's to lift. None: it is.
async fn whose(
    scope: &Scope,
    discord: &Client,
    task: &Leased,
    user: Id<UserMarker>,
    number: i32,
) -> Result<Option<Ended>> {
    let ban: Ban = match discord.get(Call::get_ban(task.guild, user)).await {
        Ok(ban) => ban,
        Err(error) if error.has_code(code::UNKNOWN_BAN) => return Ok(Some(Ended::LiftedByHand)),
        Err(error) => return Err(error.into()),
    };
    let is_ours = match model::case_of_ban(ban.reason.as_deref()) {
        Some(named) if named == number => true,
        // Who bans the banned changes nothing on Discord, so the words are still those of the case that this one replaced.
        Some(named) => {
            let replaced = async |tx: Tx| store::replaces(&tx, task.guild, number, named, user).await;
            scope.read_at_once(replaced).await?
        }
        None => false,
    };
    Ok((!is_ours).then_some(Ended::ReplacedByHand))
}

/// One transaction: the case ends only if it still runs and its time is over, and only then the unban is decided.
async fn lift(tx: &Tx, task: &Leased, user: Id<UserMarker>, number: i32) -> Result<bool> {
    if !store::expire_case(tx, task.guild, number, edge::now()).await? {
        return Ok(false);
    }
    let effect = NewEffect {
        application: task.application,
        guild: task.guild,
        act: Act::Unban { user },
        notice: None,
        subject: model::subject(number),
        unique_key: format!("{}/case/{number}/expired", task.guild),
        requested_by: None,
        reason: Some(model::audit_reason(number, "Guildhall", Some("the temporary ban is over"))),
        at_once: false,
    };
    effects::decide(tx, effect).await?;
    log::enqueue_for_task(tx, task, number).await?;
    Ok::<_, Error>(true)
}
