//! What an answer says about rate limits. Source: Discord docs, "Rate Limits", Header Format.

use std::time::Duration;

use http::HeaderMap;
use serde::Deserialize;
use tokio::time::Instant;
use twilight_http_ratelimiting::{Endpoint, RateLimitHeaders};

use super::{Answer, endpoint};

/// The longest time that is waited for, whatever an answer says.
const LONGEST: f64 = 86_400.0;

/// A 429.
#[derive(Debug)]
pub struct Limited {
    pub after: Duration,
    pub whose: Whose,
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The bucket's.
    Bucket,
    /// A resource's that others use as well. Discord holds it against nobody.
    Shared,
    /// The bot's, over all routes.
    Bot,
    /// The address's. It is Cloudflare who says so, in front of Discord, and without Discord's headers.
    Everyone,
}

impl Limited {
    /// None: the call met no limit.
    pub fn read(answer: &Answer) -> Option<Self> {
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct Problem {
            retry_after: Option<f64>,
            global: bool,
        }
        if answer.status.as_u16() != 429 {
            return None;
        }
        let problem = serde_json::from_slice::<Problem>(&answer.body).ok();
        let whose = match (text(&answer.headers, RateLimitHeaders::SCOPE), &problem) {
            (Some("shared"), _) => Whose::Shared,
            (Some("global"), _) | (_, Some(Problem { global: true, .. })) => Whose::Bot,
            (None, None) => Whose::Everyone,
            _ => Whose::Bucket,
        };
        let seconds = problem.and_then(|problem| problem.retry_after).or(number(&answer.headers, "retry-after"));
        Some(Self { after: Duration::from_secs_f64(seconds.unwrap_or(1.0).clamp(0.0, LONGEST)), whose })
    }
}

/// What the ledger is told of the bucket. One that met a limit is empty until then, whatever its headers say; where
/// they do not name it, it is the endpoint's own.
pub fn standing(answer: &Answer, limited: Option<&Limited>, endpoint: &Endpoint) -> Option<RateLimitHeaders> {
    let headers = &answer.headers;
    let bucket = text(headers, RateLimitHeaders::BUCKET);
    let until = |after: Duration| (Instant::now() + after).into_std();
    match limited {
        Some(Limited { after, whose: Whose::Bucket | Whose::Shared }) => {
            let bucket = endpoint::bucket(endpoint, bucket.unwrap_or(&endpoint.path));
            Some(RateLimitHeaders { bucket, limit: 0, remaining: 0, reset_at: until(*after) })
        }
        _ => Some(RateLimitHeaders {
            bucket: endpoint::bucket(endpoint, bucket?),
            limit: text(headers, RateLimitHeaders::LIMIT)?.parse().ok()?,
            remaining: text(headers, RateLimitHeaders::REMAINING)?.parse().ok()?,
            reset_at: until(Duration::from_secs_f64(
                number(headers, RateLimitHeaders::RESET_AFTER)?.clamp(0.0, LONGEST),
            )),
        }),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// No NaN: it compares with nothing, and `clamp` would let it through.
fn number(headers: &HeaderMap, name: &str) -> Option<f64> {
    text(headers, name)?.parse::<f64>().ok().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::StatusCode;

    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)], body: &'static str) -> Answer {
        let headers = headers.iter().map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap())).collect();
        Answer { status: StatusCode::from_u16(status).unwrap(), headers, body: Bytes::from_static(body.as_bytes()) }
    }

    #[test]
    fn a_429_is_the_buckets_the_bots_or_everyones() {
        let json = r#"{ "message": "", "retry_after": 1.5, "global": false }"#;
        let global = r#"{ "message": "", "retry_after": 1.5, "global": true }"#;
        for (headers, body, whose) in [
            (&[("x-ratelimit-scope", "user")][..], json, Whose::Bucket),
            (&[("x-ratelimit-scope", "shared")], json, Whose::Shared),
            (&[("x-ratelimit-scope", "global")], json, Whose::Bot),
            (&[], global, Whose::Bot),
            (&[("retry-after", "60")], "<html>", Whose::Everyone),
        ] {
            assert_eq!(Limited::read(&answer(429, headers, body)).unwrap().whose, whose, "{body}");
        }
        assert!(Limited::read(&answer(200, &[], json)).is_none());
    }

    #[test]
    fn times_that_are_no_times_are_not_waited_for() {
        for value in ["NaN", "inf", "-inf", "soon"] {
            let limited = Limited::read(&answer(429, &[("retry-after", value)], "")).unwrap();
            assert_eq!(limited.after, Duration::from_secs(1), "{value}");
        }
        let limited = Limited::read(&answer(429, &[("retry-after", "-3")], "")).unwrap();
        assert_eq!(limited.after, Duration::ZERO);
    }
}
