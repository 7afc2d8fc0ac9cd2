//! A request as workerd hands it over.

use bytes::Bytes;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use worker::send::{SendFuture, SendWrapper};

use crate::edge::{MAX_BODY, Response, Unsigned};

#[wasm_bindgen(module = "/src/edge/wasm/inbound.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn answer(status: u16, content_type: &str, body: &str) -> Result<web_sys::Response, JsValue>;
    fn headers(request: &web_sys::Request) -> Vec<String>;
    #[wasm_bindgen(catch, js_name = answerWhole)]
    fn answer_whole(status: u16, headers: Vec<String>, body: &[u8]) -> Result<web_sys::Response, JsValue>;
}

/// A request to be answered.
#[derive(Debug)]
pub struct Inbound {
    request: SendWrapper<web_sys::Request>,
    signed: Signed,
    /// main.js's function that reads a request's body.
    read: SendWrapper<Function>,
}

/// What main.js has taken from the request already: Discord's two headers, and the body if they have the right lengths.
#[derive(Debug)]
pub(super) struct Signed {
    pub signature: Option<String>,
    pub timestamp: Option<String>,
    pub body: Option<Vec<u8>>,
}

impl Inbound {
    pub(super) fn new(request: web_sys::Request, signed: Signed, read: Function) -> Self {
        Self { request: SendWrapper::new(request), signed, read: SendWrapper::new(read) }
    }

    /// Discord's signature and its timestamp, as the headers have them.
    pub fn signature(&mut self) -> Option<(String, String)> {
        Some((self.signed.signature.take()?, self.signed.timestamp.take()?))
    }

    /// `GET`, `POST` and so on.
    pub fn method(&self) -> String {
        self.request.method()
    }

    /// The path, from its first slash, without the query.
    pub fn path(&self) -> String {
        let url = self.request.url();
        let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let path = after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/");
        path.split(['?', '#']).next().unwrap_or("/").to_owned()
    }

    /// A header's value, if there is one.
    pub fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// Reads the body, at most [`MAX_BODY`](crate::edge::MAX_BODY) bytes.
    pub async fn body(self) -> Result<Bytes, Unsigned> {
        if let Some(body) = self.signed.body {
            return Ok(Bytes::from(body));
        }
        let reading = SendFuture::new(async move {
            let read = self.read.call1(&JsValue::UNDEFINED, &self.request)?;
            JsFuture::from(Promise::resolve(&read)).await
        });
        let buffer = reading.await.map_err(|_| Unsigned::Header)?;
        if buffer.is_undefined() {
            return Err(Unsigned::TooLarge);
        }
        Ok(Bytes::from(Uint8Array::new(&buffer).to_vec()))
    }

    /// The whole request, its body read as [`Inbound::body`] reads it.
    pub async fn whole(self) -> Result<http::Request<Bytes>, Unsigned> {
        let url = self.request.url();
        let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let path = after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/");
        let mut request = http::Request::builder().method(self.request.method().as_str()).uri(path);
        let mut names_and_values = headers(&self.request).into_iter();
        while let (Some(name), Some(value)) = (names_and_values.next(), names_and_values.next()) {
            request = request.header(name, value);
        }
        let has_body = !matches!(self.request.method().as_str(), "GET" | "HEAD" | "OPTIONS");
        let body = if has_body { self.body().await? } else { Bytes::new() };
        request.body(body).map_err(|_| Unsigned::Header)
    }
}

/// Builds JavaScript's response of any headers and body. A body that is at hand goes over in one piece, any other as a
/// stream.
pub(super) async fn respond_whole(response: http::Response<axum::body::Body>) -> Result<JsValue, JsValue> {
    use axum::body::HttpBody as _;
    if response.body().size_hint().exact().is_none() {
        return Ok(worker::response_to_wasm(response)?.into());
    }
    let (parts, body) = response.into_parts();
    let body =
        axum::body::to_bytes(body, MAX_BODY.saturating_mul(8)).await.map_err(|_| JsValue::from_str("too large"))?;
    let headers = parts
        .headers
        .iter()
        .flat_map(|(name, value)| [name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()]);
    answer_whole(parts.status.as_u16(), headers.collect(), &body).map(JsValue::from)
}

/// Builds JavaScript's response in one crossing.
pub(super) fn respond(response: &Response) -> Result<JsValue, JsValue> {
    answer(response.status, response.content_type, &response.body).map(JsValue::from)
}
