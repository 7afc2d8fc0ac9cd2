//! Files on Discord's CDN, which refuses workers: the relay fetches them, where there is one.

use bytes::Bytes;

use super::{
    ctx::Ctx,
    error::{Error, Result},
    relay,
};
use crate::{
    discord::{
        cdn::{Address, MAX_FILE, stand_in},
        client,
    },
    edge::{self, Outgoing},
};

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What Discord says that it is.
    pub content_type: String,
    pub body: Bytes,
}

/// Fetches an attachment or an avatar, of at most [`MAX_FILE`] bytes, from where Discord said that it is.
pub async fn fetch(ctx: &Ctx, url: &str) -> Result<File> {
    let address = Address::parse(url, stand_in(&ctx.config.discord_api))
        .ok_or_else(|| Error::Internal("a file that is not on Discord's CDN".to_owned()))?;
    let request = |url| Outgoing { method: "GET", url, headers: Vec::new(), body: None, timeout: client::LIMIT };
    let relay = ctx.config.relay.as_ref();
    let request = match relay {
        Some(relay) => relay.file(request(format!("/{}{}", address.host, address.path))),
        None => request(address.url()),
    };
    let answer = edge::fetch(request, MAX_FILE).await.map_err(|error| client::Error::Unreachable(error.to_string()))?;
    let answer = if relay.is_some() { relay::receive(answer)? } else { answer };
    let status = answer.status().as_u16();
    match status {
        200 => {}
        500.. => return Err(client::Error::Unreachable(format!("status {status}")).into()),
        _ => return Err(client::Error::Refused { status, code: 0, message: "no such file".to_owned() }.into()),
    }
    let content_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or("application/octet-stream").to_owned();
    Ok(File { content_type, body: answer.into_body() })
}
