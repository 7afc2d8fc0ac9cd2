//! The relay's configuration, from its environment. README lists it.

use std::{path::PathBuf, str::FromStr, time::Duration};

use guildhall::platform::vault::Vault;

/// Every setting of a relay.
#[derive(Debug)]
pub struct Config {
    /// `DATABASE_URL`: Postgres itself and not a pooler, signed in as guildhall_relay.
    pub database: String,
    /// `DISCORD_API`: Discord's REST API, up to and including `/api/v10`.
    pub discord_api: String,
    /// `VAULT_KEY`: the worker's, opens the bots' tokens.
    pub vault: Vault,
    /// `WORKER_URL`: who is poked.
    pub worker: String,
    /// `TICK_SEED`: signs the pokes; the worker has its public half as `TICK_PUBLIC_KEY`.
    pub seed: [u8; 32],
    /// `SPOOL`: the folder for what was heard while the database is away. It has to be there after a restart.
    pub spool: PathBuf,
    /// `SPOOL_BYTES`: how much may lie there, of all shards together.
    pub spool_bytes: u64,
    /// `MEMORY_BYTES`: how much of what was heard may wait in memory, of all shards together.
    pub memory_bytes: usize,
    /// How often Discord is asked whether a bot is to have another number of shards. Not from the environment.
    pub ask_again: Duration,
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
        let vault =
            Vault::parse(&required("VAULT_KEY")?).map_err(|problem| ConfigError { name: "VAULT_KEY", problem })?;
        let mut seed = [0; 32];
        hex::decode_to_slice(required("TICK_SEED")?, &mut seed)
            .map_err(|_| ConfigError { name: "TICK_SEED", problem: "is not 64 hex digits" })?;
        let optional = |name| lookup(name).filter(|value| !value.is_empty());
        Ok(Self {
            spool: required("SPOOL")?.into(),
            spool_bytes: number("SPOOL_BYTES", optional("SPOOL_BYTES"))?.unwrap_or(SPOOL_BYTES),
            memory_bytes: number("MEMORY_BYTES", optional("MEMORY_BYTES"))?.unwrap_or(MEMORY_BYTES),
            ask_again: ASK_AGAIN,
            database: required("DATABASE_URL")?,
            discord_api: required("DISCORD_API")?,
            vault,
            worker: required("WORKER_URL")?,
            seed,
        })
    }
}

fn number<T: FromStr>(name: &'static str, value: Option<String>) -> Result<Option<T>, ConfigError> {
    value.map(|value| value.parse().map_err(|_| ConfigError { name, problem: "is not a number" })).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_wrong_variable_is_named_and_its_value_is_not() {
        let key = "11".repeat(32);
        for wrong in ["DATABASE_URL", "DISCORD_API", "VAULT_KEY", "WORKER_URL", "TICK_SEED", "SPOOL"] {
            let read = |value: &str| {
                Config::read(|name| {
                    Some(match name {
                        name if name == wrong => value.to_owned(),
                        "VAULT_KEY" => format!("1:{key}"),
                        "SPOOL_BYTES" | "MEMORY_BYTES" => String::new(),
                        _ => key.clone(),
                    })
                })
            };
            assert!(read("").unwrap_err().to_string().contains(wrong));
            if ["VAULT_KEY", "TICK_SEED"].contains(&wrong) {
                let problem = read("hunter2").unwrap_err().to_string();
                assert!(problem.contains(wrong) && !problem.contains("hunter2"), "{problem}");
            }
        }
    }
}
