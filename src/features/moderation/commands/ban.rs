//! `/ban`: bans a member, for good, for a time, or softly.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{BooleanBuilder, IntegerBuilder, StringBuilder, UserBuilder};

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{Acted, FollowUp, Plan, Request, behalf_option, carry_out, end_of, read_lasting, ready, reason_option},
        model::{CaseKind, Ended},
        present,
        store::NewCase,
        tasks::LiftBan,
    },
    platform::{
        ctx::Ctx,
        effects::Act,
        error::{Error, Result},
        feature::{Ack, Command, Task as _},
        invocation::Invocation,
        locale::{Locale, say},
    },
};

/// The windows of message deletion that Discord's own dialog offers, in seconds.
const WINDOWS: [(&str, i64); 7] = [
    ("Nothing", 0),
    ("The last hour", 3_600),
    ("The last 6 hours", 21_600),
    ("The last 12 hours", 43_200),
    ("The last day", 86_400),
    ("The last 3 days", 259_200),
    ("The last 7 days", 604_800),
];
/// What a soft ban deletes unless told otherwise: it is meant to clean up.
pub const SOFT_WINDOW: u32 = 86_400;

/// The command.
#[derive(Debug)]
pub struct Ban;

#[async_trait]
impl Command for Ban {
    fn name(&self) -> &'static str {
        "ban"
    }
    fn summary(&self) -> &'static str {
        "Ban someone, for good or for a time"
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
            UserBuilder::new("user", "Whom to ban; an id works for people who are not here").required(true).into(),
            StringBuilder::new("duration", "How long: 30m, 12h, 7d, 2w. Leave out to ban for good")
                .max_length(40)
                .into(),
            delete_option(),
            reason_option(),
            BooleanBuilder::new("soft", "Ban and lift the ban at once, to remove them with their messages").into(),
            behalf_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let request = Request::read(call)?;
        let (asked, duration) = (read_window(call)?, call.options.text("duration"));
        let acted = if call.options.boolean("soft").unwrap_or(false) {
            if duration.is_some() {
                return Err(Error::user(say!(
                    call.locale,
                    "A soft ban ends at once, so it takes no duration. Leave out one of the two."
                )));
            }
            soft_ban(ctx, call, &request, asked.unwrap_or(SOFT_WINDOW)).await?
        } else {
            let lasting = read_lasting(call.locale, duration)?;
            ban(ctx, call, &request, lasting, asked.unwrap_or(0)).await?
        };
        Ok(Message::public(present::acted(call.locale, &acted)).into())
    }
}

/// The option for which messages to delete.
pub fn delete_option() -> CommandOption {
    IntegerBuilder::new("delete_messages", "Which of their messages to delete").choices(WINDOWS).into()
}

/// Which messages to delete, in seconds back from now.
pub fn read_window(call: &Invocation) -> Result<Option<u32>> {
    call.options.integer("delete_messages").map(|seconds| window(call.locale, seconds)).transpose()
}

/// So many seconds, if they are a window that is offered.
pub fn window(locale: Locale, seconds: i64) -> Result<u32> {
    let offered = WINDOWS.iter().any(|(_, offered)| *offered == seconds);
    match u32::try_from(seconds) {
        Ok(seconds) if offered => Ok(seconds),
        _ => Err(Error::user(say!(locale, "Choose one of the offered time spans for the messages to delete."))),
    }
}

/// Bans somebody, for good if there is no duration.
pub async fn ban(
    ctx: &Ctx,
    call: &Invocation,
    request: &Request,
    lasting: Option<SignedDuration>,
    delete_message_seconds: u32,
) -> Result<Vec<Acted>> {
    let acting = ready(ctx, call, CaseKind::Ban, &request.target, request.reason.as_deref()).await?;
    let plan = plan(request.case(call, CaseKind::Ban), end_of(ctx, lasting)?, delete_message_seconds);
    let plan = Plan { is_member: request.target.member.is_some(), ..plan };
    carry_out(ctx, call, &acting, &plan).await
}

/// Bans somebody and lifts the ban at once.
pub async fn soft_ban(
    ctx: &Ctx,
    call: &Invocation,
    request: &Request,
    delete_message_seconds: u32,
) -> Result<Vec<Acted>> {
    let acting = ready(ctx, call, CaseKind::SoftBan, &request.target, request.reason.as_deref()).await?;
    let case = request.case(call, CaseKind::SoftBan);
    let act = Some(Act::SoftBan { user: case.user, delete_message_seconds });
    let is_member = request.target.member.is_some();
    let plan = Plan { is_member, ends: Some((CaseKind::Ban, Ended::Replaced)), ..Plan::new(case, act) };
    carry_out(ctx, call, &acting, &plan).await
}

/// What a ban consists of.
pub fn plan(case: NewCase, expires_at: Option<Timestamp>, delete_message_seconds: u32) -> Plan {
    let act = Act::Ban { user: case.user, delete_message_seconds };
    Plan {
        ends: Some((CaseKind::Ban, Ended::Replaced)),
        follow_up: expires_at.map(|at| FollowUp { kind: LiftBan.kind(), at }),
        ..Plan::new(NewCase { expires_at, ..case }, Some(act))
    }
}
