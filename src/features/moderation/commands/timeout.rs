//! `/timeout`: silences a member for a time, also for longer than Discord's 28 days.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{Acted, FollowUp, Plan, Request, behalf_option, carry_out, ready, reason_option},
        model::{CaseKind, Ended, LASTING},
        present,
        store::NewCase,
        tasks::ExtendTimeout,
    },
    platform::{
        ctx::Ctx,
        effects::Act,
        error::{Error, Result},
        feature::{Ack, Command, Task as _},
        invocation::Invocation,
    },
};

/// The longest timeout that Discord takes at once. Source: Discord docs, "Guild Resource", Modify Guild Member.
pub const AT_ONCE: SignedDuration = SignedDuration::from_hours(24 * 28);
/// When a longer one is extended: a day before Discord would end it.
pub const EXTENDED_AFTER: SignedDuration = SignedDuration::from_hours(24 * 27);

/// The command.
#[derive(Debug)]
pub struct Timeout;

#[async_trait]
impl Command for Timeout {
    fn name(&self) -> &'static str {
        "timeout"
    }
    fn summary(&self) -> &'static str {
        "Put someone in timeout"
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
        vec![
            UserBuilder::new("user", "Whom to silence").required(true).into(),
            StringBuilder::new("duration", "How long: 10m, 12h, 7d; over 28 days works too")
                .max_length(40)
                .required(true)
                .into(),
            reason_option(),
            behalf_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (request, duration) = (Request::read(call)?, call.options.text("duration").unwrap_or_default());
        let lasting = LASTING.read(call.locale, duration).map_err(Error::user)?;
        let acted = timeout(ctx, call, &request, lasting).await?;
        Ok(Message::public(present::acted(call.locale, &acted)).into())
    }
}

/// Silences a member.
pub async fn timeout(ctx: &Ctx, call: &Invocation, request: &Request, lasting: SignedDuration) -> Result<Vec<Acted>> {
    let request = request.clone().of_member(call.locale)?;
    let acting = ready(ctx, call, CaseKind::Timeout, &request.target, request.reason.as_deref()).await?;
    let plan = plan(request.case(call, CaseKind::Timeout), lasting, ctx.arrived_at)?;
    carry_out(ctx, call, &acting, &plan).await
}

/// What a timeout consists of.
pub fn plan(case: NewCase, lasting: SignedDuration, now: Timestamp) -> Result<Plan> {
    let add = |lasting| now.checked_add(lasting).map_err(|error| Error::Internal(error.to_string()));
    let (expires_at, first) = (add(lasting)?, add(AT_ONCE)?);
    let follow_up =
        if expires_at > first { Some(FollowUp { kind: ExtendTimeout.kind(), at: add(EXTENDED_AFTER)? }) } else { None };
    let act = Act::Timeout { user: case.user, until: expires_at.min(first) };
    let case = NewCase { expires_at: Some(expires_at), ..case };
    Ok(Plan { ends: Some((CaseKind::Timeout, Ended::Replaced)), follow_up, ..Plan::new(case, Some(act)) })
}
