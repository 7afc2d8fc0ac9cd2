//! `/warn`: tells a member off, on the record. So many warnings may have consequences by themselves.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{Acted, Plan, REASON, Request, behalf_option, carry_out, ready},
        model::CaseKind,
        present,
    },
    platform::{
        ctx::Ctx,
        effects::Act,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
    },
};

/// The command.
#[derive(Debug)]
pub struct Warn;

#[async_trait]
impl Command for Warn {
    fn name(&self) -> &'static str {
        "warn"
    }
    fn summary(&self) -> &'static str {
        "Warn someone, on the record"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "Whom to warn").required(true).into(),
            StringBuilder::new("reason", "For what: everyone reads it here").max_length(REASON).required(true).into(),
            behalf_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let acted = warn(ctx, call, &Request::read(call)?).await?;
        Ok(Message::public(present::acted(call.locale, &acted)).into())
    }
}

/// Warns a member.
pub async fn warn(ctx: &Ctx, call: &Invocation, request: &Request) -> Result<Vec<Acted>> {
    let request = request.clone().of_member(call.locale)?;
    if request.reason.is_none() {
        return Err(Error::user(say!(call.locale, "Say what the warning is for.")));
    }
    let acting = ready(ctx, call, CaseKind::Warn, &request.target, request.reason.as_deref()).await?;
    let case = request.case(call, CaseKind::Warn);
    let tell = Act::Tell { user: case.user };
    carry_out(ctx, call, &acting, &Plan::new(case, Some(tell))).await
}
