//! How far messages are that are being sealed or opened.

use async_trait::async_trait;

use crate::features::messages::store;
use crate::{
    db::Tx,
    discord::{markdown::stamp, snowflake},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        health::{Check, Facts, Finding},
        invocation::Invocation,
        locale::say,
    },
};

/// Nothing is wrong, but whoever has changed the setting wants to know.
pub struct Resealing;

#[async_trait]
impl Check for Resealing {
    async fn run(&self, ctx: &Ctx, call: &Invocation, _facts: &Facts) -> Result<Vec<Finding>> {
        let sealing = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| store::sealing(&tx, call.guild).await.map_err(Error::from))
            .await?;
        let Some(sealing) = sealing.filter(|sealing| !sealing.is_finished) else { return Ok(Vec::new()) };
        let what = match sealing.is_on {
            true => say!(call.locale, "Messages are being encrypted"),
            false => say!(call.locale, "Messages are being decrypted"),
        };
        let moment = stamp(snowflake::made_at(sealing.position.cast_unsigned()), 'd');
        let fix = match sealing.round {
            1 => say!(
                call.locale,
                "Nothing, it goes on by itself. So far: {count}, up to those of {moment}.",
                count = sealing.changed,
                moment = moment
            ),
            _ => say!(
                call.locale,
                "Nothing, it goes on by itself. So far: {count}; all are looked at once more.",
                count = sealing.changed
            ),
        };
        Ok(vec![Finding { is_serious: false, what, fix }])
    }
}
