//! Secrets at rest: AES-256-GCM (NIST SP 800-38D) with a random nonce, bound to the row they belong to.
//!
//! A record is `key id (1 byte) · nonce (12) · ciphertext and tag`. What a record belongs to is authenticated with it:
//! copied into another row it does not open.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};

const NONCE: usize = 12;

/// Seals secrets under one key, and opens what that key or an older one has sealed.
#[derive(Clone)]
pub struct Vault {
    id: u8,
    cipher: Aes256Gcm,
    older: Vec<(u8, Aes256Gcm)>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Vault").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why a record was not sealed or does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("the record was sealed under another key")]
    OtherKey,
    #[error("the record is damaged or belongs to another row")]
    Damaged,
    #[error("no randomness")]
    NoRandomness,
}

/// Reads `id:key`: a number from 1 to 255, and 64 hex digits.
pub(super) fn numbered_key(text: &str) -> Result<(u8, [u8; 32]), &'static str> {
    const SHAPE: &str = "is not a number from 1 to 255, a colon and 64 hex digits";
    let (id, key) = text.split_once(':').ok_or(SHAPE)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(key, &mut bytes).map_err(|_| SHAPE)?;
    let id = id.parse().ok().filter(|id| *id > 0).ok_or(SHAPE)?;
    Ok((id, bytes))
}

impl Vault {
    /// Reads `id:key`, the key as 64 hex digits; older ones may follow, each after a comma.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (newest, older) = text.split_once(',').map_or((text, None), |(newest, older)| (newest, Some(older)));
        let read = |text| numbered_key(text).map(|(id, bytes)| (id, Aes256Gcm::new(&bytes.into())));
        let (id, cipher) = read(newest)?;
        let older = older.into_iter().flat_map(|older| older.split(',')).map(read).collect::<Result<_, _>>()?;
        Ok(Self { id, cipher, older })
    }

    /// The number of the key that seals.
    pub fn id(&self) -> u8 {
        self.id
    }

    /// Makes a key for secrets of one owner's, as a record that [`Vault::unwrap_key`] opens: what is sealed under it can be
    /// kept while the vault's own key changes.
    pub fn make_key(&self, owner: &str) -> Result<Vec<u8>, VaultError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| VaultError::NoRandomness)?;
        self.seal(&key, owner)
    }

    /// A vault under the key that was made for `owner`; `number` names it in what it seals.
    pub fn unwrap_key(&self, number: u8, wrapped: &[u8], owner: &str) -> Result<Self, VaultError> {
        let key: [u8; 32] = self.open(wrapped, owner)?.try_into().map_err(|_| VaultError::Damaged)?;
        Ok(Self { id: number, cipher: Aes256Gcm::new(&key.into()), older: Vec::new() })
    }

    /// Seals `secret` for `owner`, such as `bots.sealed_token/123/…`.
    pub fn seal(&self, secret: &[u8], owner: &str) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::NoRandomness)?;
        let sealed = self
            .cipher
            .encrypt(&nonce.into(), Payload { msg: secret, aad: owner.as_bytes() })
            .map_err(|_| VaultError::Damaged)?;
        Ok([&[self.id][..], &nonce, &sealed].concat())
    }

    /// Opens a record of `owner`'s.
    pub fn open(&self, record: &[u8], owner: &str) -> Result<Vec<u8>, VaultError> {
        let (id, rest) = record.split_first().ok_or(VaultError::Damaged)?;
        let older = self.older.iter().find(|(older, _)| older == id).map(|(_, cipher)| cipher);
        let cipher = if *id == self.id { Some(&self.cipher) } else { older }.ok_or(VaultError::OtherKey)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(VaultError::Damaged)?;
        cipher
            .decrypt(&(*nonce).into(), Payload { msg: sealed, aad: owner.as_bytes() })
            .map_err(|_| VaultError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(id: u8) -> Vault {
        Vault::parse(&format!("{id}:{}", "2a".repeat(32))).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_for_its_own_row_only() {
        let record = vault(1).seal(b"token", "bots/1").unwrap();
        assert_eq!(vault(1).open(&record, "bots/1").as_deref(), Ok(&b"token"[..]));
        assert_eq!(vault(1).open(&record, "bots/2"), Err(VaultError::Damaged));
        assert_eq!(vault(2).open(&record, "bots/1"), Err(VaultError::OtherKey));
    }

    #[test]
    fn a_damaged_record_does_not_open_wherever_it_is_cut_or_changed() {
        let record = vault(1).seal(b"token", "bots/1").unwrap();
        for length in 0..record.len() {
            assert!(vault(1).open(&record[..length], "bots/1").is_err());
        }
        for position in 0..record.len() {
            let mut changed = record.clone();
            changed[position] ^= 1;
            assert!(vault(1).open(&changed, "bots/1").is_err());
        }
    }

    #[test]
    fn sealing_twice_gives_two_records() {
        assert_ne!(vault(1).seal(b"token", "a").unwrap(), vault(1).seal(b"token", "a").unwrap());
    }

    #[test]
    fn a_key_that_the_vault_made_seals_for_its_owner_alone() {
        let wrapped = vault(1).make_key("keys/1").unwrap();
        let key = vault(1).unwrap_key(7, &wrapped, "keys/1").unwrap();
        let record = key.seal(b"words", "messages/1").unwrap();
        assert_eq!((record[0], key.open(&record, "messages/1").as_deref()), (7, Ok(&b"words"[..])));
        assert_eq!(vault(1).unwrap_key(7, &wrapped, "keys/2").unwrap_err(), VaultError::Damaged);
        assert_eq!(vault(2).unwrap_key(7, &wrapped, "keys/1").unwrap_err(), VaultError::OtherKey);
        assert_ne!(vault(1).make_key("keys/1").unwrap(), wrapped);
    }

    #[test]
    fn older_keys_open_what_they_sealed_and_the_first_one_seals() {
        let (old, new) = (format!("1:{}", "2a".repeat(32)), format!("2:{}", "2b".repeat(32)));
        let both = Vault::parse(&format!("{new},{old}")).unwrap();
        let record = vault(1).seal(b"token", "a").unwrap();
        assert_eq!(both.open(&record, "a").as_deref(), Ok(&b"token"[..]));
        assert_eq!((both.id(), both.seal(b"token", "a").unwrap()[0]), (2, 2));
        assert_eq!(Vault::parse(&new).unwrap().open(&record, "a"), Err(VaultError::OtherKey));
        assert!(Vault::parse(&format!("{new},")).is_err() && Vault::parse(&format!("{new},1:00")).is_err());
    }

    #[test]
    fn a_key_of_the_wrong_shape_is_refused() {
        for text in ["", "1", "0:00", "1:zz", "256:00", &format!("0:{}", "00".repeat(32))] {
            assert!(Vault::parse(text).is_err(), "{text}");
        }
    }
}
