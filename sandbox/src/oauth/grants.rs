//! What people have authorized, and the codes and tokens that applications hold of it.

use std::collections::{BTreeMap, HashMap};

use super::{error::TokenError, scope::Scopes};
use crate::world::random;

/// How long a code can be exchanged, in milliseconds. The docs do not say; an engineer of Discord's does
/// (discord-api-docs, issue 2526).
const CODE_LIVES_MS: u64 = 100_000;

/// How long an access token is good, in seconds. Source: Discord docs, "OAuth2", Access Token Response.
pub(super) const TOKEN_LIVES_S: u64 = 604_800;

/// What people have authorized applications for: [`crate::World::oauth`].
#[derive(Debug, Default)]
pub struct OAuth {
    codes: HashMap<String, Kept>,
    tokens: Vec<Token>,
    /// What is remembered of each person and application, which all tokens of the two reach.
    granted: BTreeMap<(u64, u64), Scopes>,
}

/// An access token that an application holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// After `Bearer `.
    pub access_token: String,
    /// None for an application's own credentials.
    pub refresh_token: Option<String>,
    /// The client that holds it.
    pub application: u64,
    /// Whom it acts for.
    pub user: u64,
    /// What it was given for.
    pub scopes: Scopes,
    /// When it is good no more, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// The code it came of, through however many refreshes.
    pub(super) code: Option<String>,
}

/// A code on its way from a person's browser to the application.
#[derive(Debug, Clone)]
pub(super) struct Code {
    pub application: u64,
    pub user: u64,
    pub scopes: Scopes,
    /// As the authorization request had it, which need not have had one.
    pub redirect_uri: Option<String>,
    pub challenge: Option<String>,
    /// Where the bot was added.
    pub guild: Option<u64>,
}

/// A code until it expires, and after it was used for as long.
#[derive(Debug)]
struct Kept {
    code: Code,
    expires_at_ms: u64,
    is_used: bool,
}

impl OAuth {
    /// All tokens that were given and not taken back, expired ones among them; oldest first.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// What a person has authorized an application for. Scopes that install are not remembered.
    pub fn granted(&self, user: u64, application: u64) -> Scopes {
        self.granted.get(&(user, application)).cloned().unwrap_or_default()
    }

    /// Lets all access tokens of a person be good no more. They can be refreshed.
    pub fn expire_access_tokens(&mut self, user: u64) {
        for token in self.tokens.iter_mut().filter(|token| token.user == user) {
            token.expires_at_ms = 0;
        }
    }

    /// Takes back everything that a person has authorized an application for, as they do it in Discord's settings.
    pub fn deauthorize(&mut self, user: u64, application: u64) {
        self.granted.remove(&(user, application));
        self.codes.retain(|_, kept| (kept.code.user, kept.code.application) != (user, application));
        self.tokens.retain(|token| (token.user, token.application) != (user, application));
    }

    /// Gives out a code, and remembers what was authorized.
    pub(super) fn give_code(&mut self, code: Code, now_ms: u64) -> String {
        let remembered = code.scopes.iter().copied().filter(|scope| !scope.installs());
        self.granted.entry((code.user, code.application)).or_default().extend(remembered);
        self.codes.retain(|_, kept| kept.expires_at_ms > now_ms);
        let text = hex::encode(random::<16>());
        self.codes.insert(text.clone(), Kept { code, expires_at_ms: now_ms + CODE_LIVES_MS, is_used: false });
        text
    }

    /// A code that this client may exchange now. One that comes a second time was overheard: what it gave is taken back.
    pub(super) fn code(&mut self, text: &str, application: u64, now_ms: u64) -> Result<Code, TokenError> {
        let known = self.codes.get(text).filter(|kept| kept.code.application == application);
        match known {
            Some(kept) if kept.is_used => self.tokens.retain(|token| token.code.as_deref() != Some(text)),
            Some(kept) if kept.expires_at_ms > now_ms => return Ok(kept.code.clone()),
            _ => {}
        }
        Err(TokenError::grant("Invalid \"code\" in request."))
    }

    /// Exchanges a code that was found good.
    pub(super) fn use_code(&mut self, text: &str, code: &Code, now_ms: u64) -> Token {
        if let Some(kept) = self.codes.get_mut(text) {
            kept.is_used = true;
        }
        let token = Token::new(code.application, code.user, code.scopes.clone(), now_ms);
        self.give(Token { refresh_token: Some(secret()), code: Some(text.to_owned()), ..token })
    }

    /// A token for the owner of an application, by its own credentials.
    pub(super) fn give_own(&mut self, application: u64, owner: u64, scopes: Scopes, now_ms: u64) -> Token {
        self.give(Token::new(application, owner, scopes, now_ms))
    }

    /// Exchanges a refresh token, after which neither it nor its access token is good. The new one is for everything
    /// that the person has authorized, whenever that was, or for those of its scopes that are asked for.
    pub(super) fn refresh(
        &mut self,
        text: &str,
        application: u64,
        asked: Option<Scopes>,
        now_ms: u64,
    ) -> Result<Token, TokenError> {
        let is_it = |token: &Token| token.application == application && token.refresh_token.as_deref() == Some(text);
        let position = self.tokens.iter().position(is_it).ok_or(TokenError::REFRESH)?;
        let reach = self.reach(&self.tokens[position]);
        let scopes = asked.unwrap_or_else(|| reach.clone());
        if !scopes.is_subset(&reach) {
            return Err(TokenError::scope());
        }
        let old = self.tokens.remove(position);
        let token = Token::new(application, old.user, scopes, now_ms);
        Ok(self.give(Token { refresh_token: Some(secret()), code: old.code, ..token }))
    }

    /// Takes back all that belongs to a token's authorization; nothing if the client has no such token.
    pub(super) fn revoke(&mut self, text: &str, application: u64) {
        let is_it = |token: &&Token| token.access_token == text || token.refresh_token.as_deref() == Some(text);
        let found = self.tokens.iter().filter(|token| token.application == application).find(is_it);
        if let Some(user) = found.map(|token| token.user) {
            self.deauthorize(user, application);
        }
    }

    /// The token that a call carries, if it is still good.
    pub(crate) fn bearer(&self, access_token: &str, now_ms: u64) -> Option<&Token> {
        self.tokens.iter().find(|token| token.access_token == access_token && token.expires_at_ms > now_ms)
    }

    /// What a token is good for: what it was given for, and whatever else its person has authorized its client for.
    pub(crate) fn reach(&self, token: &Token) -> Scopes {
        self.granted(token.user, token.application).union(&token.scopes).copied().collect()
    }

    fn give(&mut self, token: Token) -> Token {
        self.tokens.push(token.clone());
        token
    }
}

impl Token {
    fn new(application: u64, user: u64, scopes: Scopes, now_ms: u64) -> Self {
        let expires_at_ms = now_ms + TOKEN_LIVES_S * 1_000;
        Self { access_token: secret(), refresh_token: None, application, user, scopes, expires_at_ms, code: None }
    }
}

fn secret() -> String {
    hex::encode(random::<20>())
}
