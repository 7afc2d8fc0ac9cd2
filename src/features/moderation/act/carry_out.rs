//! One transaction that decides an act, and the try that follows.

use futures_util::join;
use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker},
};

use super::{
    Acting,
    escalate::escalation,
    evidence::{About, keep_evidence},
    notice::notice,
    opened::opened,
};
use crate::{
    db::Tx,
    discord::interaction::User,
    edge,
    features::moderation::{
        model::{self, CaseKind, Ended},
        store::{self, NewCase, NewNote},
        tasks::{self as own_tasks, log},
    },
    platform::{
        audit,
        ctx::Ctx,
        effects::{self, Act, Decided, NewEffect, Outcome, Report},
        error::Result,
        interactions,
        invocation::Invocation,
        tasks::{self, Due, Enqueued, NewTask},
    },
};

/// An act that is about to be decided.
#[derive(Debug, Clone)]
pub struct Plan {
    pub case: NewCase,
    /// None: nothing happens on Discord, not even a message.
    pub act: Option<Act>,
    /// What is done besides, after it.
    pub also: Option<Act>,
    /// The message that the act is about, which is kept with those around it. None: it is about all that they wrote.
    pub about: Option<(Id<ChannelMarker>, Id<MessageMarker>)>,
    /// What is noted on the case, unless that message was kept.
    pub note: Option<String>,
    /// Whether they are a member, whom the bot may write to.
    pub is_member: bool,
    /// Running cases of the member that this one ends, and why.
    pub ends: Option<(CaseKind, Ended)>,
    pub follow_up: Option<FollowUp>,
}

impl Plan {
    /// An act on a member, and nothing else.
    pub fn new(case: NewCase, act: Option<Act>) -> Self {
        Self { case, act, also: None, about: None, note: None, is_member: true, ends: None, follow_up: None }
    }
}

/// The task that looks after a case later.
#[derive(Debug, Clone, Copy)]
pub struct FollowUp {
    pub kind: &'static str,
    pub at: Timestamp,
}

/// An act that is decided.
#[derive(Debug)]
struct Deed {
    number: i32,
    case: NewCase,
    effect: Option<Decided>,
    also: Option<Decided>,
    /// The log messages that it makes or changes.
    logs: Vec<Enqueued>,
}

/// An act that was tried.
#[derive(Debug)]
pub struct Acted {
    pub number: i32,
    pub case: NewCase,
    pub outcome: Outcome,
    /// What became of what is done besides.
    pub also: Option<Outcome>,
    /// Whether an older act that still waited was cancelled by this one.
    pub cancelled_pending: bool,
}

/// Decides the act and what follows from it by itself, and tries them, in this order.
pub async fn carry_out(ctx: &Ctx, call: &Invocation, acting: &Acting, plan: &Plan) -> Result<Vec<Acted>> {
    let deeds = ctx
        .scope(call.application, call.guild)
        .write(async |tx: Tx| {
            // Sent together; what the claim refuses undoes the rest.
            let (claimed, deed) = join!(
                interactions::claim(&tx, call.interaction.id),
                decide(ctx, &tx, call, acting, plan, Some(&call.actor))
            );
            claimed?;
            let mut deeds = vec![deed?];
            if plan.case.kind == CaseKind::Warn
                && let Some(more) = escalation(ctx, &tx, acting, &plan.case).await?
            {
                deeds.push(decide(ctx, &tx, call, acting, &more, None).await?);
            }
            Ok::<_, crate::platform::error::Error>(deeds)
        })
        .await?;
    let mut acted = Vec::with_capacity(deeds.len());
    for deed in deeds {
        acted.push(try_deed(ctx, acting, deed).await);
    }
    Ok(acted)
}

