//! The select that shows what was written around a message.

use async_trait::async_trait;
use twilight_model::id::Id;

use crate::{
    db::Tx,
    discord::{custom_id::CustomId, reply::Reply},
    features::messages::{commands::search::Search, look, present},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
    },
};

/// Messages on each side: of the longest kind seven fit an embed.
const EACH_SIDE: i64 = 3;

/// The select, whose values are messages.
#[derive(Debug)]
pub struct ShowContext;

#[async_trait]
impl Component for ShowContext {
    fn name(&self) -> &'static str {
        "search.context"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&Search)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let message = call.values().first().and_then(|value| Id::new_checked(value.parse().ok()?));
        let message = message.ok_or_else(|| gone(call))?;
        let scope = ctx.scope(call.application, call.guild);
        let around = scope.read(async |tx: Tx| look::around(ctx, &tx, call, message, EACH_SIDE).await).await?;
        if around.hits.is_empty() {
            return Err(gone(call));
        }
        Ok(present::context(call, message, &around).into())
    }
}

fn gone(call: &Invocation) -> Error {
    Error::user(say!(call.locale, "That message is gone, or you can't read it any more. Search again with /search."))
}
