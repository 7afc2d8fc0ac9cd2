//! Signing in with Discord: authorization code with PKCE and a state that only the browser that began it can bring back.
//!
//! What a sign-in under way needs lies sealed in a cookie of that browser, so that whoever merely begins one costs no row.
//! Source: RFC 6749 4.1, RFC 7636, RFC 9700 2.1; Discord docs, "OAuth2".

mod begun;
mod discord;
mod oauth;

use twilight_model::id::{Id, marker::UserMarker};

pub use begun::{Begun, begin, local};
pub use discord::{OwnGuild, guilds};

use super::{
    access::{self, Credential, Secret, SignIn},
    ctx::Ctx,
    error::{Error, Result},
    personal,
};
use crate::discord::interaction::User;

/// Why somebody was not signed in.
#[derive(Debug)]
pub enum Refused {
    /// This deployment has no application to sign in with.
    NotSetUp,
    /// The browser did not begin this, or too long ago; or somebody else's link was opened.
    Foreign,
    /// Discord or the person said no.
    Denied,
    Discord(oauth::Failure),
    Other(Error),
}

impl From<oauth::Failure> for Refused {
    fn from(failure: oauth::Failure) -> Self {
        if failure.is_invalid() { Self::Foreign } else { Self::Discord(failure) }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// Ends a sign-in that Discord has sent the browser back from: a new session for whoever it is, and where to go on.
/// `previous` is what the browser was signed in with before, which ends: a session's name never outlives a sign-in.
pub async fn finish(
    ctx: &Ctx,
    begun: Begun,
    state: &str,
    code: &str,
    browser: Browser<'_>,
) -> std::result::Result<(Secret, String), Refused> {
    let oauth = ctx.config.oauth.as_deref().ok_or(Refused::NotSetUp)?;
    let return_to = begun.return_to.clone();
    let verifier = begun.verifier(state, ctx.arrived_at).ok_or(Refused::Foreign)?;
    let tokens = oauth::exchange(ctx, oauth, code, verifier).await?;
    let user = discord::user(ctx, &tokens).await?;
    let sealed = tokens.seal(&ctx.config.vault, user.id)?;
    let secret = session(ctx, &user, Some((sealed, tokens.expires_at)), browser).await?;
    Ok((secret, return_to))
}

/// Signs anybody in without asking Discord: for development, where alone there is a way to it.
pub async fn pretend(ctx: &Ctx, user: &User, browser: Browser<'_>) -> Result<Secret> {
    session(ctx, user, None, browser).await
}

/// What is known of the browser.
#[derive(Debug, Clone, Copy)]
pub struct Browser<'a> {
    pub agent: Option<&'a str>,
    pub previous: Option<Credential>,
}

async fn session(
    ctx: &Ctx,
    user: &User,
    tokens: Option<(Vec<u8>, jiff::Timestamp)>,
    browser: Browser<'_>,
) -> Result<Secret> {
    let secret = Secret::new("").ok_or_else(|| Error::Internal("no randomness".to_owned()))?;
    let (user_name, agent) =
        (user.shown_name(), browser.agent.map(|agent| crate::discord::limits::shorten(agent, 200)));
    let new = SignIn {
        user: user.id,
        user_name: &user_name,
        avatar: None,
        tokens,
        credential: secret.credential(),
        previous: browser.previous,
        agent: agent.as_deref(),
    };
    access::sign_in(&ctx.db, new).await?;
    Ok(secret)
}

/// Signs out of the browser that holds this. With the last session Discord's tokens are revoked, after the answer.
pub async fn sign_out(ctx: &Ctx, credential: Credential) -> Result<()> {
    end_session(ctx, credential, None).await.map(drop)
}

/// Ends a session of the same person; whether there was one.
pub async fn end_session(ctx: &Ctx, credential: Credential, wanted: Option<uuid::Uuid>) -> Result<bool> {
    let Some(ended) = access::end_session(&ctx.db, credential, wanted).await? else { return Ok(false) };
    if let Some((user, tokens)) = ended {
        discord::revoke_later(ctx, user, &tokens);
    }
    Ok(true)
}

/// Deletes somebody's account, and revokes Discord's tokens after the answer. Else the names of the tenants that have no other
/// owner.
pub async fn erase_account(ctx: &Ctx, person: Id<UserMarker>) -> Result<std::result::Result<(), Vec<String>>> {
    let kept = access::kept_for(&ctx.db, person).await?;
    let erased = personal::erase_account(&ctx.db, person).await?;
    if let (Ok(()), Some(tokens)) = (&erased, kept.tokens) {
        discord::revoke_later(ctx, person, &tokens);
    }
    Ok(erased)
}
