//! Who asks, and where they may: what a route takes in place of looking it up by itself.
//!
//! A route names the right that it needs in its signature, `Guild<rights::Moderate>`, so none can forget to ask. Whoever has no
//! role in a tenant is told that there is none.

use std::{marker::PhantomData, sync::Arc};

use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use serde::Deserialize;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};
use uuid::Uuid;

use super::{Problem, Result};
use crate::{
    db::Scope,
    platform::{
        access::{self, Access, Credential, Right, Role, Standing, Via},
        ctx::Ctx,
    },
};

/// The name of the session's cookie. `__Host-`: only this very host sets and gets it, over TLS (RFC 6265bis, 4.1.3.2).
pub const COOKIE: &str = "__Host-session";
/// How tokens of programs begin.
pub const TOKEN_PREFIX: &str = "gh_";

/// A right, as a type.
pub trait Needs: Send + Sync + 'static {
    const RIGHT: Right;
}

/// The rights, as types.
pub mod rights {
    use super::{Needs, Right};

    macro_rules! rights {
        ($($name:ident),+) => {$(
            #[derive(Debug)]
            pub struct $name;
            impl Needs for $name {
                const RIGHT: Right = Right::$name;
            }
        )+};
    }
    rights!(Look, Moderate, DeleteCases, Manage, Invite, Audit, DataRights, Own);
}

/// Somebody who is signed in, wherever they belong.
#[derive(Debug, Clone)]
pub struct Person {
    pub ctx: Ctx,
    pub access: Arc<Access>,
}

/// Somebody in a tenant, who may what `R` says.
#[derive(Debug, Clone)]
pub struct Tenant<R> {
    pub ctx: Ctx,
    pub access: Arc<Access>,
    pub id: Uuid,
    pub role: Role,
    right: PhantomData<R>,
}

/// The same in one of the tenant's servers.
#[derive(Debug, Clone)]
pub struct Guild<R> {
    pub ctx: Ctx,
    pub access: Arc<Access>,
    pub role: Role,
    pub id: Id<GuildMarker>,
    /// The bot that serves it, or did last.
    pub application: Id<ApplicationMarker>,
    right: PhantomData<R>,
}

impl Person {
    /// Refuses a token that may not change anything.
    pub fn may_manage(&self) -> Result<()> {
        scoped(&self.access, "manage")
    }

    /// Refuses a token: what is about sessions and tokens themselves only a browser may.
    pub fn in_a_browser(&self) -> Result<()> {
        match self.access.session {
            Some(_) => Ok(()),
            None => Err(Problem::forbidden("A token may not do this: sign in with a browser.")),
        }
    }
}

impl<R> Tenant<R> {
    /// The tenant's rows.
    pub fn scope(&self) -> Scope {
        self.ctx.scope_of(&self.access)
    }
}

impl<R> Tenant<R> {
    /// Refuses a token that may not change anything, where the role does not matter.
    pub fn may_manage(&self) -> Result<()> {
        scoped(&self.access, "manage")
    }

    /// Refuses whoever may not that as well.
    pub fn also<M: Needs>(&self) -> Result<()> {
        may::<M>(&self.access).map(drop)
    }
}

impl<R> Guild<R> {
    /// The tenant's rows.
    pub fn scope(&self) -> Scope {
        self.ctx.scope_of(&self.access)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let (ctx, access, _) = let_in(parts, None, None).await?;
        Ok(Self { ctx, access })
    }
}

#[derive(Deserialize)]
struct InPath {
    tenant: Uuid,
    guild: Option<Id<GuildMarker>>,
}

async fn in_path(parts: &mut Parts) -> Result<InPath> {
    let path = Path::<InPath>::from_request_parts(parts, &()).await;
    path.map(|Path(path)| path)
        .map_err(|_| Problem::not_found("There is nothing at this address: an id in it is none."))
}

impl<R: Needs, S: Send + Sync> FromRequestParts<S> for Tenant<R> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let InPath { tenant, .. } = in_path(parts).await?;
        let (ctx, access, _) = let_in(parts, Some(tenant), None).await?;
        let role = may::<R>(&access)?;
        Ok(Self { ctx, access, id: tenant, role, right: PhantomData })
    }
}

