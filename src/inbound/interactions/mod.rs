//! Discord's signed interactions: verified without a look-up, decoded, dispatched.
//!
//! `POST /interactions/{application_id}/{public_key}/{mac}`: the mac proves that the platform registered the key, the
//! signature proves Discord. Neither a PING nor a bad signature reaches the database.

mod deferral;
mod dispatch;
mod render;

use std::sync::Arc;

use tracing::Instrument;

use super::refuse;
use crate::{
    discord::interaction::{Interaction, Kind, Peek},
    edge::{Inbound, Later, Response, Unsigned},
    platform::{
        bots,
        config::Config,
        ctx::{Ctx, RequestId},
        feature::Features,
    },
};

/// Answers a request whose path after `/interactions/` is `address`.
pub async fn answer(
    config: Arc<Config>,
    later: Later,
    features: Features,
    request: Inbound,
    address: &str,
) -> Response {
    let Some(address) = Address::read(address).filter(|address| address.is_ours(&config.mac_key)) else {
        return refuse(Unsigned::Signature);
    };
    let body = match request.signed_body(address.public_key).await {
        Ok(body) => body,
        Err(unsigned) => return refuse(unsigned),
    };
    let interaction: Interaction = match serde_json::from_slice(&body) {
        Ok(interaction) => interaction,
        Err(error) => return unreadable(&body, &error),
    };
    if interaction.kind == Kind::Ping {
        return Response::json(200, PONG);
    }
    // The key in the path signs for one application only, whatever the body says.
    if interaction.application_id.to_string() != address.application {
        return refuse(Unsigned::Signature);
    }
    let ctx = Ctx::new(config, features, later, RequestId::of(interaction.id.get()));
    let span = tracing::info_span!("request", id = %ctx.request_id);
    match interaction.kind {
        Kind::Autocomplete => dispatch::complete(ctx, interaction).instrument(span).await,
        Kind::Command | Kind::Component | Kind::Modal => dispatch::run(ctx, interaction).instrument(span).await,
        Kind::Ping | Kind::Unknown(_) => render::apology("I don't know this kind of interaction yet."),
    }
}

const PONG: &str = r#"{"type":1}"#;

/// A PING may lack what every other interaction has; anything else that is unreadable gets a sentence.
fn unreadable(body: &[u8], error: &serde_json::Error) -> Response {
    match serde_json::from_slice(body) {
        Ok(Peek { kind: 1 }) => Response::json(200, PONG),
        Ok(_) => {
            tracing::warn!(%error, "a signed interaction could not be read");
            render::apology("Discord sent something that I don't understand. Please tell the staff.")
        }
        Err(_) => Response::text(400, "The body is not an interaction."),
    }
}

/// The parts of an endpoint's path.
struct Address<'a> {
    application: &'a str,
    public_key: &'a str,
    mac: &'a str,
}

impl<'a> Address<'a> {
    fn read(path: &'a str) -> Option<Self> {
        let mut parts = path.split('/');
        let address = Self { application: parts.next()?, public_key: parts.next()?, mac: parts.next()? };
        (parts.next().is_none()
            && address.application.len() <= 20
            && address.public_key.len() == 64
            && address.mac.len() == 32)
            .then_some(address)
    }

    fn is_ours(&self, mac_key: &[u8; 32]) -> bool {
        bots::is_mac(mac_key, self.application, self.public_key, self.mac)
    }
}
