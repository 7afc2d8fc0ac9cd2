//! `/kick`: removes a member, who may come back.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::UserBuilder;

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{Acted, Plan, Request, behalf_option, carry_out, ready, reason_option},
        model::CaseKind,
        present,
        store::NewCase,
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
pub struct Kick;

#[async_trait]
impl Command for Kick {
    fn name(&self) -> &'static str {
        "kick"
    }
    fn summary(&self) -> &'static str {
        "Remove someone, who may come back"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::KICK_MEMBERS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::KICK_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![UserBuilder::new("user", "Whom to remove").required(true).into(), reason_option(), behalf_option()]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let acted = kick(ctx, call, &Request::read(call)?).await?;
        Ok(Message::public(present::acted(call.locale, &acted)).into())
    }
}

/// Removes a member.
pub async fn kick(ctx: &Ctx, call: &Invocation, request: &Request) -> Result<Vec<Acted>> {
    let request = request.clone().of_member(call.locale)?;
    let acting = ready(ctx, call, CaseKind::Kick, &request.target, request.reason.as_deref()).await?;
    carry_out(ctx, call, &acting, &plan(request.case(call, CaseKind::Kick))).await
}

/// What a kick consists of.
pub fn plan(case: NewCase) -> Plan {
    let act = Act::Kick { user: case.user };
    Plan::new(case, Some(act))
}