impl<R: Needs, S: Send + Sync> FromRequestParts<S> for Guild<R> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let InPath { tenant, guild } = in_path(parts).await?;
        let unknown = || Problem::not_found("This tenant has no such server.");
        let id = guild.ok_or_else(unknown)?;
        let (ctx, access, application) = let_in(parts, Some(tenant), Some(id)).await?;
        let role = may::<R>(&access)?;
        Ok(Self { ctx, access, role, id, application: application.ok_or_else(unknown)?, right: PhantomData })
    }
}

/// Refuses whoever has no role in the tenant, or one that is too low, and a token without the scope.
fn may<R: Needs>(access: &Access) -> Result<Role> {
    let Some(Standing { role, via, .. }) = access.tenant else {
        return Err(Problem::not_found("There is no such tenant, or you are no member of it."));
    };
    scoped(access, R::RIGHT.scope())?;
    if via == Via::Support && !R::RIGHT.is_supports() {
        return Err(Problem::forbidden("Support may not do this: ask one of the tenant's own people."));
    }
    if role.may(R::RIGHT) {
        return Ok(role);
    }
    let needs = R::RIGHT.needs().column();
    Err(Problem::forbidden(format!("This needs the role {needs}; yours is {}.", role.column())))
}

/// Refuses a token without the scope.
fn scoped(access: &Access, wanted: &str) -> Result<()> {
    match &access.scopes {
        Some(scopes) if !scopes.iter().any(|scope| scope == wanted) => {
            Err(Problem::forbidden(format!("This token lacks the scope “{wanted}”.")))
        }
        _ => Ok(()),
    }
}

/// Who asks. The request goes on in their name.
async fn let_in(
    parts: &Parts,
    tenant: Option<Uuid>,
    guild: Option<Id<GuildMarker>>,
) -> Result<(Ctx, Arc<Access>, Option<Id<ApplicationMarker>>)> {
    let ctx = parts.extensions.get::<Ctx>().ok_or_else(Problem::unauthenticated)?;
    let credential = Presented::read(&parts.headers).ok_or_else(Problem::unauthenticated)?;
    credential.check_origin(&parts.method, &parts.headers, &ctx.config.public_url)?;
    let found = access::authenticate(&ctx.db, credential.hash(), tenant, guild).await?;
    let (access, application) = found.ok_or_else(Problem::unauthenticated)?;
    let access = Arc::new(access);
    ctx.config.api_limits.take_person(access.user, tenant, ctx.arrived_at)?;
    Ok((Ctx { access: Some(access.clone()), ..ctx.clone() }, access, application))
}

/// What a request brings to be let in.
#[derive(Debug, Clone, Copy)]
pub enum Presented {
    /// A browser sends it by itself, whoever made it ask.
    Cookie(Credential),
    /// Only who has it can send it.
    Token(Credential),
}

impl Presented {
    /// A token before a cookie.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(authorization) = text(header::AUTHORIZATION) {
            let (scheme, token) = authorization.split_once(' ')?;
            let is_token = scheme.eq_ignore_ascii_case("bearer") && token.starts_with(TOKEN_PREFIX);
            return is_token.then(|| Self::Token(access::hash(token.trim())));
        }
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| Self::Cookie(access::hash(value)))
    }

    pub fn hash(self) -> Credential {
        match self {
            Self::Cookie(hash) | Self::Token(hash) => hash,
        }
    }

    /// Of what a browser sends by itself only our own pages may change anything (OWASP ASVS 5.0, 3.5).
    pub fn check_origin(self, method: &Method, headers: &HeaderMap, ours: &str) -> Result<()> {
        if matches!(self, Self::Token(_)) || [Method::GET, Method::HEAD].contains(method) {
            return Ok(());
        }
        let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
        if origin == Some(ours) {
            return Ok(());
        }
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "foreign_origin",
            "This request comes from another site, or does not say from where: send the header Origin with our own address, or use a token.",
        ))
    }
}
