//! The page: what `sandbox/page` was built into, served from disk. It talks to the scripting API only.

use std::{
    path::{Path as FilePath, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};

/// Where the page is built to.
pub(crate) const BUILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/page/dist");

/// What stands in the built page where each answer has a nonce of its own.
const PLACE_OF_NONCE: &str = "%STYLE_NONCE%";

const MISSING: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sandbox</title>\
    <h1>The page is not built yet</h1>\
    <p>Run <code>cargo xtask page</code> in the checkout, then load this page again. \
    Discord's API and the scripting API work without it.</p></html>";

pub(crate) fn router(folder: PathBuf) -> Router {
    let folder: Arc<FilePath> = folder.into();
    Router::new()
        .route("/", get(index))
        .route("/icon.svg", get(icon))
        .route("/assets/{file}", get(asset))
        .with_state(folder)
}

async fn index(State(folder): State<Arc<FilePath>>) -> Response {
    let mut random = [0; 16];
    if getrandom::fill(&mut random).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let nonce = hex::encode(random);
    match tokio::fs::read_to_string(folder.join("index.html")).await {
        Ok(page) => (headers(&nonce), Html(page.replace(PLACE_OF_NONCE, &nonce))).into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, headers(&nonce), Html(MISSING)).into_response(),
    }
}

/// Nothing but the page's own files: a reply of a bot can neither run nor load anything. The nonce is for the style tags
/// that the page's library makes.
fn headers(nonce: &str) -> [(HeaderName, String); 4] {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        // The next build may bring another page.
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ]
}

async fn icon(State(folder): State<Arc<FilePath>>) -> Response {
    file(&folder.join("icon.svg"), "no-cache").await
}

/// A file whose name changes with its content.
async fn asset(State(folder): State<Arc<FilePath>>, Path(name): Path<String>) -> Response {
    // Names as the build makes them, so that no path can lead out of the folder.
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    if !name.chars().all(is_plain) || name.starts_with('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    file(&folder.join("assets").join(name), "public, max-age=31536000, immutable").await
}

async fn file(path: &FilePath, cache: &'static str) -> Response {
    let Ok(content) = tokio::fs::read(path).await else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match path.extension().and_then(|extension| extension.to_str()) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]);
    (headers, content).into_response()
}

#[cfg(test)]
mod tests;
