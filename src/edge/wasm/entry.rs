//! How workerd calls us.

use std::{cell::OnceCell, sync::Arc};

use futures_util::FutureExt;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;
use worker::{Context, Env};

use super::{
    Inbound, Later,
    inbound::{Signed, respond, respond_whole},
};
use crate::{
    edge::{Answer, Response},
    features, inbound,
    platform::{config::Config, log},
};

thread_local! {
    /// Bindings do not change while an isolate lives.
    static CONFIG: OnceCell<Arc<Config>> = const { OnceCell::new() };
}

/// Answers a request for main.js: with a response, or with a promise of one where the answer needs I/O.
#[wasm_bindgen]
pub fn answer(
    request: web_sys::Request,
    env: Env,
    context: worker::worker_sys::Context,
    signature: Option<String>,
    timestamp: Option<String>,
    body: Option<Vec<u8>>,
    read: js_sys::Function,
) -> Result<JsValue, JsValue> {
    let mut answering = Box::pin(async move {
        match config(&env) {
            Ok(config) => {
                let later = Later::new(Context::new(context));
                let request = Inbound::new(request, Signed { signature, timestamp, body }, read);
                inbound::route(config, later, features::ALL, request).await
            }
            Err(problem) => Response::text(503, problem).into(),
        }
    });
    match (&mut answering).now_or_never() {
        Some(Answer::Short(response)) => respond(&response),
        Some(Answer::Whole(response)) => Ok(future_to_promise(respond_whole(response)).into()),
        None => {
            let answering = async move {
                match answering.await {
                    Answer::Short(response) => respond(&response),
                    Answer::Whole(response) => respond_whole(response).await,
                }
            };
            Ok(future_to_promise(answering).into())
        }
    }
}

/// The edge's cron: what is due, as a signed tick would start it.
#[wasm_bindgen]
pub async fn tick(env: Env, context: worker::worker_sys::Context) -> Result<(), JsValue> {
    let config = config(&env).map_err(|problem| JsValue::from_str(&problem))?;
    inbound::scheduled(config, Later::new(Context::new(context)), features::ALL).await;
    Ok(())
}

fn config(env: &Env) -> Result<Arc<Config>, String> {
    CONFIG.with(|cell| {
        if let Some(config) = cell.get() {
            return Ok(config.clone());
        }
        log::start();
        let config = Config::read(|name| env.var(name).ok().map(|value| value.to_string()))
            .map_err(|error| error.to_string())?;
        Ok(cell.get_or_init(|| Arc::new(config)).clone())
    })
}
