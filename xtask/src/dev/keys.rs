//! The secrets of a deployment on this machine, and who reads them. Development's are made once into `.dev/keys.json`.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::OpenOptionsExt;

use anyhow::Context;
use guildhall::platform::sealing::OpeningKey;
use xtask::paths;

/// Random keys, each 64 hexadecimal digits. Those that an older file lacks are empty until they are made.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Keys {
    pub mac_key: String,
    pub vault_key: String,
    pub tick_seed: String,
    pub relay_seed: String,
    pub opening_key: String,
    pub database_password: String,
}

impl Keys {
    /// Reads the keys, making them first if there are none.
    pub fn load() -> anyhow::Result<Self> {
        let path = paths::dev().join("keys.json");
        let mut keys: Self = match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("{} is damaged: delete it, new keys will be made", path.display()))?,
            Err(_) => Self::default(),
        };
        if keys.complete()? {
            write_private(&path, &serde_json::to_string_pretty(&keys)?)?;
        }
        Ok(keys)
    }

    /// Keys that nobody has seen before.
    pub fn random() -> anyhow::Result<Self> {
        let mut keys = Self::default();
        keys.complete()?;
        Ok(keys)
    }

    /// Makes those that are missing. Whether any was.
    fn complete(&mut self) -> anyhow::Result<bool> {
        let Self { mac_key, vault_key, tick_seed, relay_seed, opening_key, database_password } = self;
        let mut has_new = false;
        for key in [mac_key, vault_key, tick_seed, relay_seed, opening_key, database_password] {
            if key.is_empty() {
                (*key, has_new) = (random()?, true);
            }
        }
        Ok(has_new)
    }

    /// The configuration of a worker that calls Discord by itself, as README's table lists it.
    pub fn bindings(
        &self,
        database_url: String,
        discord_api: String,
    ) -> anyhow::Result<BTreeMap<&'static str, String>> {
        Ok(BTreeMap::from([
            ("ENVIRONMENT", "development".to_owned()),
            ("DATABASE_URL", database_url),
            ("DISCORD_API", discord_api),
            ("MAC_KEY", self.mac_key.clone()),
            ("VAULT_KEY", format!("1:{}", self.vault_key)),
            ("TICK_PUBLIC_KEY", self.tick_public_key()?),
        ]))
    }

    /// The private half of the tick's key pair.
    pub fn tick_seed(&self) -> anyhow::Result<[u8; 32]> {
        seed(&self.tick_seed)
    }

    /// The public half, as the worker's binding wants it.
    pub fn tick_public_key(&self) -> anyhow::Result<String> {
        public_key(&self.tick_seed)
    }

    /// The public half of the key by which the worker signs, as the relay wants it.
    pub fn worker_public_key(&self) -> anyhow::Result<String> {
        public_key(&self.relay_seed)
    }

    /// The key that opens tokens, as the relay wants it.
    pub fn opening_key(&self) -> String {
        format!("1:{}", self.opening_key)
    }

    /// The half that seals them, as the worker's binding wants it.
    pub fn sealing_key(&self) -> anyhow::Result<String> {
        let key = OpeningKey::parse(&self.opening_key()).ok().context(DAMAGED)?;
        Ok(key.sealing_key().to_string())
    }
}

const DAMAGED: &str = "a key in .dev/keys.json is damaged: delete the file, new keys will be made";

fn seed(text: &str) -> anyhow::Result<[u8; 32]> {
    let mut seed = [0; 32];
    hex::decode_to_slice(text, &mut seed).context(DAMAGED)?;
    Ok(seed)
}

fn public_key(text: &str) -> anyhow::Result<String> {
    Ok(hex::encode(ed25519_dalek::SigningKey::from_bytes(&seed(text)?).verifying_key().as_bytes()))
}

/// Writes a file that only its owner may read.
pub fn write_private(path: &std::path::Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    }
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(file.write_all(text.as_bytes())?)
}

fn random() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("this machine gives no randomness: {error}"))?;
    Ok(hex::encode(bytes))
}
