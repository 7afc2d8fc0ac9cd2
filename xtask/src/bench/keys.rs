//! The keys of a deployment that is measured, and its configuration.

use std::collections::BTreeMap;
use std::sync::Arc;

use ed25519_dalek::{Signer, SigningKey};
use guildhall::edge::Later;
use guildhall::features::ALL;
use guildhall::platform::config::Config;
use guildhall::platform::ctx::{Ctx, RequestId};

/// One pair signs for Discord and for the tick; one secret makes addresses and seals tokens.
pub struct Key {
    signing: SigningKey,
    pub mac_key: [u8; 32],
}

impl Key {
    /// New keys, from the system's randomness.
    pub fn random() -> anyhow::Result<Self> {
        let (mut seed, mut mac_key) = ([0; 32], [0; 32]);
        getrandom::fill(&mut seed)?;
        getrandom::fill(&mut mac_key)?;
        Ok(Self { signing: SigningKey::from_bytes(&seed), mac_key })
    }

    /// In hex, as Discord's developer portal shows it.
    pub fn public(&self) -> String {
        hex::encode(self.signing.verifying_key().as_bytes())
    }

    /// The private half in hex, as the relay's `TICK_SEED`.
    pub fn seed(&self) -> String {
        hex::encode(self.signing.to_bytes())
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The `VAULT_KEY` of worker and relay.
    pub fn vault(&self) -> String {
        format!("1:{}", hex::encode(self.mac_key))
    }

    /// The worker's configuration, as README's table lists it.
    pub fn bindings(&self, database_url: &str, discord_api: &str) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("ENVIRONMENT", "development".to_owned()),
            ("DATABASE_URL", database_url.to_owned()),
            ("DISCORD_API", discord_api.to_owned()),
            ("MAC_KEY", hex::encode(self.mac_key)),
            ("VAULT_KEY", self.vault()),
            ("TICK_PUBLIC_KEY", self.public()),
        ])
    }

    /// What sets a deployment up works with.
    pub fn ctx(&self, database_url: &str, discord_api: &str) -> anyhow::Result<Ctx> {
        let bindings = self.bindings(database_url, discord_api);
        let config = Arc::new(Config::read(|name| bindings.get(name).cloned())?);
        Ok(Ctx::new(config, ALL, Later::default(), RequestId::random()))
    }
}
