//! `/ban`: bans a member, for good, for a time, or softly, and opens a case for it.

use async_trait::async_trait;
use jiff::SignedDuration;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{BooleanBuilder, IntegerBuilder, StringBuilder, UserBuilder};

use super::{REASON, effect_of, end_bans, new_case, open_case, permitted, read_reason};
use crate::{
    db::Tx,
    discord::{
        invocation::Invocation,
        options::Target,
        reply::{Message, Reply},
    },
    edge,
    features::moderation::{
        model::{self, CaseKind},
        present::{self, Done},
        store::NewCase,
        tasks::LiftBan,
    },
    platform::{
        ctx::Ctx,
        effects::{self, Act, Decided},
        error::{Error, Result},
        feature::{Ack, Command, Task as _},
        tasks::{self, Due, NewTask},
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
const SOFT_WINDOW: u32 = 86_400;

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
            IntegerBuilder::new("delete_messages", "Which of their messages to delete").choices(WINDOWS).into(),
            StringBuilder::new("reason", "Why: kept in the case and in the audit log").max_length(REASON).into(),
            BooleanBuilder::new("soft", "Ban and lift the ban at once, to remove them with their messages").into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let wish = Wish::read(ctx, call)?;
        let discord = permitted(ctx, call, wish.kind(), &wish.target).await?;
        let case = wish.case(call);
        let (number, decided) = decide(ctx, call, &case, wish.act()).await?;
        let outcome = effects::attempt(ctx, &discord, &decided).await;
        let done = Done { cancelled_pending: decided.cancelled_pending, ..Done::of(&case, number) };
        Ok(Message::public(present::acted(&done, &outcome)).into())
    }
}

/// What the moderator asked for, read and checked as far as that goes without asking anyone.
struct Wish {
    target: Target,
    expires_at: Option<jiff::Timestamp>,
    delete_message_seconds: u32,
    reason: Option<String>,
    soft: bool,
}

impl Wish {
    fn read(ctx: &Ctx, call: &Invocation) -> Result<Self> {
        let options = &call.options;
        let target = options.user("user").ok_or(Error::user("Choose whom to ban."))?;
        let soft = options.boolean("soft").unwrap_or(false);
        let duration = options.text("duration").map(model::parse_duration).transpose().map_err(Error::user)?;
        if soft && duration.is_some() {
            return Err(Error::user("A soft ban ends at once, so it takes no duration. Leave out one of the two."));
        }
        let asked = options.integer("delete_messages");
        let delete_message_seconds = match asked {
            None if soft => SOFT_WINDOW,
            None => 0,
            Some(seconds) => u32::try_from(seconds)
                .ok()
                .filter(|_| WINDOWS.iter().any(|(_, offered)| *offered == seconds))
                .ok_or(Error::user("Choose one of the offered windows for the messages to delete."))?,
        };
        let expires_at = duration.map(|duration: SignedDuration| ctx.arrived_at.checked_add(duration)).transpose();
        Ok(Self {
            target,
            expires_at: expires_at.map_err(|error| Error::Internal(error.to_string()))?,
            delete_message_seconds,
            reason: read_reason(options.text("reason"))?,
            soft,
        })
    }

    fn kind(&self) -> CaseKind {
        if self.soft { CaseKind::SoftBan } else { CaseKind::Ban }
    }

    fn case(&self, call: &Invocation) -> NewCase {
        let case = new_case(call, self.kind(), &self.target.user, self.reason.clone());
        NewCase { expires_at: self.expires_at, ..case }
    }

    fn act(&self) -> Act {
        let (user, delete_message_seconds) = (self.target.user.id, self.delete_message_seconds);
        if self.soft {
            Act::SoftBan { user, delete_message_seconds }
        } else {
            Act::Ban { user, delete_message_seconds }
        }
    }
}

/// One transaction: the interaction is claimed, the case opened, older bans of the member replaced, the ban decided
/// and its end scheduled. Returns the case's number.
async fn decide(ctx: &Ctx, call: &Invocation, case: &NewCase, act: Act) -> Result<(i32, Decided)> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let number = open_case(&tx, call, case).await?;
            end_bans(&tx, call.guild, case.user, number, "banned_again").await?;
            let decided = effects::decide(&tx, effect_of(case, number, act.clone())).await?;
            if let Some(expires_at) = case.expires_at {
                tasks::enqueue(&tx, lift(call, number, expires_at)).await?;
            }
            Ok::<_, Error>((number, decided))
        })
        .await
}

fn lift(call: &Invocation, number: i32, expires_at: jiff::Timestamp) -> NewTask {
    NewTask {
        application: call.application,
        guild: call.guild,
        kind: LiftBan.kind(),
        subject: model::subject(number),
        lane: None,
        unique_key: format!("{}/case/{number}/lift", call.guild),
        payload: serde_json::json!({ "case": number }),
        requested_by: Some(call.actor.id),
        reason: None,
        due: Due::At(expires_at.max(edge::now())),
    }
}
