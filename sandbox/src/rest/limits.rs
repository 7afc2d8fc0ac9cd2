//! Rate limits: fifty calls a second and bot, the calls on interactions exempt.
//! Source: Discord docs, "Rate Limits".

use std::collections::HashMap;

use axum::{
    Json,
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::world::World;

/// How many calls each bot has made in the second that began at `start_ms`.
#[derive(Debug)]
pub(crate) struct Limits {
    pub per_second: u32,
    windows: HashMap<u64, (u64, u32)>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_second: 50, windows: HashMap::new() }
    }
}

/// Counts a call; the refusal if it is one too many.
pub(crate) fn take(world: &mut World, bot: u64, route: &str) -> Option<Response> {
    if route.contains(" /webhooks/") || route.contains(" /interactions/") {
        return None;
    }
    let now = world.now_ms();
    let per_second = world.limits.per_second;
    let (start, count) = world.limits.windows.entry(bot).or_insert((now, 0));
    if now.saturating_sub(*start) >= 1_000 {
        (*start, *count) = (now, 0);
    }
    *count += 1;
    let left = 1_000_u64.saturating_sub(now.saturating_sub(*start));
    (*count > per_second).then(|| refusal(left as f64 / 1_000.0, true))
}

/// The headers of a bucket on every answer to a bot.
pub(crate) fn describe(world: &World, bot: u64, response: &mut Response) {
    let limit = world.limits.per_second;
    let (start, count) = world.limits.windows.get(&bot).copied().unwrap_or((world.now_ms(), 0));
    let after = 1_000_u64.saturating_sub(world.now_ms().saturating_sub(start)) as f64 / 1_000.0;
    let values = [
        ("x-ratelimit-limit", limit.to_string()),
        ("x-ratelimit-remaining", limit.saturating_sub(count).to_string()),
        ("x-ratelimit-reset", format!("{:.3}", (start + 1_000) as f64 / 1_000.0)),
        ("x-ratelimit-reset-after", format!("{after:.3}")),
        ("x-ratelimit-bucket", format!("{bot:016x}")),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// 429 with the seconds to wait.
pub(crate) fn refusal(seconds: f64, global: bool) -> Response {
    let body = Json(json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": global }));
    let mut response = (StatusCode::TOO_MANY_REQUESTS, body).into_response();
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-scope", HeaderValue::from_static(if global { "global" } else { "user" }));
    if global {
        headers.insert("x-ratelimit-global", HeaderValue::from_static("true"));
    }
    if let Ok(value) = HeaderValue::from_str(&format!("{}", seconds.ceil())) {
        headers.insert("retry-after", value);
    }
    response
}
