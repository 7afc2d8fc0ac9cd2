//! The buttons under a list of cases.

use async_trait::async_trait;

use crate::{
    discord::{custom_id::CustomId, reply::Reply},
    features::moderation::commands::case_list,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
    },
};

/// The button that leads to another page.
#[derive(Debug)]
pub struct CasePage;

#[async_trait]
impl Component for CasePage {
    fn name(&self) -> &'static str {
        "case.page"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&case_list::CaseList)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (filter, before) = case_list::read_address(&call.custom_id)
            .ok_or_else(|| Error::user(say!(call.locale, "This button leads nowhere. Use /case list instead.")))?;
        Ok(Reply::Update(case_list::page(ctx, call, &filter, before).await?))
    }
}
