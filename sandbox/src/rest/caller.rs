//! Who calls: a bot by its token, or an application in a person's name by an access token.
//! Source: Discord docs, "Reference", Authentication.

use axum::http::{HeaderMap, header, request::Parts};

use super::{ApiError, reason};
use crate::{
    Sandbox, Shared,
    oauth::{Scope, Scopes},
    world::World,
};

/// Whose token a call carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    Bot(u64),
    Person(Bearer),
}

/// An access token that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bearer {
    pub user: u64,
    pub application: u64,
    pub scopes: Scopes,
    pub expires_at_ms: u64,
}

impl Identity {
    /// None if there is no token, or one that nobody has.
    pub fn of(world: &World, headers: &HeaderMap) -> Option<Self> {
        let (kind, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        match kind {
            "Bot" => {
                let bot = world.applications.values().find(|application| application.token == token)?;
                world.has_bot(bot.id).then_some(Self::Bot(bot.id))
            }
            "Bearer" => {
                let token = world.oauth.bearer(token, world.now_ms())?;
                let (user, application, expires_at_ms) = (token.user, token.application, token.expires_at_ms);
                let scopes = world.oauth.reach(token);
                Some(Self::Person(Bearer { user, application, scopes, expires_at_ms }))
            }
            _ => None,
        }
    }

    /// The bot, or the client in whose hands the token is.
    pub fn application(&self) -> u64 {
        match self {
            Self::Bot(bot) => *bot,
            Self::Person(bearer) => bearer.application,
        }
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<u64> {
        match self {
            Self::Bot(_) => None,
            Self::Person(bearer) => Some(bearer.user),
        }
    }

    /// Whose user it is. A person must have authorized the scope; a bot needs none.
    pub fn user(&self, scope: Scope) -> Result<u64, ApiError> {
        match self {
            Self::Bot(bot) => Ok(*bot),
            Self::Person(bearer) => bearer.require(scope).map(|()| bearer.user),
        }
    }
}

impl Bearer {
    pub fn require(&self, scope: Scope) -> Result<(), ApiError> {
        if self.scopes.contains(&scope) { Ok(()) } else { Err(ApiError::MISSING_SCOPE) }
    }
}

/// What a handler of bots works with: the sandbox, and the bot that calls.
pub(crate) struct Caller {
    pub sandbox: Sandbox,
    pub bot: u64,
    pub reason: Option<String>,
}

impl axum::extract::FromRequestParts<Shared> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ApiError> {
        let Known { sandbox, identity } = Known::from_request_parts(parts, shared).await?;
        match identity {
            Identity::Bot(bot) => Ok(Self { bot, reason: reason(&parts.headers)?, sandbox }),
            Identity::Person(_) => Err(ApiError::UNAUTHORIZED),
        }
    }
}

/// The sandbox, and a bot or a person.
pub(super) struct Known {
    pub sandbox: Sandbox,
    pub identity: Identity,
}

impl axum::extract::FromRequestParts<Shared> for Known {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ApiError> {
        let Anyone(sandbox) = Anyone::from_request_parts(parts, shared).await?;
        let identity = Identity::of(&sandbox.world(), &parts.headers).ok_or(ApiError::UNAUTHORIZED)?;
        Ok(Self { sandbox, identity })
    }
}

/// The sandbox, and a person.
pub(super) struct Person {
    pub sandbox: Sandbox,
    pub bearer: Bearer,
}

impl axum::extract::FromRequestParts<Shared> for Person {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ApiError> {
        let Known { sandbox, identity } = Known::from_request_parts(parts, shared).await?;
        match identity {
            Identity::Person(bearer) => Ok(Self { sandbox, bearer }),
            Identity::Bot(_) => Err(ApiError::UNAUTHORIZED),
        }
    }
}

/// The sandbox, for calls that carry their own token.
pub(crate) struct Anyone(pub Sandbox);

impl axum::extract::FromRequestParts<Shared> for Anyone {
    type Rejection = ApiError;

    async fn from_request_parts(_parts: &mut Parts, shared: &Shared) -> Result<Self, ApiError> {
        shared.upgrade().map(|inner| Self(Sandbox(inner))).ok_or(ApiError::fault(503))
    }
}
