//! `/untimeout`: lets a member write again.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::UserBuilder;

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{Acted, Plan, Request, behalf_option, carry_out, ready, reason_option},
        model::{CaseKind, Ended},
        present,
    },
    platform::{
        ctx::Ctx,
        effects::Act,
        error::Result,
        feature::{Ack, Command},
        invocation::Invocation,
    },
};

/// The command.
#[derive(Debug)]
pub struct Untimeout;

#[async_trait]
impl Command for Untimeout {
    fn name(&self) -> &'static str {
        "untimeout"
    }
    fn summary(&self) -> &'static str {
        "End someone's timeout"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![UserBuilder::new("user", "Who may write again").required(true).into(), reason_option(), behalf_option()]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let acted = end_timeout(ctx, call, &Request::read(call)?).await?;
        Ok(Message::public(present::acted(call.locale, &acted)).into())
    }
}

/// Ends a member's timeout.
pub async fn end_timeout(ctx: &Ctx, call: &Invocation, request: &Request) -> Result<Vec<Acted>> {
    let request = request.clone().of_member(call.locale)?;
    let acting = ready(ctx, call, CaseKind::Untimeout, &request.target, request.reason.as_deref()).await?;
    let case = request.case(call, CaseKind::Untimeout);
    let act = Some(Act::EndTimeout { user: case.user });
    let plan = Plan { ends: Some((CaseKind::Timeout, Ended::Lifted)), ..Plan::new(case, act) };
    carry_out(ctx, call, &acting, &plan).await
}
