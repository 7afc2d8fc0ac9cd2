//! What an authorization request asks for. Source: Discord docs, "OAuth2", Authorization Code Grant, Bot Authorization
//! Flow; RFC 6749, 4.1.1 and 4.1.2.1.

use reqwest::Url;

use super::{
    error::INVALID_SCOPE,
    form::{Fields, field},
    pkce, scope,
    scope::{Scope, Scopes},
};
use crate::world::{Application, World};

/// A request that can be put before a person.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub application: u64,
    pub scopes: Scopes,
    /// Where the person goes afterwards; a bot can be added without.
    pub back: Option<Back>,
    /// As the request had it: whoever exchanges the code must repeat it.
    pub redirect_uri: Option<String>,
    /// Whether the application wants a code; one that adds its bot need not.
    pub wants_code: bool,
    pub challenge: Option<String>,
    /// Whether nobody is to be asked who has authorized all this before.
    pub is_silent: bool,
    /// The guild that is chosen beforehand.
    pub guild: Option<u64>,
    pub is_guild_fixed: bool,
    /// What the bot is to be allowed.
    pub permissions: u64,
}

/// Where a person is sent back to, with the state and who says so.
#[derive(Debug, Clone)]
pub(super) struct Back {
    uri: Url,
    state: Option<String>,
    issuer: String,
}

/// What a request is refused with.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A sentence for the person. They are sent nowhere: the address may be an attacker's.
    Page(&'static str),
    /// The address that tells the application.
    Redirect(String),
}

impl Back {
    /// The address with these in its query.
    pub fn with(&self, fields: Vec<(&str, String)>) -> String {
        let mut uri = self.uri.clone();
        let state = self.state.clone().map(|state| ("state", state));
        let fields = fields.into_iter().chain(state).chain([("iss", self.issuer.clone())]);
        uri.query_pairs_mut().extend_pairs(fields);
        uri.into()
    }

    /// The address that tells of an error.
    pub fn refused(&self, error: &str, description: &str) -> String {
        self.with(vec![("error", error.to_owned()), ("error_description", description.to_owned())])
    }
}

impl Request {
    /// Reads and checks a query.
    pub fn read(world: &World, query: &Fields, issuer: String) -> Result<Self, Refusal> {
        let application = field(query, "client_id").and_then(|id| id.parse().ok());
        let application = application.and_then(|id: u64| world.applications.get(&id));
        let application = application.ok_or(Refusal::Page("Unknown application"))?;
        let redirect_uri = field(query, "redirect_uri");
        let state = field(query, "state").map(str::to_owned);
        let back = registered(application, redirect_uri)?.map(|uri| Back { uri, state, issuer });
        let refused = |error, description: &str| match &back {
            Some(back) => Refusal::Redirect(back.refused(error, description)),
            None => Refusal::Page("The request is not valid, and the application has named no address to tell it so"),
        };
        let invalid = |description: &str| refused("invalid_request", description);

        let scopes = field(query, "scope").and_then(scope::parsed);
        let scopes = scopes.filter(|scopes| scopes.is_subset(&application.scopes));
        let scopes = scopes.ok_or_else(|| refused("invalid_scope", INVALID_SCOPE))?;
        if scopes.contains(&Scope::Bot) && !world.has_bot(application.id) {
            return Err(Refusal::Page("OAuth2 application does not have a bot"));
        }
        let wants_code = match field(query, "response_type") {
            Some("code") if back.is_none() => return Err(Refusal::Page("Invalid OAuth2 redirect_uri")),
            Some("code") => true,
            None if scopes.iter().all(|scope| scope.installs()) => false,
            None => return Err(invalid("Missing \"response_type\" in request.")),
            Some(other) => {
                let words = format!("response_type={other} is not supported");
                return Err(refused("unsupported_response_type", &words));
            }
        };
        let (challenge, method) = (field(query, "code_challenge"), field(query, "code_challenge_method"));
        let challenge = pkce::challenge(challenge, method).map_err(invalid)?;
        if field(query, "integration_type").is_some_and(|kind| kind != "0") {
            return Err(invalid("Installation type not supported for this application"));
        }
        let number = |name: &str| {
            let wrong = || invalid(&format!("Invalid \"{name}\" in request."));
            field(query, name).map(|text| text.parse::<u64>().map_err(|_| wrong())).transpose()
        };
        let (guild, permissions) = (number("guild_id")?, number("permissions")?.unwrap_or(0));
        Ok(Self {
            application: application.id,
            scopes,
            redirect_uri: redirect_uri.map(str::to_owned),
            wants_code,
            challenge,
            is_silent: field(query, "prompt") == Some("none"),
            guild,
            is_guild_fixed: field(query, "disable_guild_select") == Some("true"),
            permissions,
            back,
        })
    }

    /// Whether a server has to be chosen.
    pub fn installs(&self) -> bool {
        self.scopes.iter().any(|scope| scope.installs())
    }
}

/// The address that the request names, letter by letter one of the application's, or else the first of those.
fn registered(application: &Application, named: Option<&str>) -> Result<Option<Url>, Refusal> {
    let known = match named {
        Some(named) => Some(application.redirect_uris.iter().find(|uri| *uri == named).ok_or(UNREGISTERED)?),
        None => application.redirect_uris.first(),
    };
    known.map(|uri| Url::parse(uri).map_err(|_| UNREGISTERED)).transpose()
}

const UNREGISTERED: Refusal = Refusal::Page("Invalid OAuth2 redirect_uri");