/// Writes everything about one act: its case, the end of what it replaces, its effect, its follow-up, its log message. By
/// nobody: it follows by itself.
async fn decide(
    ctx: &Ctx,
    tx: &Tx,
    call: &Invocation,
    acting: &Acting,
    plan: &Plan,
    by: Option<&User>,
) -> Result<Deed> {
    let Plan { case, act, also, about, note, is_member, ends, follow_up } = plan;
    let number = store::open_case(tx, case).await?;
    let cause = call.interaction.id.to_string();
    let about = match *about {
        Some((channel, message)) => About::Message(channel, message),
        None => About::Before(call.interaction.id.get()),
    };
    let (kept, ended, recorded) = join!(
        keep_evidence(tx, &acting.settings, case, number, about),
        own_tasks::end_replaced(tx, case, number, *ends),
        async {
            match by {
                Some(actor) => audit::record(ctx, tx, actor, opened(case, number)).await,
                None => audit::record_own(ctx, tx, opened(case, number)).await,
            }
        }
    );
    let (has_message, ended) = (kept?, ended?);
    recorded?;
    let notice = notice(ctx.locale(acting.settings.language()), acting, case, number).filter(|_| *is_member);
    let effect = match act {
        // Nothing to say is nothing to do.
        Some(Act::Tell { .. }) | None if notice.is_none() => None,
        None => None,
        Some(act) => Some(effects::decide(tx, NewEffect { notice, ..effect_of(case, number, act.clone()) }).await?),
    };
    let also = match also {
        Some(act) => Some(effects::decide(tx, besides(case, number, act.clone())).await?),
        None => None,
    };
    if let Some(body) = note.clone().filter(|_| !has_message) {
        let (author, author_name) = (call.actor.id, call.actor.shown_name());
        store::add_note(tx, case.guild, &NewNote { case: number, author, author_name, body }).await?;
    }
    if let Some(FollowUp { kind, at }) = *follow_up {
        tasks::enqueue(tx, later(case, number, kind, at)).await?;
    }
    let logs = log::enqueue_all(tx, case, number, &ended, acting.settings.log_channel.is_some(), &cause).await?;
    Ok(Deed { number, case: case.clone(), effect, also, logs })
}

async fn try_deed(ctx: &Ctx, acting: &Acting, deed: Deed) -> Acted {
    let outcome = match &deed.effect {
        Some(effect) => effects::attempt(ctx, &acting.discord, effect).await,
        None => Outcome::Done(Report::default()),
    };
    let also = match &deed.also {
        Some(also) => Some(effects::attempt(ctx, &acting.discord, also).await),
        None => None,
    };
    log::write_later(ctx, deed.logs);
    let cancelled_pending = deed.effect.is_some_and(|effect| effect.cancelled_pending);
    Acted { number: deed.number, case: deed.case, outcome, also, cancelled_pending }
}

/// What a case does on Discord, to be tried at once.
fn effect_of(case: &NewCase, number: i32, act: Act) -> NewEffect {
    NewEffect {
        application: case.application,
        guild: case.guild,
        act,
        notice: None,
        subject: model::subject(number),
        unique_key: format!("{}/case/{number}/{}", case.guild, case.kind.column()),
        requested_by: Some(case.moderator),
        reason: Some(model::audit_reason(number, &case.moderator_name, case.reason.as_deref())),
        at_once: true,
    }
}

/// What is done besides; it tells nobody.
fn besides(case: &NewCase, number: i32, act: Act) -> NewEffect {
    NewEffect {
        // The case's own effect is found by its subject, so this one has another.
        subject: format!("{}/also", model::subject(number)),
        unique_key: format!("{}/case/{number}/also", case.guild),
        ..effect_of(case, number, act)
    }
}

fn later(case: &NewCase, number: i32, kind: &'static str, at: Timestamp) -> NewTask {
    NewTask {
        application: case.application,
        guild: case.guild,
        kind,
        subject: model::subject(number),
        lane: None,
        about: None,
        unique_key: format!("{}/case/{number}/{kind}", case.guild),
        payload: serde_json::json!({ "case": number }),
        requested_by: Some(case.moderator),
        reason: None,
        due: Due::At(at.max(edge::now())),
    }
}
