//! The relay as the worker uses it: it holds the bots' tokens and carries calls to Discord from an address of the
//! operator's own, because Discord blocks addresses that many workers share.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use ed25519_dalek::SigningKey;
use serde::Deserialize;

use super::{
    peer::{Behalf, Signed},
    sealing::SealingKey,
};
use crate::{
    discord::client::{Carrier, Error},
    edge::{self, Outgoing},
};

/// Below the relay's address: what stands before a path of Discord's API.
pub const CALLS: &str = "/discord";
/// The same before the host and the path of a file on Discord's CDN.
pub const FILES: &str = "/files";
/// The header by which the relay says whose answer it is: Discord's, or one of [`refusal`]. An answer without it is
/// nobody's: something stands between us.
pub const ANSWERED_BY: &str = "x-guildhall-answered-by";
/// The value of [`ANSWERED_BY`] of what Discord said.
pub const DISCORD: &str = "discord";

/// The relay's own answers, as values of [`ANSWERED_BY`].
pub mod refusal {
    /// Discord's limits leave no time, or calls are paused: `retry_after` says for how long.
    pub const LATER: &str = "later";
    /// Discord is not answering the relay, or the relay's database is not.
    pub const UNREACHABLE: &str = "unreachable";
    /// Discord does not know the bot's token any more.
    pub const UNKNOWN_TOKEN: &str = "unknown-token";
    /// The call is none that is carried, or not in this name.
    pub const NOT_ALLOWED: &str = "not-allowed";
    /// The signature is missing, stale, wrong or used already.
    pub const UNSIGNED: &str = "unsigned";
}

/// How the relay is reached, and what is sealed to it.
#[derive(Clone)]
pub struct Relay {
    /// Without a slash at its end.
    pub url: String,
    /// Signs what is asked of it.
    pub key: SigningKey,
    /// Seals tokens so that it alone opens them.
    pub sealing: SealingKey,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Relay").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Relay {
    /// The request for a file; its address is a slash, the host and the path there.
    pub(super) fn file(&self, mut request: Outgoing) -> Outgoing {
        request.url.insert_str(0, FILES);
        self.sign(request, None)
    }

    /// The request signed and on its way to the relay; its address is the path there.
    fn sign(&self, mut request: Outgoing, behalf: Option<Behalf>) -> Outgoing {
        let body = request.body.as_deref().unwrap_or_default().as_bytes();
        let signed = Signed { method: request.method, path: &request.url, behalf, body };
        request.headers.extend(signed.headers(&self.key, edge::now().as_second()));
        request.url.insert_str(0, &self.url);
        request
    }
}

/// What Discord answered, out of what the relay answered.
pub(super) fn receive(answer: http::Response<Bytes>) -> Result<http::Response<Bytes>, Error> {
    match answered_by(&answer) {
        Some(DISCORD) => Ok(answer),
        Some(refusal::LATER) => Err(Error::RateLimited { retry_after: retry_after(answer.body()) }),
        Some(refusal::UNKNOWN_TOKEN) => Err(refused(401, "Discord does not know the bot's token any more.")),
        Some(refusal::NOT_ALLOWED) => Err(refused(403, "The relay does not carry this call.")),
        Some(why) => Err(Error::Unreachable(format!("the relay says {why}"))),
        None => Err(Error::Unreachable(format!("no relay, status {}", answer.status()))),
    }
}

/// Calls through the relay.
#[derive(Debug)]
pub struct Relayed {
    pub relay: Arc<Relay>,
    /// None: for calls that carry their own token.
    pub behalf: Option<Behalf>,
}

impl Carrier for Relayed {
    fn address(&self, mut request: Outgoing, as_bot: bool) -> Outgoing {
        request.url.insert_str(0, CALLS);
        self.relay.sign(request, self.behalf.filter(|_| as_bot))
    }

    fn receive(&self, answer: http::Response<Bytes>) -> Result<http::Response<Bytes>, Error> {
        receive(answer)
    }
}

fn answered_by(answer: &http::Response<Bytes>) -> Option<&str> {
    answer.headers().get(ANSWERED_BY)?.to_str().ok()
}

fn refused(status: u16, message: &str) -> Error {
    Error::Refused { status, code: 0, message: message.to_owned() }
}

fn retry_after(body: &[u8]) -> Duration {
    #[derive(Deserialize)]
    struct Later {
        retry_after: f64,
    }
    let seconds = serde_json::from_slice::<Later>(body).map_or(1.0, |later| later.retry_after);
    Duration::from_secs_f64(seconds.clamp(0.0, 86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::sealing::OpeningKey;

    fn relayed() -> Relayed {
        let sealing = OpeningKey::parse(&format!("1:{}", "2a".repeat(32))).unwrap().sealing_key();
        let relay = Relay { url: "http://relay".to_owned(), key: SigningKey::from_bytes(&[6; 32]), sealing };
        Relayed { relay: Arc::new(relay), behalf: None }
    }

    fn answered_by(name: Option<&str>, body: &'static str) -> Result<http::Response<Bytes>, Error> {
        let mut answer = http::Response::new(Bytes::from_static(body.as_bytes()));
        name.map(|name| answer.headers_mut().insert(ANSWERED_BY, name.parse().unwrap()));
        relayed().receive(answer)
    }

    #[test]
    fn the_relays_own_answers_are_told_from_discords() {
        assert!(answered_by(Some(DISCORD), "{}").is_ok());
        for (name, passes) in [
            (Some(refusal::LATER), true),
            (Some(refusal::UNREACHABLE), true),
            (Some(refusal::UNSIGNED), true),
            (Some("anything"), true),
            (None, true),
            (Some(refusal::UNKNOWN_TOKEN), false),
            (Some(refusal::NOT_ALLOWED), false),
        ] {
            assert_eq!(answered_by(name, "").unwrap_err().is_passing(), passes, "{name:?}");
        }
        let later = answered_by(Some(refusal::LATER), r#"{ "retry_after": 2.5 }"#).unwrap_err();
        assert_eq!(later.retry_after(), Some(Duration::from_millis(2_500)));
    }
}
