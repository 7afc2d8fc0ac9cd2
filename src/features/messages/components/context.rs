//! The select that shows what was written around a message.

use async_trait::async_trait;
use twilight_model::id::{Id, marker::MessageMarker};

use crate::{
    db::Tx,
    discord::{custom_id::CustomId, reply::Reply},
    features::messages::{
        commands::search::Search,
        look,
        model::Version,
        present,
        store::{self, Hit},
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
        sealed,
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
        let (around, said) = scope.read(async |tx: Tx| around(ctx, &tx, call, message).await).await?;
        if around.is_empty() {
            return Err(gone(call));
        }
        Ok(present::context(call, message, &around, &said).into())
    }
}

/// The messages around it, and what it said before it was edited: for those alone who would find deleted ones there.
async fn around(ctx: &Ctx, tx: &Tx, call: &Invocation, message: Id<MessageMarker>) -> Result<(Vec<Hit>, Vec<Version>)> {
    let (_, visible) = look::visible(ctx, tx, call).await?;
    let mut around = store::around(tx, call.guild, &visible, message, EACH_SIDE).await?;
    look::open(ctx, tx, call, &mut around).await?;
    let chosen = around.iter().find(|hit| hit.id == message);
    if !chosen.is_some_and(|hit| hit.is_edited && visible.managed.contains(&hit.channel)) {
        return Ok((around, Vec::new()));
    }
    let keys = sealed::keys(ctx, tx).await?;
    let known = store::known(tx, call.guild, vec![message.get().cast_signed()], &keys).await?;
    let mut said = known.into_iter().next().map(|known| known.versions).unwrap_or_default();
    said.pop();
    Ok((around, said))
}

fn gone(call: &Invocation) -> Error {
    Error::user(say!(call.locale, "That message is gone, or you can't read it any more. Search again with /search."))
}
