//! Carries calls to Discord and sorts what comes back.

use std::{fmt::Debug, sync::Arc, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, de::DeserializeOwned};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, UserMarker},
};

use super::{
    interaction::Member,
    limits,
    rest::{Call, Channel, code},
};
use crate::edge::{self, Outgoing};

/// How long Discord has to answer a call.
pub(crate) const LIMIT: Duration = Duration::from_secs(12);
/// A rate limit that is waited out, and how often.
const SHORT: Duration = Duration::from_secs(2);
const PATIENCE: usize = 5;
/// The largest answer that is read: a guild with 250 roles has about 100 KiB.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// Discord's API, as one bot or as nobody.
#[derive(Debug, Clone)]
pub struct Client(Arc<dyn Carrier>);

/// How calls get to Discord and answers come back.
pub trait Carrier: Debug + Send + Sync {
    /// The request on its way; its address is the path below the API's base.
    fn address(&self, request: Outgoing, as_bot: bool) -> Outgoing;

    /// What Discord answered.
    fn receive(&self, answer: http::Response<Bytes>) -> Result<http::Response<Bytes>, Error>;
}

/// Straight to Discord, with one bot's token or none.
pub struct Direct {
    /// Ends in `/api/v10`.
    pub base: String,
    pub token: Option<String>,
}

impl Debug for Direct {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Direct").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Carrier for Direct {
    fn address(&self, mut request: Outgoing, as_bot: bool) -> Outgoing {
        request.url.insert_str(0, &self.base);
        request.headers.push(("user-agent", "DiscordBot (https://guildhall.example, 0.1)".to_owned()));
        if let Some(token) = self.token.as_ref().filter(|_| as_bot) {
            request.headers.push(("authorization", format!("Bot {token}")));
        }
        request
    }

    fn receive(&self, answer: http::Response<Bytes>) -> Result<http::Response<Bytes>, Error> {
        Ok(answer)
    }
}

/// Why a call did not succeed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Discord refused, with its own code (0 where it gave none).
    #[error("Discord refused: {status} code {code} {message}")]
    Refused { status: u16, code: u64, message: String },
    /// Too many calls; try again after `retry_after`.
    #[error("rate limited for {retry_after:?}")]
    RateLimited { retry_after: Duration },
    /// Discord failed or could not be reached. Whether the call had an effect is unknown.
    #[error("Discord is not answering: {0}")]
    Unreachable(String),
    /// The answer was not what Discord documents.
    #[error("unreadable answer: {0}")]
    Unreadable(String),
}

impl Error {
    /// Whether the same call may succeed later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Unreachable(_))
    }

    /// How long Discord wants us to wait, if it said so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// Whether Discord refused with `wanted` as its code.
    pub fn has_code(&self, wanted: u64) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == wanted)
    }
}

impl Client {
    /// Discord, reached so.
    pub fn new(carrier: impl Carrier + 'static) -> Self {
        Self(Arc::new(carrier))
    }

    /// Sends a call that only reads, a second time if Discord did not answer the first, and reads its answer.
    pub async fn get<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let body = match self.send(call.clone()).await {
            Err(Error::Unreachable(_)) => self.send(call).await?,
            answer => answer?,
        };
        serde_json::from_slice(&body).map_err(|error| Error::Unreadable(error.to_string()))
    }

    /// The same where Discord knows it. None: it refuses with one of these codes.
    async fn find<T: DeserializeOwned>(&self, call: Call, unknown: [u64; 2]) -> Result<Option<T>, Error> {
        match self.get(call).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if unknown.iter().any(|code| error.has_code(*code)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Somebody in a server. None: they are not in it, or nobody has that id.
    pub async fn member(&self, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Result<Option<Member>, Error> {
        self.find(Call::member(guild, user), [code::UNKNOWN_MEMBER, code::UNKNOWN_USER]).await
    }

    /// A channel of a server. None: it is gone, another server's, or out of the bot's sight.
    pub async fn channel(&self, guild: Id<GuildMarker>, id: Id<ChannelMarker>) -> Result<Option<Channel>, Error> {
        let found: Option<Channel> =
            self.find(Call::channel(id), [code::UNKNOWN_CHANNEL, code::MISSING_ACCESS]).await?;
        Ok(found.filter(|channel| channel.guild_id == Some(guild)))
    }

    /// Sends the call. A short rate limit is waited out, because a call that met it has done nothing.
    pub async fn send(&self, call: Call) -> Result<Bytes, Error> {
        for _ in 0..PATIENCE {
            match self.send_once(call.clone()).await {
                Err(Error::RateLimited { retry_after }) if retry_after <= SHORT => {
                    // Those that were refused together must not return together.
                    let jitter = getrandom::u32().unwrap_or_default() % 250;
                    edge::sleep(retry_after.saturating_add(Duration::from_millis(jitter.into()))).await;
                }
                answer => return answer,
            }
        }
        self.send_once(call).await
    }

    /// Sends a person's call, which these headers or this body authorize; Discord's answer, whatever it says.
    pub async fn exchange(
        &self,
        call: Call,
        headers: Vec<(&'static str, String)>,
        body: Option<String>,
        timeout: Duration,
    ) -> Result<http::Response<Bytes>, Error> {
        self.carry(Outgoing { method: call.route.method, url: call.path, headers, body, timeout }, false).await
    }

    async fn send_once(&self, call: Call) -> Result<Bytes, Error> {
        let as_bot = call.is_as_bot();
        let mut headers = Vec::new();
        if let Some(reason) = &call.reason {
            headers.push(("x-audit-log-reason", percent_encode(&limits::shorten(reason, limits::AUDIT_LOG_REASON))));
        }
        let body = call.body.map(|body| body.to_string());
        if body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let request = Outgoing { method: call.route.method, url: call.path, headers, body, timeout: LIMIT };
        sort(self.carry(request, as_bot).await?)
    }

    async fn carry(&self, request: Outgoing, as_bot: bool) -> Result<http::Response<Bytes>, Error> {
        let answer = edge::fetch(self.0.address(request, as_bot), MAX_ANSWER).await;
        self.0.receive(answer.map_err(|error| Error::Unreachable(error.to_string()))?)
    }
}

/// The answer's body, or what Discord said instead.
pub(crate) fn sort(answer: http::Response<Bytes>) -> Result<Bytes, Error> {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Problem {
        code: u64,
        message: String,
        retry_after: Option<f64>,
    }
    let status = answer.status().as_u16();
    if answer.status().is_success() {
        return Ok(answer.into_body());
    }
    if status >= 500 {
        return Err(Error::Unreachable(format!("status {status}")));
    }
    let header = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse::<f64>().ok());
    let problem: Problem = serde_json::from_slice(answer.body()).unwrap_or_default();
    if status == 429 {
        // Cloudflare's own 429 has no JSON body, only the header.
        let seconds = problem.retry_after.or(header).unwrap_or(1.0).clamp(0.0, 86_400.0);
        return Err(Error::RateLimited { retry_after: Duration::from_secs_f64(seconds) });
    }
    Err(Error::Refused { status, code: problem.code, message: limits::shorten(&problem.message, 200) })
}

/// RFC 3986, section 2.1: everything but unreserved characters.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_percent_encoded_as_utf_8() {
        assert_eq!(percent_encode("Spam & Gruß"), "Spam%20%26%20Gru%C3%9F");
    }
}
