//! The limits of one bot: Discord's buckets, its fifty calls a second over all routes, and whether its token is good.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sha2::{Digest, Sha256};
use tokio::{
    sync::oneshot,
    time::{Instant, timeout_at},
};
use twilight_http_ratelimiting::{Endpoint, Permit, RateLimiter};

use super::{RestError, breaker::Breaker};

/// Interactions' tokens are good for a quarter of an hour, so what is known of older ones may go.
const TOKENS_LIVE: Duration = Duration::from_secs(900);

/// One bot's limits.
#[derive(Debug, Default)]
pub struct Ledger {
    limiter: RateLimiter,
    breaker: Breaker,
    /// The hash of the token that Discord does not know.
    refused: Mutex<Option<[u8; 32]>>,
}

impl Ledger {
    /// The bot's refusals.
    pub fn breaker(&self) -> &Breaker {
        &self.breaker
    }

    /// Whether it is worth calling with this token.
    pub fn knows(&self, token: &str) -> Result<(), RestError> {
        let refused = *self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused == Some(Sha256::digest(token).into()) { Err(RestError::UnknownToken) } else { Ok(()) }
    }

    /// Discord refused the token.
    pub fn forget(&self, token: &str) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(Sha256::digest(token).into());
    }

    /// The turn of a call. Refused at once where its bucket stays empty until after `deadline`.
    pub async fn permit(&self, endpoint: Endpoint, deadline: Instant) -> Result<Permit, RestError> {
        let (tell, refilled) = oneshot::channel();
        let asked = self.limiter.acquire_if(endpoint, move |bucket| {
            let empty = bucket.filter(|bucket| bucket.remaining == 0 && bucket.reset_at >= deadline.into_std());
            empty.is_none_or(|bucket| tell.send(bucket.reset_at).is_err())
        });
        match timeout_at(deadline, asked).await {
            Ok(Some(permit)) => Ok(permit),
            Ok(None) => {
                let at = refilled.await.map_or(deadline, Instant::from_std);
                Err(RestError::Late { after: at.saturating_duration_since(Instant::now()) })
            }
            // Others are before it; when its turn comes is not known.
            Err(_) => Err(RestError::Late { after: Duration::from_secs(1) }),
        }
    }
}

/// A ledger for calls that carry their own tokens, of which there are more and more: it is made anew before it grows large.
#[derive(Debug, Default)]
pub struct Passing(Mutex<Option<(Instant, Arc<Ledger>)>>);

impl Passing {
    /// The one in use now.
    pub fn ledger(&self) -> Arc<Ledger> {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match current.as_ref().filter(|(since, _)| since.elapsed() < TOKENS_LIVE) {
            Some((_, ledger)) => ledger.clone(),
            None => current.insert((Instant::now(), Arc::default())).1.clone(),
        }
    }
}
