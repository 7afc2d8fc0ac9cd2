//! Bots: the address at which Discord reaches one, and the token by which it acts.

mod store;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};
use uuid::Uuid;

use super::{
    ctx::Ctx,
    error::{Error, Result},
    peer::Behalf,
    relay::Relayed,
};
use crate::{
    db::{Db, Scope, Tx},
    discord::client::{Client, Direct},
};

/// Bytes of the mac in an endpoint's address.
const MAC: usize = 16;

/// A bot that a tenant adds.
#[derive(Debug, Clone)]
pub struct NewBot {
    pub application: Id<ApplicationMarker>,
    pub tenant: Uuid,
    pub name: String,
    /// Discord's, in hex.
    pub public_key: String,
    pub token: String,
    /// Whether the first interaction in an unknown guild sets the bot up there.
    pub open_installs: bool,
}

/// The path of the interactions endpoint that is registered with Discord. Its last part proves that the platform
/// registered the key, so that verifying needs no look-up.
pub fn endpoint_path(mac_key: &[u8; 32], application: Id<ApplicationMarker>, public_key: &str) -> String {
    let application = application.to_string();
    let mac = mac(mac_key, &application, public_key).map(hex::encode).unwrap_or_default();
    format!("/interactions/{application}/{public_key}/{mac}")
}

/// Whether `given`, in hex, is the mac of the two. Takes the same time wherever it differs.
pub fn is_mac(mac_key: &[u8; 32], application: &str, public_key: &str, given: &str) -> bool {
    let mut bytes = [0; MAC];
    if hex::decode_to_slice(given, &mut bytes).is_err() {
        return false;
    }
    keyed(mac_key, application, public_key).is_some_and(|mac| mac.verify_truncated_left(&bytes).is_ok())
}

/// Adds a bot, or refreshes what is known of it. Refuses keys that sign anything.
pub async fn add(ctx: &Ctx, bot: NewBot) -> Result<()> {
    let key = crate::edge::strong_key(&bot.public_key).ok_or(Error::user(
        "That public key is not a usable Ed25519 key. Copy it again from Discord's developer portal.",
    ))?;
    let (token, owner) = (bot.token.as_bytes(), token_owner(bot.application, bot.tenant));
    let sealed = match &ctx.config.relay {
        Some(relay) => relay.sealing.seal(token, &owner),
        None => ctx.config.vault.seal(token, &owner),
    };
    let sealed = sealed.map_err(|error| Error::Internal(error.to_string()))?;
    let added = store::add_bot(&ctx.db, &bot, key.to_vec(), sealed).await?;
    added
        .then_some(())
        .ok_or(Error::user("That application already belongs to another tenant. Its owner can remove it there."))
}

/// Whose tenants may claim servers with a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Claims {
    /// Only that of its owner.
    Nobody,
    /// Those that its owner is the agency of.
    Clients,
    Anyone,
}

impl Claims {
    fn column(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Clients => "clients",
            Self::Anyone => "anyone",
        }
    }
}

/// Says whose tenants may claim servers with a bot; whether it is that tenant's.
pub async fn open_claims(db: &Db, application: Id<ApplicationMarker>, tenant: Uuid, claims: Claims) -> Result<bool> {
    Ok(store::open_claims(db, application, tenant, claims.column()).await?)
}

/// Whether the bot is set up in the server.
pub async fn is_in(db: &Db, application: Id<ApplicationMarker>, guild: Id<GuildMarker>) -> Result<bool> {
    Ok(store::is_in(db, application, guild).await?)
}

/// Makes a tenant.
pub async fn provision_tenant(db: &Db, name: &str) -> Result<Uuid> {
    Ok(store::provision_tenant(db, name).await?)
}

/// Discord, as one of a tenant's bots: see [`client`].
pub async fn reach(ctx: &Ctx, scope: &Scope, application: Id<ApplicationMarker>) -> Result<Client> {
    scope.read_at_once(async |tx: Tx| client(ctx, &tx, application).await).await
}

/// Discord, as the bot that serves this transaction's tenant. Through the relay no token is needed here, nor to be had.
pub async fn client(ctx: &Ctx, tx: &Tx, application: Id<ApplicationMarker>) -> Result<Client> {
    if let Some(relay) = &ctx.config.relay {
        let tenant = store::tenant_served(tx, application).await?.ok_or(Error::NoToken)?;
        let behalf = Some(Behalf { tenant, application });
        return Ok(Client::new(Relayed { relay: relay.clone(), behalf }));
    }
    let (sealed, tenant) = store::bot_token(tx, application).await?.ok_or(Error::NoToken)?;
    let token = ctx
        .config
        .vault
        .open(&sealed, &token_owner(application, tenant))
        .map_err(|error| Error::Internal(format!("bot token: {error}")))?;
    let token = String::from_utf8(token).map_err(|_| Error::Internal("bot token: not text".to_owned()))?;
    Ok(Client::new(Direct { base: ctx.config.discord_api.clone(), token: Some(token) }))
}

/// What a bot's sealed token is bound to.
pub fn token_owner(application: Id<ApplicationMarker>, tenant: Uuid) -> String {
    format!("bots.sealed_token/{application}/{tenant}")
}

fn mac(mac_key: &[u8; 32], application: &str, public_key: &str) -> Option<[u8; MAC]> {
    keyed(mac_key, application, public_key)?.finalize().into_bytes().first_chunk().copied()
}

/// HMAC-SHA256 (RFC 2104) over `application/public_key`.
fn keyed(mac_key: &[u8; 32], application: &str, public_key: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(mac_key).ok()?;
    mac.update(application.as_bytes());
    mac.update(b"/");
    mac.update(public_key.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_carries_the_mac_of_its_application_and_key_and_no_other() {
        let key = "ab".repeat(32);
        let path = endpoint_path(&[7; 32], Id::new(12), &key);
        let mac = path.strip_prefix(&format!("/interactions/12/{key}/")).unwrap();
        assert_eq!(mac.len(), 32);
        assert!(is_mac(&[7; 32], "12", &key, mac));
        assert!(!is_mac(&[8; 32], "12", &key, mac));
        assert!(!is_mac(&[7; 32], "13", &key, mac));
        assert!(!is_mac(&[7; 32], "12", &"ac".repeat(32), mac));
        assert!(!is_mac(&[7; 32], "12", &key, &mac[..30]));
    }
}
