//! The OAuth2 client: its requests go through our own fetch.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use oauth2::{
    AsyncHttpClient, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, TokenResponse, TokenUrl,
    basic::{BasicClient, BasicErrorResponseType, BasicTokenResponse},
};
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::UserMarker};

use crate::{
    discord::{
        client::{self, Client},
        rest::Call,
    },
    edge,
    platform::{
        config::OAuth,
        ctx::Ctx,
        error::{Error, Result},
        vault::Vault,
    },
};

/// What is asked of people: who they are, and which servers they have. No more is ever needed to sign in.
const SCOPES: [&str; 2] = ["identify", "guilds"];
/// How long Discord has for an answer.
pub(super) const LIMIT: Duration = Duration::from_secs(10);

/// Why Discord gave no tokens.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The code, or the refresh token, is none (any more).
    #[error("the grant is not valid")]
    Invalid,
    #[error("Discord gave no tokens: {0}")]
    Failed(String),
}

impl Failure {
    /// Whether it is the grant's fault, and not Discord's or ours.
    pub fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid)
    }
}

/// What a sign-in begins with.
pub struct Asked {
    pub address: String,
    pub state: String,
    pub verifier: String,
}

/// Discord's tokens of a person.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tokens {
    pub access: String,
    pub refresh: Option<String>,
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tokens").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Tokens {
    /// Bound to the person's row.
    pub fn seal(&self, vault: &Vault, user: Id<UserMarker>) -> Result<Vec<u8>> {
        let text = serde_json::to_vec(self).map_err(|error| Error::Internal(error.to_string()))?;
        vault.seal(&text, &owner(user)).map_err(|error| Error::Internal(error.to_string()))
    }

    pub fn open(record: &[u8], vault: &Vault, user: Id<UserMarker>) -> Result<Self> {
        let text = vault.open(record, &owner(user)).map_err(|error| Error::Internal(error.to_string()))?;
        serde_json::from_slice(&text).map_err(|error| Error::Internal(error.to_string()))
    }
}

fn owner(user: Id<UserMarker>) -> String {
    format!("users.sealed_tokens/{user}")
}

/// Where the browser goes to agree, and what it keeps meanwhile.
pub fn authorize(ctx: &Ctx, oauth: &OAuth) -> Result<Asked> {
    let page = format!("{}/oauth2/authorize", ctx.config.discord_pages());
    let client = BasicClient::new(ClientId::new(oauth.client_id.clone()))
        .set_auth_uri(AuthUrl::new(page).map_err(unusable)?)
        .set_redirect_uri(redirect(ctx)?);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let scopes = SCOPES.map(|scope| Scope::new(scope.to_owned()));
    let asked = client.authorize_url(CsrfToken::new_random).add_scopes(scopes).set_pkce_challenge(challenge);
    // Who has agreed once is not asked again.
    let (address, state) = asked.add_extra_param("prompt", "none").url();
    Ok(Asked { address: address.into(), state: state.into_secret(), verifier: verifier.into_secret() })
}

/// A code for tokens.
pub async fn exchange(ctx: &Ctx, oauth: &OAuth, code: &str, verifier: String) -> std::result::Result<Tokens, Failure> {
    let client = BasicClient::new(ClientId::new(oauth.client_id.clone()))
        .set_client_secret(ClientSecret::new(oauth.client_secret.clone()))
        .set_token_uri(token_url(ctx)?)
        .set_redirect_uri(redirect(ctx).map_err(failed)?);
    let asked = client.exchange_code(AuthorizationCode::new(code.to_owned()));
    let answer = asked.set_pkce_verifier(PkceCodeVerifier::new(verifier)).request_async(&Http(ctx.discord())).await;
    tokens(answer.map_err(sorted)?, ctx.arrived_at)
}

/// Fresh tokens for old ones.
pub async fn refresh(ctx: &Ctx, oauth: &OAuth, token: &str) -> std::result::Result<Tokens, Failure> {
    let client = BasicClient::new(ClientId::new(oauth.client_id.clone()))
        .set_client_secret(ClientSecret::new(oauth.client_secret.clone()))
        .set_token_uri(token_url(ctx)?);
    let answer =
        client.exchange_refresh_token(&RefreshToken::new(token.to_owned())).request_async(&Http(ctx.discord())).await;
    tokens(answer.map_err(sorted)?, edge::now())
}

fn token_url(ctx: &Ctx) -> std::result::Result<TokenUrl, Failure> {
    TokenUrl::new(format!("{}/oauth2/token", ctx.config.discord_api)).map_err(failed)
}

fn redirect(ctx: &Ctx) -> Result<RedirectUrl> {
    RedirectUrl::new(format!("{}/auth/callback", ctx.config.public_url)).map_err(unusable)
}

fn tokens(answer: BasicTokenResponse, now: Timestamp) -> std::result::Result<Tokens, Failure> {
    let lasts = answer.expires_in().unwrap_or(Duration::from_secs(600));
    let lasts = SignedDuration::try_from(lasts).unwrap_or(SignedDuration::from_mins(10));
    Ok(Tokens {
        access: answer.access_token().secret().clone(),
        refresh: answer.refresh_token().map(|token| token.secret().clone()),
        expires_at: now.saturating_add(lasts).map_err(failed)?,
    })
}

type Sorted = RequestTokenError<client::Error, oauth2::StandardErrorResponse<BasicErrorResponseType>>;

/// Never with what was sent or received: both hold secrets.
fn sorted(error: Sorted) -> Failure {
    match error {
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            BasicErrorResponseType::InvalidGrant => Failure::Invalid,
            other => Failure::Failed(other.to_string()),
        },
        RequestTokenError::Request(error) => failed(error),
        RequestTokenError::Parse(..) => Failure::Failed("an answer that cannot be read".to_owned()),
        RequestTokenError::Other(words) => Failure::Failed(words),
    }
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::Failed(error.to_string())
}

fn unusable(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("PUBLIC_URL or DISCORD_API cannot be used to sign in: {error}"))
}

/// Discord's token endpoint, as the crate asks it: the way that all our calls to Discord take.
struct Http(Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = client::Error;
    type Future = BoxFuture<'c, std::result::Result<HttpResponse, client::Error>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(send(&self.0, request))
    }
}

async fn send(discord: &Client, request: HttpRequest) -> std::result::Result<HttpResponse, client::Error> {
    let (parts, body) = request.into_parts();
    let wanted = ["accept", "authorization", "content-type"];
    let headers = wanted.into_iter().filter_map(|name| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name, value.to_owned()))
    });
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(discord.exchange(Call::token(), headers.collect(), Some(body), LIMIT).await?.map(Vec::from))
}
