//! The relay's configuration, from its environment. README lists it.

use std::{net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use guildhall::platform::{sealing::OpeningKey, vault::Vault};

use crate::tokens::Tokens;

/// Every setting of a relay.
#[derive(Debug)]
pub struct Config {
    /// `DATABASE_URL`: Postgres itself and not a pooler, signed in as guildhall_relay.
    pub database: String,
    /// `DISCORD_API`: Discord's REST API, up to and including `/api/v10`.
    pub discord_api: String,
    /// `OPENING_KEY`, of the relay alone, and `VAULT_KEY`, of a worker that calls Discord by itself: they open the bots'
    /// tokens. At least one.
    pub tokens: Tokens,
    /// `WORKER_URL`: who is poked.
    pub worker: String,
    /// `TICK_SEED`: signs the pokes; the worker has its public half as `TICK_PUBLIC_KEY`.
    pub seed: [u8; 32],
    /// Where the worker's calls to Discord are heard, if they are.
    pub door: Option<Listening>,
    /// `SPOOL`: the folder for what was heard while the database is away. It has to be there after a restart.
    pub spool: PathBuf,
    /// `SPOOL_BYTES`: how much may lie there, of all shards together.
    pub spool_bytes: u64,
    /// `MEMORY_BYTES`: how much of what was heard may wait in memory, of all shards together.
    pub memory_bytes: usize,
    /// How often Discord is asked whether a bot is to have another number of shards. Not from the environment.
    pub ask_again: Duration,
}

/// Where and from whom calls are heard.
#[derive(Debug, Clone)]
pub struct Listening {
    /// `LISTEN`: an address with its port. Not for the public: it tells how the relay is doing, unasked who.
    pub address: SocketAddr,
    /// `WORKER_PUBLIC_KEY`: 64 hex digits, Ed25519.
    pub worker_public_key: String,
}

/// `SPOOL_BYTES` and `MEMORY_BYTES` where they are not set.
const SPOOL_BYTES: u64 = 1024 * 1024 * 1024;
const MEMORY_BYTES: usize = 256 * 1024 * 1024;
const ASK_AGAIN: Duration = Duration::from_secs(3_600);

/// A variable that is missing or cannot be used. Its value is never shown.
#[derive(Debug)]
pub struct ConfigError {
    name: &'static str,
    problem: &'static str,
}

impl std::error::Error for ConfigError {}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "The relay is not configured: {} {}.", self.name, self.problem)
    }
}

impl Config {
    /// Reads every variable through `lookup`.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let required =
            |name| lookup(name).filter(|value| !value.is_empty()).ok_or(ConfigError { name, problem: "is missing" });
        let given = |name| lookup(name).filter(|value| !value.is_empty());
        let vault = given("VAULT_KEY").map(|text| Vault::parse(&text)).transpose();
        let vault = vault.map_err(|problem| ConfigError { name: "VAULT_KEY", problem })?;
        let opening = given("OPENING_KEY").map(|text| OpeningKey::parse(&text)).transpose();
        let opening = opening.map_err(|problem| ConfigError { name: "OPENING_KEY", problem })?;
        if vault.is_none() && opening.is_none() {
            return Err(ConfigError { name: "OPENING_KEY", problem: "is missing, and so is VAULT_KEY" });
        }
        let door = given("LISTEN").map(|address| listening(&address, required("WORKER_PUBLIC_KEY")?)).transpose()?;
        let mut seed = [0; 32];
        hex::decode_to_slice(required("TICK_SEED")?, &mut seed)
            .map_err(|_| ConfigError { name: "TICK_SEED", problem: "is not 64 hex digits" })?;
        Ok(Self {
            spool: required("SPOOL")?.into(),
            spool_bytes: number("SPOOL_BYTES", given("SPOOL_BYTES"))?.unwrap_or(SPOOL_BYTES),
            memory_bytes: number("MEMORY_BYTES", given("MEMORY_BYTES"))?.unwrap_or(MEMORY_BYTES),
            ask_again: ASK_AGAIN,
            database: required("DATABASE_URL")?,
            discord_api: required("DISCORD_API")?,
            tokens: Tokens { vault, opening },
            worker: required("WORKER_URL")?,
            seed,
            door,
        })
    }
}

fn number<T: FromStr>(name: &'static str, value: Option<String>) -> Result<Option<T>, ConfigError> {
    value.map(|value| value.parse().map_err(|_| ConfigError { name, problem: "is not a number" })).transpose()
}

fn listening(address: &str, worker_public_key: String) -> Result<Listening, ConfigError> {
    let address = address
        .parse()
        .map_err(|_| ConfigError { name: "LISTEN", problem: "is not an IP address, a colon and a port" })?;
    if hex::decode_to_slice(&worker_public_key, &mut [0; 32]).is_err() {
        return Err(ConfigError { name: "WORKER_PUBLIC_KEY", problem: "is not 64 hex digits" });
    }
    Ok(Listening { address, worker_public_key: worker_public_key.to_ascii_lowercase() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(changed: &str, value: &str) -> Result<Config, ConfigError> {
        let key = "11".repeat(32);
        Config::read(|name| {
            Some(match name {
                name if name == changed => value.to_owned(),
                "VAULT_KEY" | "OPENING_KEY" => format!("1:{key}"),
                "LISTEN" => "127.0.0.1:0".to_owned(),
                "SPOOL_BYTES" | "MEMORY_BYTES" => String::new(),
                _ => key.clone(),
            })
        })
    }

    #[test]
    fn a_missing_or_wrong_variable_is_named_and_its_value_is_not() {
        for missing in ["DATABASE_URL", "DISCORD_API", "WORKER_URL", "TICK_SEED", "WORKER_PUBLIC_KEY", "SPOOL"] {
            assert!(read(missing, "").unwrap_err().to_string().contains(missing));
        }
        for wrong in
            ["VAULT_KEY", "OPENING_KEY", "TICK_SEED", "LISTEN", "WORKER_PUBLIC_KEY", "SPOOL_BYTES", "MEMORY_BYTES"]
        {
            let problem = read(wrong, "hunter2").unwrap_err().to_string();
            assert!(problem.contains(wrong) && !problem.contains("hunter2"), "{problem}");
        }
    }

    #[test]
    fn one_of_the_two_keys_is_enough_and_without_an_address_no_calls_are_heard() {
        assert!(read("VAULT_KEY", "").is_ok() && read("OPENING_KEY", "").is_ok());
        assert!(read("LISTEN", "").unwrap().door.is_none());
    }
}
