//! The race of a handler against Discord's three seconds.
//!
//! A handler that wins answers in the response. One that loses is answered for with a deferral, goes on, and edits the
//! original reply when it is done. A row remembers the debt, so that the tick can pay it if this instance dies.

use std::time::Duration;

use futures_channel::oneshot;
use futures_util::{
    FutureExt,
    future::{BoxFuture, Either, Shared, select},
};
use tracing::Instrument;
use twilight_model::id::{Id, marker::InteractionMarker};

use super::{dispatch::Handler, render};
use crate::{
    discord::{interaction::Interaction, reply::Reply, snowflake},
    edge::{self, Response},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Ack,
        interactions::{self, CommandRun, Deferred, Owed, RunOutcome},
        invocation::Invocation,
        locale::say,
    },
};

/// The longest that a handler may run. What needs more is a task.
const HANDLER_LIMIT: Duration = Duration::from_secs(25);
/// How long the response waits for the debt to be on record. Together with the latest deadline it stays under 2.5 s.
const RECORD_LIMIT: Duration = Duration::from_millis(400);

/// A debt and how it will be known to be on record.
type Debt = (Deferred, Shared<BoxFuture<'static, ()>>);

/// Runs the handler, and answers with its reply or, when Discord will not wait longer, with a deferral.
pub async fn race(ctx: Ctx, handler: Handler, call: Invocation) -> Response {
    let limit = patience(&ctx, call.interaction.id);
    let ack = handler.ack();
    let (locale, owed) = (call.locale, Owed::of(&call));
    let mut running = run(ctx.clone(), handler, call).boxed();
    // A handler that waits for nothing needs no race.
    if let Some(finished) = (&mut running).now_or_never() {
        return finished.answer_now(&ctx);
    }
    let (reply_to, mut reply) = oneshot::channel();
    let (defer, deferred) = oneshot::channel::<Debt>();
    let watched = ctx.clone();
    let work = async move {
        let finished = running.await;
        // A refused send gives the finished work back: the deferral has gone out instead.
        if let Err(finished) = reply_to.send(finished)
            && let Ok(debt) = deferred.await
        {
            finished.answer_late(&watched, debt).await;
        }
    };
    ctx.later.spawn(work.instrument(tracing::Span::current()));
    match select(&mut reply, Box::pin(edge::sleep(limit))).await {
        Either::Left((Ok(finished), _)) => return finished.answer_now(&ctx),
        // The handler was lost, which only a bug could do: the person still gets a sentence.
        Either::Left((Err(_), _)) => {
            return render::apology(&say!(locale, "Something went wrong on my side. Please try again."));
        }
        Either::Right(_) => {}
    }
    reply.close();
    if let Ok(Some(finished)) = reply.try_recv() {
        return finished.answer_now(&ctx);
    }
    let Some((kind, response)) = render::deferral(ack) else {
        return render::apology(&say!(locale, "This took me too long. Please try again in a moment."));
    };
    let opening = interactions::open_deferral(ctx.clone(), owed, kind).boxed().shared();
    ctx.later.spawn(opening.clone().instrument(tracing::Span::current()));
    let recorded = edge::timeout(RECORD_LIMIT, opening.clone()).await;
    if recorded.is_none() {
        tracing::warn!("deferred before the debt was on record");
    }
    // The receiver is gone only if the handler was lost; the tick pays then.
    let _ = defer.send((kind, opening));
    response
}

/// How long this interaction can wait for its handler: until two seconds after Discord made it, but at least 0.8 and
/// at most two seconds from its arrival, whatever our clocks say of each other.
pub fn patience(ctx: &Ctx, interaction: Id<InteractionMarker>) -> Duration {
    let on_the_way = ctx.arrived_at.duration_since(snowflake::made_at(interaction.get())).as_millis().clamp(0, 1_200);
    Duration::from_millis(2_000_u64.saturating_sub(on_the_way.unsigned_abs() as u64))
}

/// A handler's end, and what is needed to answer and record it.
struct Finished {
    reply: Reply,
    outcome: RunOutcome,
    name: &'static str,
    call: Invocation,
}

async fn run(ctx: Ctx, handler: Handler, mut call: Invocation) -> Finished {
    let outcome = match edge::timeout(HANDLER_LIMIT, handler.run(&ctx, &mut call)).await {
        Some(outcome) => outcome,
        None => Err(Error::user(say!(
            call.locale,
            "I gave up on this after 25 seconds. It may or may not have taken effect: check before you try again."
        ))),
    };
    let (reply, outcome) = render::settle(&ctx, call.locale, fit(handler.ack(), outcome));
    Finished { reply, outcome, name: handler.name(), call }
}

/// Discord fixes with the deferral who sees the answer, so the same holds without one.
fn fit(ack: Ack, outcome: Result<Reply>) -> Result<Reply> {
    let mut reply = outcome?;
    match (&mut reply, ack) {
        (Reply::Message(message), Ack::Public) => message.ephemeral = false,
        (Reply::Message(message), Ack::Ephemeral) => message.ephemeral = true,
        _ => {}
    }
    Ok(reply)
}

impl Finished {
    fn answer_now(self, ctx: &Ctx) -> Response {
        let response = Response::json(200, self.reply.json());
        // What touched no database leaves no trace in it either.
        if ctx.db.was_used() {
            interactions::record(ctx, self.into_run(ctx, false));
        }
        response
    }

    async fn answer_late(self, ctx: &Ctx, (kind, opening): Debt) {
        let call = render::late(&self.call, kind, &self.reply);
        let interaction: &Interaction = &self.call.interaction;
        opening.await;
        match interactions::answer_late(ctx, interaction, call).await {
            Ok(()) => interactions::finish_deferral(ctx, interaction.id).await,
            Err(error) => tracing::error!(%error, "a deferred answer was not delivered"),
        }
        interactions::record(ctx, self.into_run(ctx, true));
    }

    fn into_run(self, ctx: &Ctx, deferred: bool) -> CommandRun {
        let duration = edge::now().duration_since(ctx.arrived_at).as_millis();
        CommandRun {
            interaction: self.call.interaction.id,
            application: self.call.application,
            guild: self.call.guild,
            user: self.call.actor.id,
            name: self.name,
            outcome: self.outcome,
            deferred,
            duration_ms: i32::try_from(duration.max(0)).unwrap_or(i32::MAX),
        }
    }
}
