//! How far long work has come, while "thinking…" stands.

use super::{ctx::Ctx, invocation::Invocation};
use crate::discord::{reply::Message, rest::Call};

/// Shows the sentence in place of "thinking…". Work that is not deferred yet has nothing to show it in, and a sentence
/// that does not arrive is no loss, so failures are only noted.
pub async fn show(ctx: &Ctx, call: &Invocation, words: String) {
    // Over the API nobody sees anything before the answer.
    if call.interaction.token.is_empty() {
        return;
    }
    let message = Message::ephemeral(words).json();
    let edit = Call::edit_original(call.application, &call.interaction.token, message);
    if let Err(error) = ctx.discord().send(edit).await {
        tracing::debug!(%error, "progress was not shown");
    }
}
