//! How workerd calls us.

use std::{cell::OnceCell, sync::Arc};

use worker::{Context, Env, event};

use super::{Inbound, Later};
use crate::{
    edge::Response,
    features, inbound,
    platform::{config::Config, log},
};

thread_local! {
    /// Bindings do not change while an isolate lives.
    static CONFIG: OnceCell<Arc<Config>> = const { OnceCell::new() };
}

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, context: Context) -> worker::Result<web_sys::Response> {
    let response = match config(&env) {
        Ok(config) => inbound::route(config, Later::new(context), features::ALL, Inbound::new(request)).await,
        Err(problem) => Response::text(503, problem),
    };
    super::inbound::respond(&response)
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
