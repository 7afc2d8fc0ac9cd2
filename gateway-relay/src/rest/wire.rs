//! One exchange with Discord.

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, header};

use super::{Answer, Request, RestError};

/// The largest answer that is read: a guild with 250 roles has about 100 KiB.
const MAX_ANSWER: usize = 4 * 1024 * 1024;
/// As Discord wants clients to name themselves. Source: Discord docs, "Reference", User Agent.
const CLIENT: &str = concat!("DiscordBot (https://guildhall.example, ", env!("CARGO_PKG_VERSION"), ")");

/// Connections to Discord's API.
#[derive(Debug)]
pub struct Wire {
    base: String,
    client: reqwest::Client,
}

impl Wire {
    /// `base` ends in `/api/v10`.
    pub fn new(base: &str) -> Result<Self, RestError> {
        // A redirect would carry the token elsewhere.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).user_agent(CLIENT).build();
        Ok(Self { base: base.trim_end_matches('/').to_owned(), client: client.map_err(failed)? })
    }

    /// Sends the request, with the token if there is one, and reads what is answered.
    pub async fn exchange(&self, request: &Request, token: Option<&str>) -> Result<Answer, RestError> {
        let url = format!("{}{}", self.base, request.path);
        let mut builder = self.client.request(request.method.clone(), url).headers(request.headers.clone());
        if let Some(token) = token {
            let mut value = HeaderValue::try_from(format!("Bot {token}")).map_err(|_| RestError::UnknownToken)?;
            value.set_sensitive(true);
            builder = builder.header(header::AUTHORIZATION, value);
        }
        let mut answer = builder.body(request.body.clone()).send().await.map_err(failed)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if body.len().saturating_add(chunk.len()) > MAX_ANSWER {
                return Err(RestError::Unreadable(format!("it is larger than {MAX_ANSWER} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        let body: Bytes = body.freeze();
        Ok(Answer { status: answer.status(), headers: answer.headers().clone(), body })
    }
}

/// Without the address, in which there may be an interaction's token.
fn failed(error: reqwest::Error) -> RestError {
    let error = anyhow::Error::from(error.without_url());
    RestError::Unreachable(format!("{error:#}"))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method};
    use tokio::time::Instant;

    use super::*;
    use crate::served;

    #[tokio::test]
    async fn an_answer_is_read_up_to_its_bound_and_no_further() {
        let wire = Wire::new(&format!("http://{}", served::bytes_by_path().await)).unwrap();
        let ask = async |bytes: usize| {
            let (path, body, headers) = (format!("/{bytes}/bytes"), Bytes::new(), HeaderMap::new());
            wire.exchange(&Request { method: Method::GET, path, body, headers, deadline: Instant::now() }, None).await
        };
        assert_eq!(ask(MAX_ANSWER).await.unwrap().body.len(), MAX_ANSWER);
        let refused = ask(MAX_ANSWER + 1).await.unwrap_err();
        assert!(matches!(&refused, RestError::Unreadable(_)), "{refused:?}");
    }
}
