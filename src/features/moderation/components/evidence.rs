//! The button that shows what was kept with a case, and those that turn its pages.

use async_trait::async_trait;
use futures_util::join;

use super::number;
use crate::{
    db::Tx,
    discord::{
        custom_id::CustomId,
        reply::{Message, Reply},
    },
    features::{
        messages,
        moderation::{
            commands::case_show,
            present::{self, ShownEvidence},
            seal,
            store::{self, Kept},
        },
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
        sealed::{self, Keys},
    },
};

/// The button on a case.
#[derive(Debug)]
pub struct ShowEvidence;

#[async_trait]
impl Component for ShowEvidence {
    fn name(&self) -> &'static str {
        "case.evidence"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&case_show::CaseShow)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(page(ctx, call, 0).await?.into())
    }
}

/// The button that leads to another page of it.
#[derive(Debug)]
pub struct EvidencePage;

#[async_trait]
impl Component for EvidencePage {
    fn name(&self) -> &'static str {
        "case.evidence_page"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&case_show::CaseShow)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(Reply::Update(page(ctx, call, call.custom_id.arg(1).unwrap_or(0)).await?))
    }
}

/// The page of that number, from 0 on, of what this person may read; who may read what is computed anew for each.
async fn page(ctx: &Ctx, call: &Invocation, page: usize) -> Result<Message> {
    let number = number(call)?;
    let scope = ctx.scope(call.application, call.guild);
    let (kept, readable, keys) = scope.read(async |tx: Tx| look(ctx, &tx, call, number).await).await?;
    let all = kept.len();
    let mut shown = Vec::with_capacity(all);
    for message in kept.into_iter().filter(|message| readable.includes(message.channel)) {
        shown.push(seal::opened(&keys, message)?);
    }
    let hidden = all.saturating_sub(shown.len());
    Ok(present::evidence(call, &ShownEvidence { case: number, messages: shown, hidden }, page))
}

async fn look(ctx: &Ctx, tx: &Tx, call: &Invocation, number: i32) -> Result<(Vec<Kept>, messages::Readable, Keys)> {
    let (case, kept, readable, keys) = join!(
        store::case(tx, call.guild, number),
        store::evidence_of_case(tx, call.guild, number),
        messages::readable(ctx, tx, call),
        sealed::keys(ctx, tx)
    );
    let (case, kept) = (case?.ok_or_else(|| case_show::unknown(call, number))?, kept?);
    if kept.is_empty() {
        return Err(Error::user(say!(
            call.locale,
            "Case {number} keeps no messages any more: their time was over, or the case was deleted.",
            number = case.number
        )));
    }
    Ok((kept, readable?, keys?))
}
