//! A Guildhall whose worker calls Discord through a relay, as deployments do.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use gateway_relay::{Config, Relay};
use guildhall::{
    edge, features,
    platform::{
        peer::{Behalf, Signed},
        sealing::OpeningKey,
    },
};
use sandbox::Sandbox;
use twilight_model::id::Id;

use super::{App, Database, Outside, TICK_SEED, address, config, listen};

/// The seed of the key by which the worker signs.
pub const WORKER_SEED: [u8; 32] = [6; 32];
const OPENING_KEY: &str = "3:2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a";

/// What opens tokens that the worker has sealed.
pub fn opening_key() -> OpeningKey {
    OpeningKey::parse(OPENING_KEY).expect("it is a key")
}

impl App {
    /// The real features; the worker holds no token and cannot read one.
    pub async fn start_relayed() -> Self {
        let (database, listener) = (Database::create().await, listen().await);
        let sandbox = Sandbox::start(([127, 0, 0, 1], 0).into()).await.expect("the sandbox starts");
        let worker = address(&listener);
        let relay = relay_config(&database, &sandbox, &worker, "127.0.0.1:0");
        let relay = Relay::start(relay).expect("the relay starts");
        let url = format!("http://{}", relay.address.expect("it listens"));
        let config = || config(&database.relayed_worker_url(), &sandbox, Some(&url));
        let (direct, own) = (config(), config());
        let outside = Outside { database, sandbox, relay: Some(relay), listener };
        Self::assemble(features::ALL, outside, direct, own).await
    }

    /// The configuration of a relay beside this App.
    pub fn relay_config(&self) -> Config {
        relay_config(&self.database, &self.sandbox, &self.url, "127.0.0.1:0")
    }

    /// The same Guildhall, whose worker begins to call through a relay.
    pub async fn behind_a_relay(mut self) -> Self {
        let relay = Relay::start(self.relay_config()).expect("the relay starts");
        let url = format!("http://{}", relay.address.expect("it listens"));
        let config = config(&self.database.relayed_worker_url(), &self.sandbox, Some(&url));
        (self.config, self.relay) = (Arc::new(config), Some(relay));
        self.serve_anew().await;
        self
    }

    /// Stops the relay; where it was.
    pub async fn stop_relay(&mut self) -> String {
        let relay = self.relay.take().expect("there is a relay");
        let address = relay.address.expect("it listens");
        relay.stop().await;
        address.to_string()
    }

    /// Starts a relay where one was before.
    pub fn start_relay(&mut self, address: &str) {
        let config = relay_config(&self.database, &self.sandbox, &self.url, address);
        self.relay = Some(Relay::start(config).expect("the relay starts"));
    }

    /// Where the relay hears the worker's calls.
    pub fn relay_url(&self) -> &str {
        &self.config.relay.as_ref().expect("there is a relay").url
    }

    /// In the name of the demo's tenant.
    pub fn behalf(&self) -> Behalf {
        Behalf { tenant: self.tenant, application: Id::new(self.demo.application) }
    }

    /// The headers by which the worker signs a request to the relay, so many seconds ago.
    pub fn sign(&self, signed: &Signed<'_>, ago: i64) -> Vec<(&'static str, String)> {
        signed.headers(&SigningKey::from_bytes(&WORKER_SEED), edge::now().as_second() - ago)
    }
}

fn relay_config(database: &Database, sandbox: &Sandbox, worker: &str, listen: &str) -> Config {
    let public_key = SigningKey::from_bytes(&WORKER_SEED).verifying_key();
    Config::read(|name| {
        Some(match name {
            "DATABASE_URL" => database.relay_url(),
            "DISCORD_API" => sandbox.api(),
            "OPENING_KEY" => OPENING_KEY.to_owned(),
            "VAULT_KEY" => format!("1:{}", "0c".repeat(32)),
            "WORKER_URL" => worker.to_owned(),
            "TICK_SEED" => hex::encode(TICK_SEED),
            "SPOOL" => database.spool(),
            "LISTEN" => listen.to_owned(),
            "WORKER_PUBLIC_KEY" => hex::encode(public_key.to_bytes()),
            _ => return None,
        })
    })
    .expect("the configuration is complete")
}
