//! OAuth2: people authorize applications on a page, and applications exchange codes for tokens.
//! Source: Discord docs, "OAuth2"; RFC 6749, 7009, 7636, 8414, 9207.
//!
//! What Discord's docs leave open is as its users report it: the words of errors, a code's hundred seconds, S256 alone,
//! a refresh that gives everything that was ever authorized.

mod authorize;
mod browser;
mod client;
mod error;
mod form;
mod grants;
mod html;
mod install;
mod pages;
mod permissions;
mod pkce;
mod request;
mod scope;
mod token;

use axum::{
    Json, Router,
    routing::{get, post},
};
use serde_json::{Value, json};

pub use grants::{OAuth, Token};
pub use scope::Scope;
pub(crate) use scope::Scopes;

use crate::{
    Shared,
    rest::{Anyone, ApiError},
};

/// What people open in a browser. Applications' calls are REST: [`calls`].
pub(crate) fn router(shared: Shared) -> Router {
    let page = || get(authorize::ask).post(authorize::decide);
    Router::new()
        .route("/oauth2/authorize", page())
        .route("/api/oauth2/authorize", page())
        .route("/api/v10/oauth2/authorize", page())
        .route("/.well-known/oauth-authorization-server", get(metadata))
        .with_state(shared)
}

/// What applications call, below the base of the API.
pub(crate) fn calls() -> Router<Shared> {
    Router::new().route("/oauth2/token", post(token::exchange)).route("/oauth2/token/revoke", post(token::revoke))
}

async fn metadata(Anyone(sandbox): Anyone) -> Result<Json<Value>, ApiError> {
    let issuer = sandbox.url();
    Ok(Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/api/oauth2/authorize"),
        "token_endpoint": format!("{issuer}/api/oauth2/token"),
        "revocation_endpoint": format!("{issuer}/api/oauth2/token/revoke"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })))
}
