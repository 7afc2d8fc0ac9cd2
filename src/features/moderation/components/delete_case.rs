//! The form that deletes what a case says.

use async_trait::async_trait;

use super::number;
use crate::{
    discord::{custom_id::CustomId, reply::Reply},
    features::moderation::{
        act::{delete, read_because},
        commands::{case_delete::CaseDelete, case_show},
    },
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command, Component},
        invocation::Invocation,
    },
};

/// The form.
#[derive(Debug)]
pub struct DeleteCase;

#[async_trait]
impl Component for DeleteCase {
    fn name(&self) -> &'static str {
        "case.delete"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&CaseDelete)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let number = number(call)?;
        delete(ctx, call, number, &read_because(call.locale, call.field("reason"))?).await?;
        Ok(case_show::show(ctx, call, number).await?.into())
    }
}
