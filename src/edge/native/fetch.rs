//! HTTP requests through reqwest.

use std::sync::OnceLock;

use bytes::{Bytes, BytesMut};

use crate::edge::{FetchError, Outgoing};

/// Sends `request` and reads an answer of at most `max` bytes. Redirects are not followed.
pub async fn fetch(request: Outgoing, max: usize) -> Result<http::Response<Bytes>, FetchError> {
    let timeout = request.timeout;
    match tokio::time::timeout(timeout, exchange(request, max)).await {
        Ok(answer) => answer,
        Err(_) => Err(FetchError::TimedOut),
    }
}

async fn exchange(request: Outgoing, max: usize) -> Result<http::Response<Bytes>, FetchError> {
    let method = http::Method::from_bytes(request.method.as_bytes()).map_err(failed)?;
    let mut builder = client()?.request(method, &request.url);
    for (name, value) in request.headers {
        builder = builder.header(name, value);
    }
    if let Some(body) = request.body {
        builder = builder.body(body);
    }
    let mut answer = builder.send().await.map_err(failed)?;
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        if body.len().saturating_add(chunk.len()) > max {
            return Err(FetchError::TooLarge(max));
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = http::Response::new(body.freeze());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}

fn client() -> Result<&'static reqwest::Client, FetchError> {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    if let Some(client) = CLIENT.get() {
        return Ok(client);
    }
    // A pooled connection belongs to the tokio runtime that opened it, and every test has its own.
    let client = reqwest::Client::builder()
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(failed)?;
    Ok(CLIENT.get_or_init(|| client))
}

fn failed(error: impl std::fmt::Display) -> FetchError {
    FetchError::Connection(error.to_string())
}
