//! A request as workerd hands it over.

use bytes::Bytes;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::send::{SendFuture, SendWrapper};

use crate::edge::{MAX_BODY, Response, Unsigned};

#[wasm_bindgen(module = "/src/edge/wasm/inbound.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = readBody)]
    async fn read_body(request: &web_sys::Request, max: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn answer(status: u16, content_type: &str, body: &str) -> Result<web_sys::Response, JsValue>;
}

/// A request to be answered.
#[derive(Debug)]
pub struct Inbound {
    request: SendWrapper<web_sys::Request>,
    /// Read before Rust was called, if the request has Discord's signature headers.
    body: Option<Bytes>,
}

impl Inbound {
    pub(super) fn new(request: web_sys::Request, body: Option<Vec<u8>>) -> Self {
        Self { request: SendWrapper::new(request), body: body.map(Bytes::from) }
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
        if let Some(body) = self.body {
            return Ok(body);
        }
        let answer = SendFuture::new(async move { read_body(&self.request, MAX_BODY as u32).await }).await;
        let value = answer.map_err(|_| Unsigned::Header)?;
        if value.as_f64().is_some() {
            return Err(Unsigned::TooLarge);
        }
        Ok(Bytes::from(value.unchecked_into::<Uint8Array>().to_vec()))
    }
}

/// Builds JavaScript's response in one crossing.
pub(super) fn respond(response: &Response) -> Result<JsValue, JsValue> {
    answer(response.status, response.content_type, &response.body).map(JsValue::from)
}
