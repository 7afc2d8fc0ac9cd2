//! The worker's configuration, read once per isolate from its bindings. README lists them.

use std::sync::{Arc, OnceLock};

use ed25519_dalek::SigningKey;
use jiff::SignedDuration;

use crate::{
    db::Address,
    platform::{api::Limits, interactions::Runs, relay::Relay, sealing::SealingKey, vault::Vault},
};

/// Every setting of a deployment.
#[derive(Debug)]
pub struct Config {
    /// `ENVIRONMENT`: whether plain HTTP to Discord's stand-in is allowed.
    pub development: bool,
    /// `DATABASE_URL`: the pooler in front of Postgres, signed in as guildhall_worker.
    pub database: Address,
    /// `DISCORD_API`: Discord's REST API, up to and including `/api/v10`.
    pub discord_api: String,
    /// `MAC_KEY`: makes the endpoint addresses that are registered with Discord.
    pub mac_key: [u8; 32],
    /// `VAULT_KEY`: seals what the worker itself opens again: tokens of interactions, and without a relay those of bots.
    pub vault: Vault,
    /// `RELAY_URL`, `RELAY_SEED` and `RELAY_SEALING_KEY`: through whom Discord is called, and who alone opens the bots'
    /// tokens. Without them the worker calls by itself.
    pub relay: Option<Arc<Relay>>,
    /// `TICK_PUBLIC_KEY`: whose signature starts due work.
    pub tick_public_key: String,
    /// `LOG_DELAY_MS`: how long the logs of members and messages wait for what Discord's audit log says of an event, which may
    /// come after it. Three seconds unless it is given.
    pub log_delay: SignedDuration,
    /// `PUBLIC_URL`: where people reach this worker, such as `https://guildhall.example`: the origin of our own pages.
    pub public_url: String,
    /// `OAUTH_CLIENT_ID` and `OAUTH_CLIENT_SECRET`: the application that people sign in with. Without it nobody can.
    pub oauth: Option<Arc<OAuth>>,
    /// `API_REQUESTS_PER_MINUTE`: what one person may ask of the API; 600 unless it is given.
    pub api_limits: Limits,
    /// No setting, but what the requests of an isolate share besides: the command runs that are not written yet.
    pub runs: Runs,
    /// The same: the routes of the API, put together when first asked for.
    pub api: OnceLock<axum::Router>,
}

/// Discord's audit log is mostly told of within a second of what it explains.
const LOG_DELAY: SignedDuration = SignedDuration::from_secs(3);

/// A binding that is missing or cannot be used. Its value is never shown.
#[derive(Debug, thiserror::Error)]
#[error("The worker is not configured: {name} {problem}.")]
pub struct ConfigError {
    name: &'static str,
    problem: String,
}

impl Config {
    /// Reads every binding through `lookup`.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let required = |name: &'static str| {
            lookup(name).filter(|value| !value.is_empty()).ok_or(ConfigError { name, problem: "is missing".to_owned() })
        };
        let development = match required("ENVIRONMENT")?.as_str() {
            "development" => true,
            "production" => false,
            _ => return Err(ConfigError::new("ENVIRONMENT", "is neither development nor production")),
        };
        let database =
            Address::parse(&required("DATABASE_URL")?).map_err(|problem| ConfigError::new("DATABASE_URL", &problem))?;
        let discord_api = required("DISCORD_API")?;
        if !development && discord_api != "https://discord.com/api/v10" {
            return Err(ConfigError::new(
                "DISCORD_API",
                "is not https://discord.com/api/v10, which production requires",
            ));
        }
        let mac_key =
            bytes(&required("MAC_KEY")?).ok_or_else(|| ConfigError::new("MAC_KEY", "is not 64 hex digits"))?;
        let vault = Vault::parse(&required("VAULT_KEY")?).map_err(|problem| ConfigError::new("VAULT_KEY", problem))?;
        let tick_public_key = required("TICK_PUBLIC_KEY")?.to_ascii_lowercase();
        if bytes(&tick_public_key).is_none() {
            return Err(ConfigError::new("TICK_PUBLIC_KEY", "is not 64 hex digits"));
        }
        let log_delay = log_delay(lookup("LOG_DELAY_MS"))?;
        let relay = relay(&lookup, development)?.map(Arc::new);
        let public_url = public_url(lookup("PUBLIC_URL"), development)?;
        let oauth = oauth(&lookup)?.map(Arc::new);
        let api_limits = Limits::new(per_minute(lookup("API_REQUESTS_PER_MINUTE"))?);
        let (runs, api) = (Runs::default(), OnceLock::new());
        Ok(Self {
            development,
            database,
            discord_api,
            mac_key,
            vault,
            relay,
            tick_public_key,
            log_delay,
            public_url,
            oauth,
            api_limits,
            runs,
            api,
        })
    }
}

