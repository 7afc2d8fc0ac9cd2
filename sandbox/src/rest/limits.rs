//! Rate limits: a bucket for each route and guild or token, and fifty calls a second for each bot or person.
//! Source: Discord docs, "Rate Limits".

use std::{collections::HashMap, hash::BuildHasher, time::Duration};

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// The limits in force and what each caller has used of them.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Calls a second for one bot or person, over all routes.
    pub global: u32,
    /// Limits that differ from the usual ones, by route.
    pub routes: HashMap<String, Limit>,
    of_callers: HashMap<u64, Window>,
    of_buckets: HashMap<String, Window>,
}

/// So many calls in so many milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    calls: u32,
    per_ms: u64,
}

/// A bot's calls are bounded by the global limit long before this one.
const USUAL: Limit = Limit { calls: 50, per_ms: 1_000 };
/// Interactions share the limits of webhooks, which are five calls in two seconds for each token.
const WEBHOOK: Limit = Limit { calls: 5, per_ms: 2_000 };
/// What dashboards stumble over, as their authors report it: the docs give no numbers.
const GUILDS_OF_PERSON: Limit = Limit { calls: 1, per_ms: 1_000 };

/// The calls counted since `start_ms`.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    start_ms: u64,
    calls: u32,
}

/// Where a caller stands in the bucket it has just drawn from.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    limit: Limit,
    window: Window,
    now_ms: u64,
    bucket: u64,
}

/// A call that is one too many.
#[derive(Debug)]
pub(crate) struct Refused {
    left_ms: u64,
    /// The bucket that is used up; none if it is the global limit.
    bucket: Option<Standing>,
}

/// What a call is counted under.
pub(crate) struct Drawn<'a> {
    pub who: Who,
    pub route: &'a str,
    pub path: &'a str,
}

/// Whose calls are counted together.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    Bot(u64),
    /// Of a person's access tokens, whichever applications hold them.
    Person(u64),
    /// The calls that carry an interaction's token, which are exempt from the global limit.
    Interaction,
}

impl Who {
    fn id(self) -> Option<u64> {
        match self {
            Self::Bot(id) | Self::Person(id) => Some(id),
            Self::Interaction => None,
        }
    }

    fn usual(self, route: &str) -> Limit {
        match self {
            Self::Person(_) if route == "GET /users/@me/guilds" => GUILDS_OF_PERSON,
            Self::Bot(_) | Self::Person(_) => USUAL,
            Self::Interaction => WEBHOOK,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { global: 50, routes: HashMap::new(), of_callers: HashMap::new(), of_buckets: HashMap::new() }
    }
}

impl Limit {
    pub fn new(calls: u32, per: Duration) -> Self {
        Self { calls, per_ms: u64::try_from(per.as_millis()).unwrap_or(u64::MAX) }
    }
}

impl Limits {
    /// Counts a call: where that leaves the caller, or the refusal if it is one too many.
    pub fn draw(&mut self, drawn: &Drawn<'_>, now_ms: u64) -> Result<Standing, Refused> {
        if let Some(caller) = drawn.who.id() {
            let window = self.of_callers.entry(caller).or_default();
            if !window.draw(Limit { calls: self.global, per_ms: 1_000 }, now_ms) {
                return Err(Refused { left_ms: window.left_ms(1_000, now_ms), bucket: None });
            }
        }
        let limit = self.routes.get(drawn.route).copied().unwrap_or(drawn.who.usual(drawn.route));
        let window = self.of_buckets.entry(bucket(drawn)).or_default();
        let is_taken = window.draw(limit, now_ms);
        let standing = Standing { limit, window: *window, now_ms, bucket: fingerprint(drawn.route) };
        if is_taken { Ok(standing) } else { Err(Refused { left_ms: standing.left_ms(), bucket: Some(standing) }) }
    }
}

impl Window {
    /// Counts a call, unless the limit is used up.
    fn draw(&mut self, limit: Limit, now_ms: u64) -> bool {
        if now_ms.saturating_sub(self.start_ms) >= limit.per_ms {
            *self = Self { start_ms: now_ms, calls: 0 };
        }
        let is_free = self.calls < limit.calls;
        self.calls += u32::from(is_free);
        is_free
    }

