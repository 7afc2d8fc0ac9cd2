//! What was kept with a case, as far as somebody may read it. Who may is computed anew for each look.

use futures_util::join;

use super::{
    commands::case_show,
    seal,
    store::{self, Kept},
};
use crate::{
    db::Tx,
    features::messages::{self, Readable},
    platform::{
        ctx::Ctx,
        error::Result,
        invocation::Invocation,
        sealed::{self, Keys},
    },
};

/// What somebody may read of what was kept with a case.
#[derive(Debug)]
pub struct Evidence {
    pub case: i32,
    /// Oldest first.
    pub messages: Vec<Kept>,
    /// How many more there are in channels that they can't read.
    pub hidden: usize,
}

/// The evidence of a case. Nothing is kept any more where there is neither a message nor a hidden one.
pub async fn evidence(ctx: &Ctx, call: &Invocation, number: i32) -> Result<Evidence> {
    let scope = ctx.scope(call.application, call.guild);
    let found = scope.read(async |tx: Tx| look(ctx, &tx, call, number).await).await?;
    let Some((kept, readable, keys)) = found else {
        return Ok(Evidence { case: number, messages: Vec::new(), hidden: 0 });
    };
    let all = kept.len();
    let mut messages = Vec::with_capacity(all);
    for message in kept.into_iter().filter(|message| readable.includes(message.channel)) {
        messages.push(seal::opened(&keys, message)?);
    }
    let hidden = all.saturating_sub(messages.len());
    Ok(Evidence { case: number, messages, hidden })
}

async fn look(ctx: &Ctx, tx: &Tx, call: &Invocation, number: i32) -> Result<Option<(Vec<Kept>, Readable, Keys)>> {
    let (case, kept, readable, keys) = join!(
        store::case(tx, call.guild, number),
        store::evidence_of_case(tx, call.guild, number),
        messages::readable(ctx, tx, call),
        sealed::keys(ctx, tx)
    );
    case?.ok_or_else(|| case_show::unknown(call, number))?;
    let kept = kept?;
    if kept.is_empty() { Ok(None) } else { Ok(Some((kept, readable?, keys?))) }
}
