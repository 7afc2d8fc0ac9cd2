//! What happens later: temporary bans end, long timeouts are extended, the log is kept.

mod extend_timeout;
mod lift_ban;
pub mod log;

use futures_util::join;
use serde_json::Value;

pub use extend_timeout::ExtendTimeout;
pub use lift_ban::LiftBan;
pub use log::LogCase;

use super::{
    model::Case,
    store::{self, EffectState},
};
use crate::{
    db::{Scope, Tx},
    discord::client::Client,
    platform::{
        bots,
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        tasks::Leased,
    },
};

/// What looks after a case until it ends, and is cancelled when it ends otherwise.
pub const FOLLOW_UPS: [&dyn Task; 2] = [&LiftBan, &ExtendTimeout];

/// What a follow-up finds.
struct Found {
    case: Case,
    effect: Option<EffectState>,
    discord: Client,
}

/// The case of a follow-up with its newest effect, and Discord as the bot. None: it runs no more.
async fn find(ctx: &Ctx, scope: &Scope, task: &Leased, number: i32) -> Result<Option<Found>> {
    let (case, effect, discord) = scope
        .read_at_once(async |tx: Tx| {
            let (case, effect, discord) = join!(
                store::case(&tx, task.guild, number),
                store::effect_of_case(&tx, task.guild, number),
                bots::client(ctx, &tx, task.application)
            );
            Ok::<_, Error>((case?, effect?, discord?))
        })
        .await?;
    let running = case.filter(|case| case.ended.is_none());
    Ok(running.map(|case| Found { case, effect, discord }))
}

fn case_of(task: &Leased) -> Result<i32> {
    let number = task.payload.get("case").and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| Error::Internal("the task names no case".to_owned()))
}
