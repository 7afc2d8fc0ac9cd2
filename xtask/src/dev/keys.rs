//! The secrets of a deployment on this machine, and who reads them. Development's are made once into `.dev/keys.json`.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::OpenOptionsExt;

use anyhow::Context;
use xtask::paths;

/// Random keys, each 64 hexadecimal digits.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Keys {
    pub mac_key: String,
    pub vault_key: String,
    pub tick_seed: String,
    pub database_password: String,
}

impl Keys {
    /// Reads the keys, making them first if there are none.
    pub fn load() -> anyhow::Result<Self> {
        let path = paths::dev().join("keys.json");
        if let Ok(text) = fs::read_to_string(&path) {
            return serde_json::from_str(&text)
                .with_context(|| format!("{} is damaged: delete it, new keys will be made", path.display()));
        }
        let keys = Self::random()?;
        write_private(&path, &serde_json::to_string_pretty(&keys)?)?;
        Ok(keys)
    }

    /// Keys that nobody has seen before.
    pub fn random() -> anyhow::Result<Self> {
        Ok(Self { mac_key: random()?, vault_key: random()?, tick_seed: random()?, database_password: random()? })
    }

    /// The worker's configuration, as README's table lists it.
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
        let mut seed = [0; 32];
        hex::decode_to_slice(&self.tick_seed, &mut seed)
            .context("tick_seed in .dev/keys.json is damaged: delete the file, new keys will be made")?;
        Ok(seed)
    }

    /// The public half, as the worker's binding wants it.
    pub fn tick_public_key(&self) -> anyhow::Result<String> {
        let key = ed25519_dalek::SigningKey::from_bytes(&self.tick_seed()?);
        Ok(hex::encode(key.verifying_key().as_bytes()))
    }
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
