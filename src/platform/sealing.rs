//! Secrets that one process seals and another opens: HPKE (RFC 9180) in base mode, with X25519, HKDF-SHA256 and
//! AES-256-GCM, bound to the row they belong to. Whoever seals cannot open again.
//!
//! A record is `0 · key id (1 byte) · encapsulated key (32) · ciphertext and tag`. The zero tells it from the records of
//! the vault, whose first byte is their key's id.

use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::X25519HkdfSha256,
    single_shot_open, single_shot_seal,
};

use super::vault::VaultError;

/// What the first byte of a record says.
const MARK: u8 = 0;
const ENCAPSULATED: usize = 32;
const INFO: &[u8] = b"guildhall sealed record";

/// The public half: seals.
#[derive(Clone)]
pub struct SealingKey {
    id: u8,
    key: <X25519HkdfSha256 as Kem>::PublicKey,
}

/// The private half: opens.
#[derive(Clone)]
pub struct OpeningKey {
    id: u8,
    key: <X25519HkdfSha256 as Kem>::PrivateKey,
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SealingKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for OpeningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("OpeningKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Whether a record is of this form, and not the vault's.
pub fn is_sealed(record: &[u8]) -> bool {
    record.first() == Some(&MARK)
}

impl SealingKey {
    /// Reads `id:key`, the key as 64 hex digits.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (id, bytes) = super::vault::numbered_key(text)?;
        let key = Deserializable::from_bytes(&bytes).map_err(|_| "is no X25519 key")?;
        Ok(Self { id, key })
    }

    /// Seals `secret` for `owner`, as [`Vault::seal`](super::vault::Vault::seal) does.
    pub fn seal(&self, secret: &[u8], owner: &str) -> Result<Vec<u8>, VaultError> {
        let (encapsulated, sealed) = single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &self.key,
            INFO,
            secret,
            owner.as_bytes(),
        )
        .map_err(|_| VaultError::Damaged)?;
        Ok([&[MARK, self.id][..], &encapsulated.to_bytes(), &sealed].concat())
    }
}

impl OpeningKey {
    /// Reads `id:key`, the key as 64 hex digits.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (id, bytes) = super::vault::numbered_key(text)?;
        let key = Deserializable::from_bytes(&bytes).map_err(|_| "is no X25519 key")?;
        Ok(Self { id, key })
    }

    /// The half that seals.
    pub fn sealing_key(&self) -> SealingKey {
        SealingKey { id: self.id, key: X25519HkdfSha256::sk_to_pk(&self.key) }
    }

    /// Opens a record of `owner`'s.
    pub fn open(&self, record: &[u8], owner: &str) -> Result<Vec<u8>, VaultError> {
        let ([mark, id], rest) = record.split_first_chunk().ok_or(VaultError::Damaged)?;
        if (*mark, *id) != (MARK, self.id) {
            return Err(VaultError::OtherKey);
        }
        let (encapsulated, sealed) = rest.split_first_chunk::<ENCAPSULATED>().ok_or(VaultError::Damaged)?;
        let encapsulated = Deserializable::from_bytes(encapsulated).map_err(|_| VaultError::Damaged)?;
        single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.key,
            &encapsulated,
            INFO,
            sealed,
            owner.as_bytes(),
        )
        .map_err(|_| VaultError::Damaged)
    }
}

impl std::fmt::Display for SealingKey {
    /// As it is parsed.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.id, hex::encode(self.key.to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::vault::Vault;

    fn key(id: u8) -> OpeningKey {
        OpeningKey::parse(&format!("{id}:{}", "2a".repeat(32))).unwrap()
    }

    #[test]
    fn what_is_sealed_to_a_key_opens_with_its_private_half_for_its_own_row_only() {
        let sealing = SealingKey::parse(&key(1).sealing_key().to_string()).unwrap();
        let record = sealing.seal(b"token", "bots/1").unwrap();
        assert!(is_sealed(&record));
        assert_eq!(key(1).open(&record, "bots/1").as_deref(), Ok(&b"token"[..]));
        assert_eq!(key(1).open(&record, "bots/2"), Err(VaultError::Damaged));
        assert_eq!(key(2).open(&record, "bots/1"), Err(VaultError::OtherKey));
        assert_ne!(record, sealing.seal(b"token", "bots/1").unwrap());
    }

    #[test]
    fn a_damaged_record_and_one_of_the_vaults_do_not_open() {
        let record = key(1).sealing_key().seal(b"token", "a").unwrap();
        for length in 0..record.len() {
            assert!(key(1).open(&record[..length], "a").is_err());
        }
        for position in 0..record.len() {
            let mut changed = record.clone();
            changed[position] ^= 1;
            assert!(key(1).open(&changed, "a").is_err());
        }
        let vault = Vault::parse(&format!("1:{}", "2a".repeat(32))).unwrap();
        let record = vault.seal(b"token", "a").unwrap();
        assert!(!is_sealed(&record) && key(1).open(&record, "a").is_err());
    }

    #[test]
    fn a_key_of_the_wrong_shape_is_refused() {
        for text in ["", "1", "0:00", "1:zz", "256:00", &format!("0:{}", "2a".repeat(32))] {
            assert!(SealingKey::parse(text).is_err() && OpeningKey::parse(text).is_err(), "{text}");
        }
    }
}
