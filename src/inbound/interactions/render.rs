//! Replies on their way out: checked against Discord's limits, fitted to how the interaction was acknowledged.

use crate::{
    discord::{
        reply::{Message, Reply},
        rest::Call,
    },
    edge::Response,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Ack,
        interactions::{Deferred, RunOutcome},
        invocation::Invocation,
        locale::{Locale, say},
    },
};

/// A kind sentence that only the person sees.
pub fn apology(words: &str) -> Response {
    Response::json(200, Reply::from(Message::ephemeral(words)).json())
}

/// What a handler answered, or the sentence for what went wrong instead, and which of the two it is.
pub fn settle(ctx: &Ctx, locale: Locale, outcome: Result<Reply>) -> (Reply, RunOutcome) {
    let outcome = outcome.and_then(|reply| match reply.check() {
        Ok(()) => Ok(reply),
        Err(problem) => Err(Error::Internal(format!("Discord would not take the reply: {problem}"))),
    });
    match outcome {
        Ok(reply) => (reply, RunOutcome::Answered),
        Err(error) => {
            let is_ours = error.is_ours();
            if is_ours {
                tracing::error!(%error, "an interaction failed");
            }
            let sentence = error.shown(locale, &ctx.request_id.to_string());
            (Message::ephemeral(sentence).into(), if is_ours { RunOutcome::Failed } else { RunOutcome::Refused })
        }
    }
}

/// How an interaction can be deferred, and the response that does it. A modal cannot follow a deferral.
pub fn deferral(ack: Ack) -> Option<(Deferred, Response)> {
    match ack {
        Ack::Public => Some((Deferred::Reply, Response::json(200, r#"{"type":5}"#))),
        Ack::Ephemeral => Some((Deferred::Reply, Response::json(200, r#"{"type":5,"data":{"flags":64}}"#))),
        Ack::Update => Some((Deferred::Update, Response::json(200, r#"{"type":6}"#))),
        Ack::Modal => None,
    }
}

/// The call that delivers an answer after the deferral.
pub fn late(call: &Invocation, deferred: Deferred, reply: &Reply) -> Call {
    let (application, token) = (call.application, call.interaction.token.as_str());
    match (deferred, reply) {
        // The message that the component sits on stays; the answer is a message of its own.
        (Deferred::Update, Reply::Message(message)) => Call::follow_up(application, token, message.json()),
        (_, Reply::Message(message) | Reply::Update(message)) => {
            Call::edit_original(application, token, message.json())
        }
        (_, Reply::Modal(_) | Reply::Choices(_)) => {
            let message = Message::ephemeral(say!(
                call.locale,
                "This took me too long, and Discord no longer lets me open the form. Please try again."
            ));
            Call::edit_original(application, token, message.json())
        }
    }
}
