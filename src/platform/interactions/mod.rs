//! What is remembered of interactions: which have acted, which are owed an answer, how each went.

mod runs;
mod store;

use std::time::Duration;

use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, InteractionMarker},
};

pub use runs::{CommandRun, RunOutcome, Runs, record};
pub use store::claim;

use super::{
    ctx::Ctx,
    error::{Error, Result},
    invocation::Invocation,
    locale::{Language, say},
};
use crate::{
    db::Db,
    discord::{
        client::Client,
        interaction::Interaction,
        reply::Message,
        rest::{Call, Shown, code},
    },
};

/// After how long the tick takes it that nobody works on an interaction any more: past the 25 seconds that a handler
/// has and the retries of its last edit.
const ABANDONED_AFTER: Duration = Duration::from_secs(40);

/// How an interaction was deferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferred {
    /// Discord shows "thinking…" until the original reply is edited.
    Reply,
    /// Discord shows nothing: the message that the component sits on may change.
    Update,
}

impl Deferred {
    fn column(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Update => "update",
        }
    }
}

/// To whom an answer is owed.
#[derive(Debug, Clone)]
pub struct Owed {
    interaction: Id<InteractionMarker>,
    application: Id<ApplicationMarker>,
    language: Language,
    token: String,
}

impl Owed {
    pub fn of(call: &Invocation) -> Self {
        Self {
            interaction: call.interaction.id,
            application: call.application,
            language: call.locale.language,
            token: call.interaction.token.clone(),
        }
    }

    /// What the row seals: how the person is to be told, and the token that allows it.
    fn secret(&self) -> String {
        format!("{} {}", self.language.tag(), self.token)
    }
}

/// Remembers that an answer is owed. Over a connection of its own: the request's may be what is slow.
pub async fn open_deferral(ctx: Ctx, owed: Owed, ack: Deferred) {
    let Owed { interaction, application, .. } = owed;
    let opened = async {
        let sealed = ctx
            .config
            .vault
            .seal(owed.secret().as_bytes(), &owner(application, interaction))
            .map_err(|error| Error::Internal(error.to_string()))?;
        Ok::<_, Error>(
            store::open_deferral(&ctx.db.separate(), interaction, application, sealed, ack.column(), ABANDONED_AFTER)
                .await?,
        )
    };
    if let Err(error) = opened.await {
        tracing::warn!(%error, "a deferral is not remembered");
    }
}

/// The answer was given.
pub async fn finish_deferral(ctx: &Ctx, interaction: Id<InteractionMarker>) {
    if let Err(error) = store::finish_deferral(&ctx.db, interaction).await {
        tracing::warn!(%error, "a deferral stays open");
    }
}

/// Gives every abandoned interaction an honest sentence; how many there were.
pub async fn close_abandoned(ctx: &Ctx) -> Result<usize> {
    let abandoned = store::claim_deferrals(&ctx.db, 20).await?;
    let count = abandoned.len();
    for row in abandoned {
        match close(ctx, &row).await {
            Ok(()) => finish_deferral(ctx, row.interaction).await,
            Err(error) => {
                tracing::warn!(%error, interaction = %row.interaction, "an abandoned interaction is not told yet")
            }
        }
    }
    Ok(count)
}

/// An interaction that nobody works on any more.
#[derive(Debug)]
pub struct Abandoned {
    pub interaction: Id<InteractionMarker>,
    pub application: Id<ApplicationMarker>,
    pub sealed_token: Vec<u8>,
    pub is_reply: bool,
}

async fn close(ctx: &Ctx, row: &Abandoned) -> Result<()> {
    let secret = ctx
        .config
        .vault
        .open(&row.sealed_token, &owner(row.application, row.interaction))
        .map_err(|error| Error::Internal(error.to_string()))?;
    let secret = String::from_utf8(secret).map_err(|_| Error::Internal("interaction token: not text".to_owned()))?;
    let (tag, token) = secret.split_once(' ').unwrap_or(("", &secret));
    // It may have acted before it was lost.
    let lost = say!(
        ctx.locale(Language::of(Some(tag))),
        "I was interrupted before I could finish this. It may or may not have taken effect: check before you try again."
    );
    let lost = Message::ephemeral(lost);
    let discord = ctx.discord();
    let told = if row.is_reply {
        tell_reply(&discord, row, token, &lost).await
    } else {
        tell_update(&discord, row, token, &lost).await
    };
    match told {
        // The token has expired or the reply was deleted: there is nobody left to tell.
        Err(error) if !error.is_passing() => {
            tracing::info!(%error, interaction = %row.interaction, "nobody left to tell");
            Ok(())
        }
        told => Ok(told?),
    }
}

async fn tell_reply(
    discord: &Client,
    row: &Abandoned,
    token: &str,
    lost: &Message,
) -> std::result::Result<(), crate::discord::client::Error> {
    let shown: Shown = discord.get(Call::original(row.application, token)).await?;
    // The answer may have arrived although the row stayed: never overwrite it.
    if shown.is_loading() {
        discord.send(Call::edit_original(row.application, token, lost.json())).await?;
    }
    Ok(())
}

async fn tell_update(
    discord: &Client,
    row: &Abandoned,
    token: &str,
    lost: &Message,
) -> std::result::Result<(), crate::discord::client::Error> {
    discord.send(Call::follow_up(row.application, token, lost.json())).await.map(drop)
}

/// Delivers an answer that came after the deferral. Discord answers 404 for some seconds until it has stored the
/// deferral, so that and passing failures are tried again.
pub async fn answer_late(
    ctx: &Ctx,
    interaction: &Interaction,
    call: Call,
) -> std::result::Result<(), crate::discord::client::Error> {
    let discord = ctx.discord();
    let mut pause = Duration::from_millis(250);
    for _ in 0..6 {
        match discord.send(call.clone()).await {
            Ok(_) => return Ok(()),
            Err(error)
                if error.is_passing()
                    || error.has_code(code::UNKNOWN_WEBHOOK)
                    || error.has_code(code::UNKNOWN_MESSAGE) =>
            {
                tracing::info!(%error, interaction = %interaction.id, "the answer is tried again");
                crate::edge::sleep(error.retry_after().unwrap_or(pause).min(Duration::from_secs(5))).await;
                pause = pause.saturating_mul(2);
            }
            Err(error) => return Err(error),
        }
    }
    discord.send(call).await.map(drop)
}

/// Forgets claims that are older than any signature can be, and how commands went that were run long ago.
pub async fn forget_old(db: &Db) -> Result<()> {
    store::forget_old_claims(db).await?;
    Ok(store::forget_old_runs(db).await?)
}

fn owner(application: Id<ApplicationMarker>, interaction: Id<InteractionMarker>) -> String {
    format!("deferrals.sealed_token/{application}/{interaction}")
}
