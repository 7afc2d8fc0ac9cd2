//! Secrets that are handed out once: sessions, tokens of programs, links of invitations.

use sha2::{Digest, Sha256};

use super::Credential;

/// 256 random bits in hex, behind a word that says what they are for. Shown once; only its hash is kept.
pub struct Secret(String);

impl Secret {
    /// A new one. None: the system gives no random numbers, and then nobody may be let in.
    pub fn new(prefix: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(format!("{prefix}{}", hex::encode(bytes))))
    }

    /// For its holder.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn credential(&self) -> Credential {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

/// What is kept of a secret that somebody brings back. They are random and long, so a plain hash hides them, and looking its
/// hash up tells nothing by how long it takes.
pub fn hash(secret: &str) -> Credential {
    Sha256::digest(secret.as_bytes()).into()
}
