//! Who calls the token endpoint: a client id and a secret, by Basic or in the form. Source: RFC 6749, 2.3.1.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;

use super::{error::TokenError, form::Fields};
use crate::world::World;

/// The application whose secret the call carries.
pub(super) fn authenticated(world: &World, headers: &HeaderMap, form: &Fields) -> Result<u64, TokenError> {
    let (id, secret) = basic(headers).or_else(|| in_form(form)).ok_or(TokenError::CLIENT)?;
    let application = id.parse().ok().and_then(|id: u64| world.applications.get(&id));
    application
        .filter(|application| application.client_secret == secret)
        .map(|application| application.id)
        .ok_or(TokenError::CLIENT)
}

/// Both parts are form-encoded before they are joined.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decoded = |part: &str| Some(percent_decode_str(&part.replace('+', " ")).decode_utf8().ok()?.into_owned());
    Some((decoded(id)?, decoded(secret)?))
}

fn in_form(form: &Fields) -> Option<(String, String)> {
    Some((form.get("client_id")?.clone(), form.get("client_secret")?.clone()))
}
