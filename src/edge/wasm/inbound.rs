//! A request as workerd hands it over, read and verified in one crossing into JavaScript.

use bytes::Bytes;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::send::{SendFuture, SendWrapper};

use crate::edge::{FRESH_FOR, MAX_BODY, Response, Unsigned, strong_key};

#[wasm_bindgen(module = "/src/edge/wasm/inbound.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = readBody)]
    async fn read_body(request: &web_sys::Request, max: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = readSigned)]
    async fn read_signed(request: &web_sys::Request, key: &str, max: u32, fresh_for: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = verify)]
    async fn verify_in_js(key: &str, signature: &str, message: &[u8]) -> JsValue;
    #[wasm_bindgen(catch)]
    fn answer(status: u16, content_type: &str, body: &str) -> Result<web_sys::Response, JsValue>;
}

/// A request to be answered.
#[derive(Debug)]
pub struct Inbound {
    request: SendWrapper<web_sys::Request>,
}

impl Inbound {
    pub(super) fn new(request: web_sys::Request) -> Self {
        Self { request: SendWrapper::new(request) }
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

    /// Reads the body, at most [`MAX_BODY`] bytes.
    pub async fn body(self) -> Result<Bytes, Unsigned> {
        SendFuture::new(async move { outcome(read_body(&self.request, MAX_BODY as u32).await) }).await
    }

    /// Reads the body if its signature headers fit `public_key`, 64 lower-case hex digits. The headers are Discord's:
    /// `X-Signature-Ed25519` and `X-Signature-Timestamp`.
    pub async fn signed_body(self, public_key: &str) -> Result<Bytes, Unsigned> {
        strong_key(public_key).ok_or(Unsigned::Signature)?;
        SendFuture::new(async move {
            outcome(read_signed(&self.request, public_key, MAX_BODY as u32, FRESH_FOR as u32).await)
        })
        .await
    }
}

/// JavaScript answers with the bytes, or with a number that says what was wrong.
fn outcome(answer: Result<JsValue, JsValue>) -> Result<Bytes, Unsigned> {
    let value = answer.map_err(|_| Unsigned::Header)?;
    match value.as_f64() {
        Some(413.0) => Err(Unsigned::TooLarge),
        Some(400.0) => Err(Unsigned::Header),
        Some(_) => Err(Unsigned::Signature),
        None => Ok(Bytes::from(value.unchecked_into::<Uint8Array>().to_vec())),
    }
}

/// Whether `signature` over `message` is by `public_key`; both in hex.
pub async fn verify_hex(public_key: &str, signature: &str, message: &[u8]) -> bool {
    if strong_key(public_key).is_none() {
        return false;
    }
    SendFuture::new(verify_in_js(public_key, signature, message)).await.is_truthy()
}

/// Builds JavaScript's response in one crossing.
pub(super) fn respond(response: &Response) -> worker::Result<web_sys::Response> {
    answer(response.status, response.content_type, &response.body).map_err(Into::into)
}