    fn left_ms(self, per_ms: u64, now_ms: u64) -> u64 {
        (self.start_ms + per_ms).saturating_sub(now_ms)
    }
}

impl Standing {
    fn left_ms(&self) -> u64 {
        self.window.left_ms(self.limit.per_ms, self.now_ms)
    }

    /// The headers by which Discord tells a bot how much of the bucket is left.
    pub fn describe(&self, headers: &mut HeaderMap) {
        let values = [
            ("x-ratelimit-limit", self.limit.calls.to_string()),
            ("x-ratelimit-remaining", self.limit.calls.saturating_sub(self.window.calls).to_string()),
            ("x-ratelimit-reset", format!("{:.3}", seconds(self.now_ms + self.left_ms()))),
            ("x-ratelimit-reset-after", format!("{:.3}", seconds(self.left_ms()))),
            ("x-ratelimit-bucket", format!("{:016x}", self.bucket)),
        ];
        for (name, value) in values {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = refusal(seconds(self.left_ms), self.bucket.is_none());
        if let Some(bucket) = self.bucket {
            bucket.describe(response.headers_mut());
        }
        response
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
    if let Ok(value) = HeaderValue::from_str(&seconds.ceil().to_string()) {
        headers.insert("retry-after", value);
    }
    response
}

/// Route and top-level resource: the id of a guild or a channel, or a webhook's id and token.
fn bucket(drawn: &Drawn<'_>) -> String {
    let mut words = drawn.path.split('/').skip(1);
    let resource = match (words.next(), words.next(), words.next()) {
        (Some("guilds" | "channels"), Some(id), _) => id.to_owned(),
        (Some("webhooks" | "interactions"), Some(id), Some(token)) => format!("{id}/{token}"),
        _ => String::new(),
    };
    format!("{} {} {resource}", drawn.who.id().unwrap_or_default(), drawn.route)
}

/// The same for every caller of a route, as Discord's bucket names are.
fn fingerprint(route: &str) -> u64 {
    std::hash::BuildHasherDefault::<std::collections::hash_map::DefaultHasher>::default().hash_one(route)
}

fn seconds(millis: u64) -> f64 {
    Duration::from_millis(millis).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(limits: &mut Limits, path: &str, now_ms: u64) -> Result<Standing, Refused> {
        limits.draw(&Drawn { who: Who::Bot(1), route: "GET /guilds/*", path }, now_ms)
    }

    #[test]
    fn a_bucket_is_counted_for_each_guild_and_refills() {
        let mut limits = Limits::default();
        limits.routes.insert("GET /guilds/*".to_owned(), Limit::new(1, Duration::from_secs(10)));
        assert!(draw(&mut limits, "/guilds/7", 5_000).is_ok());
        assert!(draw(&mut limits, "/guilds/7", 5_000).is_err());
        assert!(draw(&mut limits, "/guilds/8", 5_000).is_ok());
        assert!(draw(&mut limits, "/guilds/7", 15_000).is_ok());
    }

    #[test]
    fn the_fifty_first_call_of_a_second_is_refused_on_whatever_route() {
        let mut limits = Limits::default();
        for guild in 0..50 {
            assert!(draw(&mut limits, &format!("/guilds/{guild}"), 5_000).is_ok());
        }
        let refused = draw(&mut limits, "/guilds/50", 5_400).unwrap_err().into_response();
        assert_eq!(refused.headers()["x-ratelimit-scope"], "global");
        assert_eq!(refused.headers()["retry-after"], "1");
        assert!(draw(&mut limits, "/guilds/50", 6_000).is_ok());
    }
}
