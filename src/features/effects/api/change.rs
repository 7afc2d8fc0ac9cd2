//! Effects are retried and cancelled.

use axum::Json;
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::GuildMarker};

use super::{Effect, Named, unknown};
use crate::{
    db::Tx,
    edge,
    features::{
        effects::{
            model::{Condition, condition},
            store,
        },
        moderation,
    },
    platform::{
        api::{self, At, Problem, Refusals, Result, Snowflake, rights},
        audit,
        effects::Act,
        tasks::{self, State},
    },
};

/// Has an effect tried again that is dead, at once and as often as a new one.
///
/// Not if something newer about the same was decided since (409, `overtaken`), or if nothing would ever end what it begins: its
/// case has ended, or what was to undo it is over (409, `over`). Then act anew.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/effects/{effect}/retry", tag = "Effects",
    operation_id = "retry_effect",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("effect" = i64, Path)),
    responses((status = 200, body = Effect), Refusals))]
pub async fn retry(room: api::Guild<rights::Manage>, At(Named { effect }): At<Named>) -> Result<Json<Effect>> {
    change(&room, effect, Change::Retry).await
}

/// Cancels an effect that still waits.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/effects/{effect}/cancel", tag = "Effects",
    operation_id = "cancel_effect",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("effect" = i64, Path)),
    responses((status = 200, body = Effect), Refusals))]
pub async fn cancel(room: api::Guild<rights::Manage>, At(Named { effect }): At<Named>) -> Result<Json<Effect>> {
    change(&room, effect, Change::Cancel).await
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Retry,
    Cancel,
}

impl Change {
    /// As the audit log names it.
    fn action(self) -> &'static str {
        match self {
            Self::Retry => "effect.retry",
            Self::Cancel => "effect.cancel",
        }
    }

    /// Does it to an effect that nobody else takes meanwhile.
    async fn run(self, tx: &Tx, guild: Id<GuildMarker>, effect: &Effect, act: &Act) -> Result<()> {
        let state = effect.state.column();
        match (self, effect.state) {
            (Self::Retry, State::Dead) => {
                in_time(tx, guild, effect, act).await?;
                tasks::retry(tx, guild, effect.id).await?;
            }
            (Self::Retry, _) => {
                let words = format!("It is {state}: only what is dead can be retried.");
                return Err(Problem::conflict("not_dead", words));
            }
            (Self::Cancel, State::Pending) => drop(tasks::cancel(tx, guild, effect.id).await?),
            (Self::Cancel, _) => {
                let words = format!("It is {state}: only what waits can be cancelled.");
                return Err(Problem::conflict("not_pending", words));
            }
        }
        Ok(())
    }
}

async fn change(room: &api::Guild<rights::Manage>, effect: i64, change: Change) -> Result<Json<Effect>> {
    let (ctx, guild, actor) = (&room.ctx, room.id, &room.access.actor());
    let changed = room
        .scope()
        .write(async |tx: Tx| {
            let act = store::hold(&tx, guild, effect).await?.ok_or_else(unknown)?;
            let before = store::effect(&tx, guild, effect).await?.ok_or_else(unknown)?;
            change.run(&tx, guild, &before, &act).await?;
            let after = store::effect(&tx, guild, effect).await?.ok_or_else(unknown)?;
            let entry = audit::Entry {
                guild: Some(guild),
                before: Some(shown(&before)),
                after: Some(shown(&after)),
                ..audit::Entry::of(change.action(), format!("effect/{effect}"))
            };
            audit::record(ctx, &tx, actor, entry).await?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(Json(changed))
}

/// Refuses what would do harm by now.
async fn in_time(tx: &Tx, guild: Id<GuildMarker>, effect: &Effect, act: &Act) -> Result<()> {
    let is_over = match condition(act, edge::now()) {
        Condition::None => false,
        Condition::Never => true,
        Condition::CaseRuns => moderation::is_over(tx, guild, effect.subject.as_deref().unwrap_or_default()).await?,
        Condition::UndoingWaits => store::undoing_is_over(tx, guild, effect.id).await?,
    };
    if is_over {
        let words = "What it was part of is over, so nothing would ever end what it begins. Act anew instead.";
        return Err(Problem::conflict("over", words));
    }
    if store::is_overtaken(tx, guild, effect.id, act.overtaken_by()).await? {
        let words = "Something newer about the same was decided since. Act anew if it is still wanted.";
        return Err(Problem::conflict("overtaken", words));
    }
    Ok(())
}

fn shown(effect: &Effect) -> Value {
    json!({ "state": effect.state, "act": effect.act, "subject": effect.subject, "about_user_id": effect.about_user_id })
}
