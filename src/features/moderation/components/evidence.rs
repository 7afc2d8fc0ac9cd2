//! The button that shows what was kept with a case, and those that turn its pages.

use async_trait::async_trait;

use super::number;
use crate::{
    discord::{
        custom_id::CustomId,
        reply::{Message, Reply},
    },
    features::moderation::{commands::case_show, look, present},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
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

/// The page of that number, from 0 on, of what this person may read.
async fn page(ctx: &Ctx, call: &Invocation, page: usize) -> Result<Message> {
    let evidence = look::evidence(ctx, call, number(call)?).await?;
    if evidence.messages.is_empty() && evidence.hidden == 0 {
        return Err(Error::user(say!(
            call.locale,
            "Case {number} keeps no messages any more: their time was over, or the case was deleted.",
            number = evidence.case
        )));
    }
    Ok(present::evidence(call, &evidence, page))
}
