//! A World whose worker calls Discord through a relay and signs in where no token can be read.

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use ed25519_dalek::SigningKey;
use gateway_relay::{Config, Relay};
use guildhall::platform::sealing::OpeningKey;
use sandbox::Sandbox;
use xtask::{
    database, ports,
    workerd::{self, Workerd},
};

use crate::{TICK_SEED, World, add_bot, bindings, built, required, role_url};

const WORKER_SEED: [u8; 32] = [6; 32];
const OPENING_KEY: &str = "3:2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a";

impl World {
    /// On the shared server, through the shared pooler, behind a relay.
    pub async fn start_relayed() -> Result<Self> {
        let (admin_url, pooler) = (required("TEST_DATABASE_URL")?, required("TEST_POOLER_URL")?);
        let database = format!("e2e_{:016x}", getrandom::u64()?);
        database::copy_template(&admin_url, &database).await?;
        let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let demo = sandbox.demo();
        let address = format!("127.0.0.1:{}", ports::free()?);
        let opening = OpeningKey::parse(OPENING_KEY).map_err(anyhow::Error::msg)?;
        let mut settings = bindings(&role_url(database::WORKER, &pooler, &database)?, &sandbox);
        settings.insert("RELAY_URL", format!("http://{address}"));
        settings.insert("RELAY_SEED", hex::encode(WORKER_SEED));
        settings.insert("RELAY_SEALING_KEY", opening.sealing_key().to_string());
        let worker = Workerd::start_with(&built()?, &settings, workerd::Options::default()).await?;
        add_bot(&settings, &sandbox, &demo, &worker.url()).await?;
        let folder = tempfile::tempdir()?;
        let mut world = Self { sandbox, demo, worker, relay: None, admin_url, database, folder };
        world.start_relay(&address)?;
        Ok(world)
    }

    /// Starts the relay, on this address.
    pub fn start_relay(&mut self, address: &str) -> Result<()> {
        let database = role_url(database::RELAY, &self.admin_url, &self.database)?;
        let spool = self.folder.path().join("spool").display().to_string();
        let config = relay(&database, &self.sandbox, &self.worker.url(), address, &spool)?;
        self.relay = Some(Relay::start(config)?);
        Ok(())
    }
}

fn relay(database: &str, sandbox: &Sandbox, worker: &str, address: &str, spool: &str) -> Result<Config> {
    let public_key = SigningKey::from_bytes(&WORKER_SEED).verifying_key();
    Config::read(|name| {
        Some(match name {
            "DATABASE_URL" => database.to_owned(),
            "DISCORD_API" => sandbox.api(),
            "OPENING_KEY" => OPENING_KEY.to_owned(),
            "WORKER_URL" => worker.to_owned(),
            "TICK_SEED" => hex::encode(TICK_SEED),
            "SPOOL" => spool.to_owned(),
            "LISTEN" => address.to_owned(),
            "WORKER_PUBLIC_KEY" => hex::encode(public_key.to_bytes()),
            _ => return None,
        })
    })
    .context("the relay's configuration")
}
