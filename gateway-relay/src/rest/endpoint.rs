//! Which calls share a rate limit: Discord counts by route, and by the guild, channel or webhook at its beginning.

use http::Method;
use sha2::{Digest, Sha256};
use twilight_http_ratelimiting::{Endpoint, Method as Verb};

/// Begins the word that stands for a person.
const PERSON: char = '~';

/// The call as the ledger knows it: ids after the first are stars, so that what holds for one member holds for all. An
/// interaction's token is a hash of itself, because the ledger writes into the log what it knows; so is a person's, who has
/// limits of their own.
pub fn endpoint(method: &Method, path: &str, own: Option<&[u8]>) -> Option<Endpoint> {
    let method = match *method {
        Method::GET => Verb::Get,
        Method::POST => Verb::Post,
        Method::PUT => Verb::Put,
        Method::PATCH => Verb::Patch,
        Method::DELETE => Verb::Delete,
        _ => return None,
    };
    let path = path.split('?').next()?.strip_prefix('/')?;
    let has_token = path.starts_with("webhooks/") || path.starts_with("interactions/");
    let words = path.split('/').enumerate().map(|(place, word)| match place {
        2 if has_token => hashed(word.as_bytes()),
        2.. if is_id(word) => "*".to_owned(),
        _ => word.to_owned(),
    });
    let words = own.map(|token| format!("{PERSON}{}", hashed(token))).into_iter().chain(words);
    Some(Endpoint { method, path: words.collect::<Vec<_>>().join("/") })
}

/// The name of a bucket of Discord's, which gives the same one to all people: a person's is their own.
pub fn bucket(endpoint: &Endpoint, name: &str) -> Vec<u8> {
    match endpoint.path.split_once('/') {
        Some((person, _)) if person.starts_with(PERSON) => format!("{person}/{name}").into_bytes(),
        _ => name.as_bytes().to_vec(),
    }
}

/// Method and path with stars for everything that differs from call to call.
pub fn route(endpoint: &Endpoint) -> String {
    let has_token = endpoint.path.starts_with("webhooks/") || endpoint.path.starts_with("interactions/");
    let words = endpoint.path.split('/').enumerate();
    let words = words.filter(|(_, word)| !word.starts_with(PERSON));
    let words = words.map(|(place, word)| if is_id(word) || has_token && place == 2 { "*" } else { word });
    format!("{} /{}", endpoint.method.name(), words.collect::<Vec<_>>().join("/"))
}

fn is_id(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn hashed(token: &[u8]) -> String {
    hex::encode(Sha256::digest(token)).chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> Option<String> {
        endpoint(&Method::GET, path, None).map(|endpoint| endpoint.path)
    }

    #[test]
    fn members_of_a_guild_share_a_limit_and_guilds_do_not() {
        assert_eq!(path("/guilds/1/members/2").as_deref(), Some("guilds/1/members/*"));
        assert_eq!(path("/guilds/1/members?limit=1").as_deref(), Some("guilds/1/members"));
        assert_eq!(path("/users/@me/channels").as_deref(), Some("users/@me/channels"));
        assert_eq!(path("https://elsewhere"), None);
    }

    #[test]
    fn a_route_names_nobody() {
        let of = |path: &str| route(&endpoint(&Method::PATCH, path, None).unwrap());
        assert_eq!(of("/guilds/1/members/2"), "PATCH /guilds/*/members/*");
        assert_eq!(of("/webhooks/1/aW50ZXI/messages/@original"), "PATCH /webhooks/*/*/messages/@original");
    }

    #[test]
    fn people_have_limits_of_their_own_and_no_names() {
        let of = |token: &[u8]| endpoint(&Method::GET, "/users/@me/guilds?limit=200", Some(token)).unwrap();
        assert_ne!(of(b"Bearer ada"), of(b"Bearer grace"));
        assert_ne!(bucket(&of(b"Bearer ada"), "abc"), bucket(&of(b"Bearer grace"), "abc"));
        assert_eq!(bucket(&endpoint(&Method::GET, "/guilds/1", None).unwrap(), "abc"), b"abc");
        assert!(!of(b"Bearer ada").path.contains("ada"));
        assert_eq!(route(&of(b"Bearer ada")), "GET /users/@me/guilds");
    }

    #[test]
    fn an_interactions_token_is_not_to_be_seen() {
        let shown = path("/webhooks/1/aW50ZXI/messages/@original").unwrap();
        assert!(shown.starts_with("webhooks/1/") && shown.ends_with("/messages/@original"));
        assert!(!shown.contains("aW50ZXI"));
        assert_ne!(shown, path("/webhooks/1/other/messages/@original").unwrap());
    }
}
