//! Proof that who exchanges a code is who asked for it: RFC 7636. Discord takes the method S256 alone.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::error::TokenError;

/// What an authorization request says about its challenge, or Discord's words about what is wrong with it.
pub(super) fn challenge(challenge: Option<&str>, method: Option<&str>) -> Result<Option<String>, &'static str> {
    match (challenge, method) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err("Missing \"code_challenge\""),
        (Some(challenge), Some("S256")) if is_digest(challenge) => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) => Err("Invalid \"code_challenge\""),
        // Without a method RFC 7636 means `plain`.
        (Some(_), _) => Err("Unsupported \"code_challenge_method\""),
    }
}

/// Whether the verifier belongs to the challenge. One without the other is no proof.
pub(super) fn verify(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), TokenError> {
    let (challenge, verifier) = match (challenge, verifier) {
        (None, None) => return Ok(()),
        (_, None) => return Err(TokenError::request("Missing \"code_verifier\"")),
        (challenge, Some(verifier)) => (challenge, verifier),
    };
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(is_unreserved) {
        return Err(TokenError::request("Invalid \"code_verifier\""));
    }
    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    if challenge == Some(&digest) { Ok(()) } else { Err(TokenError::grant("Code challenge failed.")) }
}

/// 32 bytes in base64url.
fn is_digest(text: &str) -> bool {
    URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_standard_is_proof() {
        assert_eq!(challenge(Some(CHALLENGE), Some("S256")), Ok(Some(CHALLENGE.to_owned())));
        assert_eq!(verify(Some(CHALLENGE), Some(VERIFIER)), Ok(()));
    }

    #[test]
    fn a_challenge_has_its_form_and_the_one_method() {
        for (text, method, words) in [
            (None, Some("S256"), "Missing \"code_challenge\""),
            (Some(VERIFIER), Some("plain"), "Unsupported \"code_challenge_method\""),
            (Some(VERIFIER), None, "Unsupported \"code_challenge_method\""),
            (Some("short"), Some("S256"), "Invalid \"code_challenge\""),
        ] {
            assert_eq!(challenge(text, method), Err(words));
        }
    }

    #[test]
    fn neither_a_wrong_verifier_nor_half_a_proof_will_do() {
        let request = TokenError::request;
        assert_eq!(verify(Some(CHALLENGE), None), Err(request("Missing \"code_verifier\"")));
        for malformed in ["short".to_owned(), "a".repeat(129), format!("{}+/", "a".repeat(43))] {
            assert_eq!(verify(Some(CHALLENGE), Some(&malformed)), Err(request("Invalid \"code_verifier\"")));
        }
        let failed = Err(TokenError::grant("Code challenge failed."));
        assert_eq!(verify(Some(CHALLENGE), Some(&"a".repeat(43))), failed);
        assert_eq!(verify(Some(VERIFIER), Some(VERIFIER)), failed, "the verifier itself is no challenge");
        assert_eq!(verify(None, Some(VERIFIER)), failed, "nothing was to be proved");
    }
}
