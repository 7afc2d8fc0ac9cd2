//! After many bans: the cases of those whom Discord refused are ended.

use async_trait::async_trait;
use serde_json::{Value, json};

use crate::{
    db::{Scope, Tx},
    features::moderation::{
        store,
        tasks::{SOON, later, wait_for_the_act},
    },
    platform::{
        ctx::Ctx,
        effects::{ManyBanned, Report},
        error::{Error, Result},
        feature::Task,
        tasks::Leased,
    },
};

/// Ends the cases of whom Discord did not ban.
#[derive(Debug)]
pub struct SettleMassBan;

#[async_trait]
impl Task for SettleMassBan {
    fn kind(&self) -> &'static str {
        "moderation.settle_massban"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let subject = task.payload.get("subject").and_then(Value::as_str).unwrap_or_default();
        let first = task.payload.get("first").and_then(Value::as_i64).and_then(|first| i32::try_from(first).ok());
        let first = first.ok_or_else(|| Error::Internal("the task names no case".to_owned()))?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let effect = scope
            .read_at_once(async |tx: Tx| store::case_with_effect(&tx, task.guild, first).await.map_err(Error::from))
            .await?
            .and_then(|(_, effect)| effect)
            .ok_or_else(|| Error::Internal("the effect is gone".to_owned()))?;
        let refused = match effect.state.as_str() {
            "pending" | "running" => {
                return wait_for_the_act(&scope, task.again(self.kind(), later(SOON)?)).await;
            }
            "done" => {
                let report: Report = serde_json::from_value(effect.report.unwrap_or_default()).unwrap_or_default();
                serde_json::from_value::<ManyBanned>(report.answer).unwrap_or_default().refused
            }
            // None of them took place.
            _ => serde_json::from_value(effect.payload.get("users").cloned().unwrap_or_default()).unwrap_or_default(),
        };
        let refused = &refused;
        let ended = scope
            .write(async |tx: Tx| store::end_refused(&tx, task.guild, subject, refused).await.map_err(Error::from))
            .await?;
        Ok(json!({ "refused": ended }))
    }
}
