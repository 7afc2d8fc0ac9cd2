//! The buttons on a case, and the form for its reason.

use async_trait::async_trait;

use super::number;
use crate::{
    db::Tx,
    discord::{
        custom_id::CustomId,
        reply::{Modal, Reply},
    },
    features::moderation::{
        act::reason_input,
        commands::{case_reason, case_show},
        store,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
    },
};

/// The button that shows the case anew.
#[derive(Debug)]
pub struct RefreshCase;

#[async_trait]
impl Component for RefreshCase {
    fn name(&self) -> &'static str {
        "case.refresh"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&case_show::CaseShow)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(Reply::Update(case_show::show(ctx, call, number(call)?).await?))
    }
}

/// The button that opens the form for another reason.
#[derive(Debug)]
pub struct AskReason;

#[async_trait]
impl Component for AskReason {
    fn name(&self) -> &'static str {
        "case.ask_reason"
    }
    fn ack(&self) -> Ack {
        Ack::Modal
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&case_reason::CaseReason)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let number = number(call)?;
        let case = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| store::case(&tx, call.guild, number).await.map_err(Error::from))
            .await?
            .ok_or_else(|| case_show::unknown(call, number))?;
        let (label, description) = (say!(call.locale, "Reason"), say!(call.locale, "Kept in the case"));
        let reason = reason_input(label, description, true, case.reason);
        Ok(Reply::Modal(Modal {
            custom_id: GiveReason.custom_id().with(number).to_string(),
            title: say!(call.locale, "Reason of case {number}", number = number),
            components: vec![reason],
        }))
    }
}

/// The form with the new reason.
#[derive(Debug)]
pub struct GiveReason;

#[async_trait]
impl Component for GiveReason {
    fn name(&self) -> &'static str {
        "case.reason"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&case_reason::CaseReason)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(Reply::Update(case_reason::set_reason(ctx, call, number(call)?, call.field("reason")).await?))
    }
}
