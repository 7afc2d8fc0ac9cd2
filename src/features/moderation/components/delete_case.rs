//! The form that deletes what a case says.

use async_trait::async_trait;

use super::number;
use crate::{
    db::Tx,
    discord::{custom_id::CustomId, reply::Reply},
    features::moderation::{
        act::{change, erase, read_reason},
        commands::case_delete::CaseDelete,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
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
        let because = read_reason(call.locale, call.field("reason"))?
            .ok_or_else(|| Error::user(say!(call.locale, "Say why it is deleted: that is all that stays.")))?;
        let because = because.as_str();
        let erased = async |tx: Tx| erase(&tx, call, number, because).await;
        Ok(change(ctx, call, number, "case.delete", erased).await?.into())
    }
}
