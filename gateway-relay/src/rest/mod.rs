//! Discord's REST API for everything in the relay: one ledger of rate limits for each bot, and a breaker that stops long
//! before Discord shuts the address out. Source: Discord docs, "Rate Limits".

mod breaker; // refusals, counted
mod endpoint; // which calls share a limit
mod error;
mod ledger; // the limits of one bot
mod limited; // what an answer says of limits
mod wire; // one exchange

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

pub use breaker::Tolerance;
pub use error::RestError;

use crate::metrics::{METRICS, OfCall};

use self::{
    breaker::Breaker,
    endpoint::{endpoint, route},
    ledger::{Ledger, Passing},
    limited::{Limited, Whose},
    wire::Wire,
};

/// How often a call that met a rate limit is tried, all in all.
const TRIES: usize = 5;

/// Discord's REST API. Clones share one ledger.
#[derive(Debug, Clone)]
pub struct Rest(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    wire: Wire,
    breaker: Breaker,
    tolerance: Tolerance,
    ledgers: Mutex<HashMap<i64, Arc<Ledger>>>,
    /// For calls that carry their own token.
    passing: Passing,
}

/// A bot, and the token by which it calls.
#[derive(Clone)]
pub struct Bot {
    pub application: i64,
    pub token: String,
}

impl std::fmt::Debug for Bot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Bot").field("application", &self.application).finish_non_exhaustive()
    }
}

/// A call. It has no effect once `deadline` has passed, unless Discord had it before.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    /// Below the API's base: `/guilds/1/members?limit=1000`.
    pub path: String,
    pub body: Bytes,
    /// All but the name of the client, and but the authorization unless it is a person's own.
    pub headers: HeaderMap,
    pub deadline: Instant,
}

impl Request {
    /// A call that reads.
    pub fn get(path: impl Into<String>, deadline: Instant) -> Self {
        let (body, headers) = (Bytes::new(), HeaderMap::new());
        Self { method: Method::GET, path: path.into(), body, headers, deadline }
    }
}

/// What Discord answered, whatever its status.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Rest {
    /// `base` ends in `/api/v10`.
    pub fn new(base: &str) -> Result<Self, RestError> {
        Self::with_tolerance(base, Tolerance::default())
    }

    /// The same with other bounds on calls that Discord refuses.
    pub fn with_tolerance(base: &str, tolerance: Tolerance) -> Result<Self, RestError> {
        let (wire, breaker) = (Wire::new(base)?, Breaker::default());
        Ok(Self(Arc::new(Inner { wire, breaker, tolerance, ledgers: Mutex::default(), passing: Passing::default() })))
    }

    /// Sends the call as this bot, once Discord's limits let it. A call that meets a limit all the same is repeated, since
    /// it has done nothing; where that cannot be in time, the 429 is the answer.
    pub async fn send(&self, bot: &Bot, request: Request) -> Result<Answer, RestError> {
        let ledger = self.ledger(bot.application);
        self.carry(&ledger, Some(&bot.token), request).await
    }

    /// Sends a call that carries its own token: those on an interaction in the path, a person's in a header or the body. It
    /// counts for no bot.
    pub async fn send_as_nobody(&self, request: Request) -> Result<Answer, RestError> {
        self.carry(&self.0.passing.ledger(), None, request).await
    }

    /// Reads one thing as this bot. An answer that is no success is an error.
    pub async fn get_json<T: DeserializeOwned>(
        &self,
        bot: &Bot,
        path: impl Into<String>,
        deadline: Instant,
    ) -> Result<T, RestError> {
        let answer = self.send(bot, Request::get(path, deadline)).await?;
        if !answer.status.is_success() {
            return Err(RestError::refused(&answer));
        }
        serde_json::from_slice(&answer.body).map_err(|error| RestError::Unreadable(error.to_string()))
    }

    fn ledger(&self, application: i64) -> Arc<Ledger> {
        let mut ledgers = self.0.ledgers.lock().unwrap_or_else(PoisonError::into_inner);
        ledgers.entry(application).or_default().clone()
    }

    async fn carry(&self, ledger: &Ledger, token: Option<&str>, request: Request) -> Result<Answer, RestError> {
        let own = request.headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        let endpoint = endpoint(&request.method, &request.path, own).ok_or(RestError::NotACall)?;
        let mut tries = 1;
        loop {
            let began = Instant::now();
            self.pass(ledger, token, request.deadline).await?;
            let permit = ledger.permit(endpoint.clone(), request.deadline).await?;
            // Others may have been refused while this call waited for its turn.
            self.pass(ledger, token, request.deadline).await?;
            METRICS.wait_seconds.observe(began.elapsed().as_secs_f64());
            let exchange = self.0.wire.exchange(&request, token);
            let sent = tokio::time::timeout_at(request.deadline, exchange).await;
            let answer = match sent.unwrap_or_else(|_| Err(RestError::Unreachable("no answer in time".to_owned()))) {
                Ok(answer) => answer,
                Err(error) => {
                    // It may have reached Discord, so it counts.
                    permit.complete(None);
                    return Err(error);
                }
            };
            METRICS.calls.get_or_create(&OfCall { route: route(&endpoint), status: answer.status.as_u16() }).inc();
            let limited = Limited::read(&answer);
            permit.complete(limited::standing(&answer, limited.as_ref(), &endpoint));
            self.note(ledger, token, &answer, limited.as_ref());
            match limited {
                Some(limited) if tries < TRIES && Instant::now() + limited.after < request.deadline => tries += 1,
                _ => return Ok(answer),
            }
        }
    }

    /// Waits until calls go out at all, where that is in time.
    async fn pass(&self, ledger: &Ledger, token: Option<&str>, deadline: Instant) -> Result<(), RestError> {
        token.map_or(Ok(()), |token| ledger.knows(token))?;
        let Tolerance { of_relay, of_bot } = self.0.tolerance;
        let passed = self.0.breaker.pass(of_relay, deadline).await;
        METRICS.breaker_open.set(i64::from(matches!(passed, Err(RestError::Paused { .. }))));
        passed?;
        ledger.breaker().pass(if token.is_some() { of_bot } else { of_relay }, deadline).await
    }

    /// Remembers what the answer says about calls to come.
    fn note(&self, ledger: &Ledger, token: Option<&str>, answer: &Answer, limited: Option<&Limited>) {
        match limited.map(|limited| (limited.whose, limited.after)) {
            Some((Whose::Everyone, after)) => self.0.breaker.hold(after),
            Some((Whose::Bot, after)) => ledger.breaker().hold(after),
            Some((Whose::Bucket | Whose::Shared, _)) | None => {}
        }
        let is_shared = limited.is_some_and(|limited| limited.whose == Whose::Shared);
        if matches!(answer.status.as_u16(), 401 | 403 | 429) && !is_shared {
            METRICS.invalid_calls.inc();
            self.0.breaker.count();
            ledger.breaker().count();
        }
        if let (StatusCode::UNAUTHORIZED, Some(token)) = (answer.status, token) {
            ledger.forget(token);
        }
    }
}
