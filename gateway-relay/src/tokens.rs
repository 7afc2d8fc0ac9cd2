//! The bots' tokens, in both of the forms in which they are stored.

use guildhall::platform::{
    sealing::{self, OpeningKey, SealingKey},
    vault::{Vault, VaultError},
};

/// What opens them.
#[derive(Debug)]
pub struct Tokens {
    /// The key of workers that call Discord by themselves.
    pub vault: Option<Vault>,
    /// The relay's own.
    pub opening: Option<OpeningKey>,
}

impl Tokens {
    /// Opens a record of `owner`'s, whichever form it has.
    pub fn open(&self, record: &[u8], owner: &str) -> Result<String, VaultError> {
        let opened = match (sealing::is_sealed(record), &self.vault, &self.opening) {
            (true, _, Some(key)) => key.open(record, owner)?,
            (false, Some(vault), _) => vault.open(record, owner)?,
            _ => return Err(VaultError::OtherKey),
        };
        String::from_utf8(opened).map_err(|_| VaultError::Damaged)
    }

    /// The key to which workers seal.
    pub fn sealing_key(&self) -> Option<SealingKey> {
        self.opening.as_ref().map(OpeningKey::sealing_key)
    }

    /// The record sealed to the relay, if a worker could open it as it is.
    pub fn reseal(&self, record: &[u8], owner: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(key) = self.sealing_key().filter(|_| !sealing::is_sealed(record)) else { return Ok(None) };
        key.seal(self.open(record, owner)?.as_bytes(), owner).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_either_form_opens_and_is_sealed_anew_once() {
        let key = "2a".repeat(32);
        let vault = Vault::parse(&format!("1:{key}")).unwrap();
        let old = vault.seal(b"token", "bots/1").unwrap();
        let tokens = Tokens { vault: Some(vault), opening: OpeningKey::parse(&format!("2:{key}")).ok() };
        let new = tokens.reseal(&old, "bots/1").unwrap().unwrap();
        for record in [&old, &new] {
            assert_eq!(tokens.open(record, "bots/1").as_deref(), Ok("token"));
            assert!(tokens.open(record, "bots/2").is_err());
        }
        assert_eq!(tokens.reseal(&new, "bots/1"), Ok(None));
        let without = Tokens { vault: None, ..tokens };
        assert_eq!(without.open(&old, "bots/1"), Err(VaultError::OtherKey));
        assert!(without.open(&new, "bots/1").is_ok());
    }
}