impl Config {
    /// Where Discord's pages are: its API's address without the path.
    pub fn discord_pages(&self) -> &str {
        self.discord_api.trim_end_matches("/api/v10")
    }
}

impl ConfigError {
    fn new(name: &'static str, problem: &str) -> Self {
        Self { name, problem: problem.to_owned() }
    }
}

fn log_delay(given: Option<String>) -> Result<SignedDuration, ConfigError> {
    let Some(given) = given.filter(|value| !value.is_empty()) else { return Ok(LOG_DELAY) };
    let milliseconds = given.parse().ok().filter(|milliseconds| (0..=10_000).contains(milliseconds));
    milliseconds
        .map(SignedDuration::from_millis)
        .ok_or_else(|| ConfigError::new("LOG_DELAY_MS", "is no number of milliseconds up to 10000"))
}

/// The application that people sign in with.
#[derive(Clone)]
pub struct OAuth {
    pub client_id: String,
    pub client_secret: String,
}

impl std::fmt::Debug for OAuth {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("OAuth").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// Without it no page of ours is known, and so none may change anything.
fn public_url(given: Option<String>, development: bool) -> Result<String, ConfigError> {
    let Some(url) = given.filter(|url| !url.is_empty()) else { return Ok(String::new()) };
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://").filter(|_| development));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(['/', '?', '#', '@']) => Ok(url),
        _ => Err(ConfigError::new("PUBLIC_URL", "is not https:// and a host, without a path")),
    }
}

/// Both, or none.
fn oauth(lookup: impl Fn(&str) -> Option<String>) -> Result<Option<OAuth>, ConfigError> {
    let given = |name| lookup(name).filter(|value: &String| !value.is_empty());
    match (given("OAUTH_CLIENT_ID"), given("OAUTH_CLIENT_SECRET")) {
        (Some(client_id), Some(client_secret)) => Ok(Some(OAuth { client_id, client_secret })),
        (None, None) => Ok(None),
        (None, _) => Err(ConfigError::new("OAUTH_CLIENT_ID", "is missing, but the secret is there")),
        (_, None) => Err(ConfigError::new("OAUTH_CLIENT_SECRET", "is missing, but the client's id is there")),
    }
}

fn per_minute(given: Option<String>) -> Result<u32, ConfigError> {
    let Some(given) = given.filter(|value| !value.is_empty()) else { return Ok(600) };
    let wrong = || ConfigError::new("API_REQUESTS_PER_MINUTE", "is no number from 10 to 1000000");
    given.parse().ok().filter(|number| (10..=1_000_000).contains(number)).ok_or_else(wrong)
}

/// All three, or none.
fn relay(lookup: impl Fn(&str) -> Option<String>, development: bool) -> Result<Option<Relay>, ConfigError> {
    const URL: &str = "RELAY_URL";
    const SEED: &str = "RELAY_SEED";
    const SEALING: &str = "RELAY_SEALING_KEY";
    let given = |name| lookup(name).filter(|value| !value.is_empty());
    let (Some(url), Some(seed), Some(sealing)) = (given(URL), given(SEED), given(SEALING)) else {
        let missing = [URL, SEED, SEALING].into_iter().find(|name| given(name).is_none()).unwrap_or(URL);
        let is_wanted = [URL, SEED, SEALING].into_iter().any(|name| given(name).is_some());
        let problem = || ConfigError::new(missing, "is missing, but others of the relay's are there");
        return if is_wanted { Err(problem()) } else { Ok(None) };
    };
    // What stays on this machine may go as it is.
    let plain: &[&str] = if development { &["http://"] } else { &["http://127.0.0.1:", "http://[::1]:"] };
    if !url.starts_with("https://") && !plain.iter().any(|plain| url.starts_with(plain)) {
        return Err(ConfigError::new(URL, "is not an https:// address"));
    }
    let seed = bytes(&seed).ok_or_else(|| ConfigError::new(SEED, "is not 64 hex digits"))?;
    let sealing = SealingKey::parse(&sealing).map_err(|problem| ConfigError::new(SEALING, problem))?;
    Ok(Some(Relay { url: url.trim_end_matches('/').to_owned(), key: SigningKey::from_bytes(&seed), sealing }))
}

