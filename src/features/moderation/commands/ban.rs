//! `/ban`: bans a member, for good, for a time, or softly, and opens a case for it.

use async_trait::async_trait;
use futures_util::{join, try_join};
use jiff::SignedDuration;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{BooleanBuilder, IntegerBuilder, StringBuilder, UserBuilder};

use super::{REASON, end_bans, read_reason};
use crate::{
    db::Tx,
    discord::{
        client::Client,
        invocation::Invocation,
        options::Target,
        reply::{Message, Reply},
        rest::{self, Call},
    },
    edge,
    features::moderation::{
        model::{self, CaseKind, Standing},
        present::{self, Done},
        store::{self, NewCase},
        tasks::LiftBan,
    },
    platform::{
        bots,
        ctx::Ctx,
        effects::{self, Act, Decided, NewEffect},
        error::{Error, Result},
        feature::{Ack, Command, Task as _},
        interactions,
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
        let discord = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| bots::client(ctx, &tx, call.application).await)
            .await?;
        check_hierarchy(&discord, call, &wish.target).await?;
        let (number, decided) = decide(ctx, call, &wish).await?;
        let outcome = effects::attempt(ctx, &discord, &decided).await;
        let done = Done {
            number,
            kind: wish.kind(),
            user_name: &wish.target.user.shown_name(),
            expires_at: wish.expires_at,
            reason: wish.reason.as_deref(),
            cancelled_pending: decided.cancelled_pending,
        };
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

    fn act(&self) -> Act {
        let (user, delete_message_seconds) = (self.target.user.id, self.delete_message_seconds);
        if self.soft {
            Act::SoftBan { user, delete_message_seconds }
        } else {
            Act::Ban { user, delete_message_seconds }
        }
    }
}

/// Asks Discord for the roles, because what an interaction carries says nothing of their order.
async fn check_hierarchy(discord: &Client, call: &Invocation, target: &Target) -> Result<()> {
    // A bot's user has the id of its application.
    let bot = call.application.cast();
    let (guild, me): (rest::Guild, rest::Member) =
        try_join!(discord.get(Call::guild(call.guild)), discord.get(Call::member(call.guild, bot)))?;
    let moderator_roles = call.interaction.member.as_ref().map(|member| member.roles.clone()).unwrap_or_default();
    model::check_hierarchy(
        guild.owner_id,
        &guild.roles,
        &Standing { user: call.actor.id, roles: moderator_roles },
        &Standing { user: bot, roles: me.roles },
        target.user.id,
        target.member.as_ref().map(|member| member.roles.as_slice()),
    )
    .map_err(Error::user)
}

/// One transaction: the interaction is claimed, the case opened, older bans of the member replaced, the ban decided
/// and its end scheduled. Returns the case's number.
async fn decide(ctx: &Ctx, call: &Invocation, wish: &Wish) -> Result<(i32, Decided)> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let case = new_case(call, wish);
            let (claimed, number) = join!(interactions::claim(&tx, call.interaction.id), store::open_case(&tx, &case));
            claimed?;
            let number = number?;
            end_bans(&tx, call.guild, wish.target.user.id, number, "banned_again").await?;
            let decided = effects::decide(&tx, new_effect(call, wish, number)).await?;
            if let Some(expires_at) = wish.expires_at {
                tasks::enqueue(&tx, lift(call, number, expires_at)).await?;
            }
            Ok::<_, Error>((number, decided))
        })
        .await
}

fn new_case(call: &Invocation, wish: &Wish) -> NewCase {
    NewCase {
        application: call.application,
        guild: call.guild,
        kind: wish.kind(),
        user: wish.target.user.id,
        user_name: wish.target.user.shown_name(),
        moderator: call.actor.id,
        moderator_name: call.actor.shown_name(),
        reason: wish.reason.clone(),
        expires_at: wish.expires_at,
    }
}

fn new_effect(call: &Invocation, wish: &Wish, number: i32) -> NewEffect {
    NewEffect {
        application: call.application,
        guild: call.guild,
        act: wish.act(),
        subject: model::subject(number),
        unique_key: format!("{}/case/{number}/ban", call.guild),
        requested_by: Some(call.actor.id),
        reason: Some(model::audit_reason(number, &call.actor.shown_name(), wish.reason.as_deref())),
        at_once: true,
    }
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
