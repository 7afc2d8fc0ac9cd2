//! HTTP requests through the runtime's fetch.

use bytes::Bytes;
use worker::{AbortController, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, send::SendFuture};

use crate::edge::{FetchError, Outgoing, timeout};

/// Sends `request` and reads an answer of at most `max` bytes. Redirects are not followed.
pub async fn fetch(request: Outgoing, max: usize) -> Result<http::Response<Bytes>, FetchError> {
    SendFuture::new(async move {
        let controller = AbortController::default();
        match timeout(request.timeout, SendFuture::new(exchange(&request, max, &controller))).await {
            Some(answer) => answer,
            None => {
                controller.abort();
                Err(FetchError::TimedOut)
            }
        }
    })
    .await
}

async fn exchange(
    request: &Outgoing,
    max: usize,
    controller: &AbortController,
) -> Result<http::Response<Bytes>, FetchError> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value).map_err(failed)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::from(request.method.to_owned()))
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual);
    if let Some(body) = &request.body {
        init.with_body(Some(body.as_str().into()));
    }
    let request = Request::new_with_init(&request.url, &init).map_err(failed)?;
    let mut answer = Fetch::Request(request).send_with_signal(&controller.signal()).await.map_err(failed)?;
    let too_large = answer
        .headers()
        .get("content-length")
        .ok()
        .flatten()
        .and_then(|length| length.parse::<usize>().ok())
        .is_some_and(|length| length > max);
    if too_large {
        return Err(FetchError::TooLarge(max));
    }
    let body = answer.bytes().await.map_err(failed)?;
    if body.len() > max {
        return Err(FetchError::TooLarge(max));
    }
    let mut response = http::Response::builder().status(answer.status_code());
    for (name, value) in answer.headers().entries() {
        response = response.header(name, value);
    }
    response.body(Bytes::from(body)).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> FetchError {
    FetchError::Connection(error.to_string())
}