fn bytes(hex_digits: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    hex::decode_to_slice(hex_digits, &mut key).ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bindings(changed: &str, value: Option<&str>) -> Result<Config, ConfigError> {
        let key = "11".repeat(32);
        Config::read(|name| {
            if name == changed {
                return value.map(str::to_owned);
            }
            Some(match name {
                "ENVIRONMENT" => "production".to_owned(),
                "DATABASE_URL" => "postgres://guildhall_worker:secret@db.example/guildhall".to_owned(),
                "DISCORD_API" => "https://discord.com/api/v10".to_owned(),
                "VAULT_KEY" | "RELAY_SEALING_KEY" => format!("1:{key}"),
                "RELAY_URL" => "https://relay.example".to_owned(),
                "PUBLIC_URL" => "https://guildhall.example".to_owned(),
                "LOG_DELAY_MS" | "API_REQUESTS_PER_MINUTE" => return None,
                _ => key.clone(),
            })
        })
    }

    #[test]
    fn a_complete_set_of_bindings_is_read() {
        assert!(bindings("", None).is_ok());
    }

    #[test]
    fn a_missing_or_wrong_binding_is_named_and_its_value_is_not() {
        let of_relay = ["RELAY_URL", "RELAY_SEED", "RELAY_SEALING_KEY"];
        let always = ["ENVIRONMENT", "DATABASE_URL", "DISCORD_API", "MAC_KEY", "VAULT_KEY", "TICK_PUBLIC_KEY"];
        for name in always.into_iter().chain(of_relay) {
            for value in [None, Some("hunter2")] {
                let problem = bindings(name, value).map(drop).unwrap_err().to_string();
                assert!(problem.contains(name) && !problem.contains("hunter2"), "{problem}");
            }
        }
    }

    #[test]
    fn the_public_address_is_an_origin_and_encrypted_in_production() {
        assert_eq!(bindings("PUBLIC_URL", None).unwrap().public_url, "");
        for wrong in
            ["http://guildhall.example", "https://guildhall.example/", "https://you@guildhall.example", "https://"]
        {
            let problem = bindings("PUBLIC_URL", Some(wrong)).map(drop).unwrap_err().to_string();
            assert!(problem.contains("PUBLIC_URL"), "{problem}");
        }
        assert!(public_url(Some("http://127.0.0.1:8787".to_owned()), true).is_ok());
    }

    #[test]
    fn the_application_to_sign_in_with_has_an_id_and_a_secret_or_is_none() {
        let of = |name: &'static str| oauth(move |asked| (asked == name).then(|| "x".to_owned()));
        assert!(of("OAUTH_CLIENT_ID").is_err() && of("OAUTH_CLIENT_SECRET").is_err() && of("").unwrap().is_none());
    }

    #[test]
    fn without_the_relays_bindings_discord_is_called_directly() {
        let direct = |name: &str| (!name.starts_with("RELAY")).then(|| name.to_owned());
        let config = relay(direct, false).unwrap();
        assert!(config.is_none());
        let plain = bindings("RELAY_URL", Some("http://relay.example")).map(drop).unwrap_err();
        assert!(plain.to_string().contains("RELAY_URL"));
    }

    #[test]
    fn logs_wait_for_as_long_as_is_set_and_no_longer_than_ten_seconds() {
        let read = |value| bindings("LOG_DELAY_MS", value).map(|config| config.log_delay.as_millis());
        assert_eq!((read(None).unwrap(), read(Some("250")).unwrap()), (3_000, 250));
        assert!(read(Some("-1")).is_err() && read(Some("10001")).is_err() && read(Some("soon")).is_err());
    }

    #[test]
    fn production_talks_to_discord_alone() {
        assert!(bindings("DISCORD_API", Some("https://discord.com.evil.example/api/v10")).is_err());
    }
}
