//! A sign-in under way, as the browser carries it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{Refused, oauth};
use crate::platform::{ctx::Ctx, vault::Vault};

/// How long a person may take at Discord.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// What the cookie is bound to in the vault.
const OWNER: &str = "sign-in";

/// What is needed to end a sign-in. Sealed: the verifier is a secret, and nobody may choose where it ends.
#[derive(Serialize, Deserialize)]
pub struct Begun {
    state: String,
    verifier: String,
    pub(super) return_to: String,
    began_at: Timestamp,
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Begun").field("return_to", &self.return_to).finish_non_exhaustive()
    }
}

/// Begins: where the browser has to go, and what it has to keep. `return_to` is a path of ours.
pub fn begin(ctx: &Ctx, return_to: &str) -> Result<(String, String), Refused> {
    let oauth = ctx.config.oauth.as_deref().ok_or(Refused::NotSetUp)?;
    let asked = oauth::authorize(ctx, oauth)?;
    let begun = Begun {
        state: asked.state,
        verifier: asked.verifier,
        return_to: local(return_to).to_owned(),
        began_at: ctx.arrived_at,
    };
    let sealed = begun.seal(&ctx.config.vault).ok_or(Refused::Foreign)?;
    Ok((asked.address, sealed))
}

/// The path if it stays with us, else the first page: `//host` and `/\host` lead elsewhere.
pub fn local(path: &str) -> &str {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    let is_plain = path.len() <= 500 && path.bytes().all(|byte| byte.is_ascii_graphic());
    if is_local && is_plain { path } else { "/" }
}

impl Begun {
    fn seal(&self, vault: &Vault) -> Option<String> {
        let text = serde_json::to_vec(self).ok()?;
        vault.seal(&text, OWNER).ok().map(hex::encode)
    }

    /// What the cookie holds. None: nothing of ours.
    pub fn open(cookie: &str, vault: &Vault) -> Option<Self> {
        let record = hex::decode(cookie).ok()?;
        serde_json::from_slice(&vault.open(&record, OWNER).ok()?).ok()
    }

    /// The verifier, for whoever brings the state back in time.
    pub(super) fn verifier(self, state: &str, now: Timestamp) -> Option<String> {
        let is_same: bool = self.state.as_bytes().ct_eq(state.as_bytes()).into();
        let age = now.duration_since(self.began_at);
        (is_same && age <= PATIENCE && !age.is_negative()).then_some(self.verifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(began_at: Timestamp) -> Begun {
        Begun { state: "s".to_owned(), verifier: "v".to_owned(), return_to: "/".to_owned(), began_at }
    }

    #[test]
    fn only_the_state_that_was_given_brings_the_verifier_and_only_in_time() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(begun(now).verifier("s", now + PATIENCE), Some("v".to_owned()));
        assert_eq!(begun(now).verifier("t", now), None);
        assert_eq!(begun(now).verifier("s", now + PATIENCE + SignedDuration::from_secs(1)), None);
    }

    #[test]
    fn a_cookie_that_somebody_else_wrote_does_not_open() {
        let vault = |key: &str| Vault::parse(&format!("1:{}", key.repeat(32))).unwrap();
        let cookie = begun(Timestamp::UNIX_EPOCH).seal(&vault("11")).unwrap();
        assert!(Begun::open(&cookie, &vault("11")).is_some());
        assert!(Begun::open(&cookie, &vault("22")).is_none() && Begun::open("zz", &vault("11")).is_none());
    }

    #[test]
    fn one_goes_on_with_us_or_at_the_first_page() {
        for path in ["/", "/t/1?x=2#y"] {
            assert_eq!(local(path), path);
        }
        for path in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\nb", "/\t/evil.example"]
        {
            assert_eq!(local(path), "/", "{path:?}");
        }
    }
}
