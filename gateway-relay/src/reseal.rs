//! Seals the bots' tokens to the relay that a worker could open: done once, when a deployment begins to call through it.

use anyhow::{Context, ensure};
use guildhall::platform::bots::token_owner;
use twilight_model::id::Id;

use crate::{Config, record::tokens, relay};

/// What became of the tokens.
#[derive(Debug, PartialEq, Eq)]
pub struct Resealed {
    pub now: usize,
    /// Those that were the relay's alone already.
    pub before: usize,
}

/// Seals them. Run again, it does what is left. A token that cannot be opened stays as it is, and is an error.
pub async fn reseal(config: Config) -> anyhow::Result<Resealed> {
    ensure!(config.tokens.opening.is_some(), "OPENING_KEY is not set: there is no key to seal the tokens to");
    let pool = relay::pool(&config, 1)?;
    let mut done = Resealed { now: 0, before: 0 };
    for token in tokens::all(&pool).await.context("the tokens cannot be read from DATABASE_URL")? {
        let application = Id::new_checked(token.application.cast_unsigned()).context("an application has no id")?;
        let resealed = config.tokens.reseal(&token.sealed, &token_owner(application, token.owner));
        match resealed.with_context(|| format!("the token of {application} cannot be opened"))? {
            Some(record) if tokens::replace(&pool, &token, &record).await? => done.now += 1,
            Some(_) => tracing::warn!(%application, "the token has changed meanwhile: run this again"),
            None => done.before += 1,
        }
    }
    Ok(done)
}
