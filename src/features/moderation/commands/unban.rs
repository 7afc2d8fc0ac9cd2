//! `/unban`: lifts a ban, and cancels one that still waits.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::UserBuilder;

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{Acted, Plan, Request, behalf_option, carry_out, reason_option, unchecked},
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
pub struct Unban;

#[async_trait]
impl Command for Unban {
    fn name(&self) -> &'static str {
        "unban"
    }
    fn summary(&self) -> &'static str {
        "Lift someone's ban"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::BAN_MEMBERS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::BAN_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "Whose ban to lift; paste their id").required(true).into(),
            reason_option(),
            behalf_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let acted = unban(ctx, call, &Request::read(call)?).await?;
        Ok(Message::public(present::acted(call.locale, &acted)).into())
    }
}

/// Lifts somebody's ban.
pub async fn unban(ctx: &Ctx, call: &Invocation, request: &Request) -> Result<Vec<Acted>> {
    // Whoever is banned stands below everyone.
    let acting = unchecked(ctx, call, request.reason.as_deref()).await?;
    let case = request.case(call, CaseKind::Unban);
    let act = Some(Act::Unban { user: case.user });
    let plan = Plan { ends: Some((CaseKind::Ban, Ended::Lifted)), ..Plan::new(case, act) };
    carry_out(ctx, call, &acting, &plan).await
}
