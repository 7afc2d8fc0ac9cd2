//! The routes of Discord's REST API that are called. Whatever carries calls lets these pass and no others: a [`Call`]
//! can be made of nothing else.
//!
//! [`Call`]: super::rest::Call

use std::fmt::{Display, Write};

/// A method and a path below the API's base, with names in braces where ids stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    pub method: &'static str,
    pub template: &'static str,
    /// What may follow the path.
    pub query: &'static [&'static str],
}

/// A route as a path names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    pub route: &'static Route,
    pub application: Option<u64>,
    pub guild: Option<u64>,
    pub channel: Option<u64>,
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident = $method:literal $template:literal $(? $($query:literal)+)?;)+) => {
        $($(#[$doc])* pub const $name: Route = Route { method: $method, template: $template, query: &[$($($query),+)?] };)+
        /// All of them.
        pub const ALL: &[Route] = &[$($name),+];
    };
}

routes! {
    /// Get Guild.
    GUILD = "GET" "/guilds/{guild}";
    /// Get Current Application.
    OWN_APPLICATION = "GET" "/applications/@me";
    /// Get User.
    USER = "GET" "/users/{user}";
    /// Get Guild Member.
    MEMBER = "GET" "/guilds/{guild}/members/{user}";
    /// Modify Guild Member.
    MODIFY_MEMBER = "PATCH" "/guilds/{guild}/members/{user}";
    /// Remove Guild Member.
    REMOVE_MEMBER = "DELETE" "/guilds/{guild}/members/{user}";
    /// Get Guild Ban.
    GET_BAN = "GET" "/guilds/{guild}/bans/{user}";
    /// Create Guild Ban.
    BAN = "PUT" "/guilds/{guild}/bans/{user}";
    /// Remove Guild Ban.
    UNBAN = "DELETE" "/guilds/{guild}/bans/{user}";
    /// Bulk Guild Ban.
    BAN_MANY = "POST" "/guilds/{guild}/bulk-ban";
    /// Add Guild Member Role.
    ADD_ROLE = "PUT" "/guilds/{guild}/members/{user}/roles/{role}";
    /// Remove Guild Member Role.
    REMOVE_ROLE = "DELETE" "/guilds/{guild}/members/{user}/roles/{role}";
    /// Get Channel.
    CHANNEL = "GET" "/channels/{channel}";
    /// Modify Channel.
    MODIFY_CHANNEL = "PATCH" "/channels/{channel}";
    /// Edit Channel Permissions.
    OVERWRITE = "PUT" "/channels/{channel}/permissions/{role}";
    /// Delete Channel Permission.
    CLEAR_OVERWRITE = "DELETE" "/channels/{channel}/permissions/{role}";
    /// Get Channel Message.
    MESSAGE = "GET" "/channels/{channel}/messages/{message}";
    /// Get Channel Messages.
    MESSAGES = "GET" "/channels/{channel}/messages" ? "limit" "before";
    /// Create Message.
    POST = "POST" "/channels/{channel}/messages";
    /// Edit Message.
    EDIT = "PATCH" "/channels/{channel}/messages/{message}";
    /// Delete Message.
    DELETE_MESSAGE = "DELETE" "/channels/{channel}/messages/{message}";
    /// Bulk Delete Messages.
    DELETE_MESSAGES = "POST" "/channels/{channel}/messages/bulk-delete";
    /// Create DM.
    OPEN_DM = "POST" "/users/@me/channels";
    /// Get Current User.
    OWN_USER = "GET" "/users/@me";
    /// Get Current User Guilds.
    OWN_GUILDS = "GET" "/users/@me/guilds" ? "limit";
    /// A code or a refresh token for tokens. Source: Discord docs, "OAuth2".
    TOKEN = "POST" "/oauth2/token";
    /// The end of a token.
    REVOKE_TOKEN = "POST" "/oauth2/token/revoke";
    /// Get Original Interaction Response.
    ORIGINAL = "GET" "/webhooks/{application}/{token}/messages/@original";
    /// Edit Original Interaction Response.
    EDIT_ORIGINAL = "PATCH" "/webhooks/{application}/{token}/messages/@original";
    /// Create Followup Message.
    FOLLOW_UP = "POST" "/webhooks/{application}/{token}";
}

impl Route {
    /// Whether it is authorized by a token in its path, and not by a bot's.
    pub fn carries_token(&self) -> bool {
        self.template.contains("{token}")
    }

    /// Whether it is called in a person's name, and authorized by what comes with it: their own token, or what they were given
    /// to get one.
    pub fn is_a_persons(&self) -> bool {
        [OWN_USER, OWN_GUILDS, TOKEN, REVOKE_TOKEN].contains(self)
    }

    /// The path with `values` in the braces, in their order.
    pub(super) fn path(&self, values: &[&dyn Display]) -> String {
        let (mut path, mut values) = (String::with_capacity(64), values.iter());
        for word in self.words() {
            path.push('/');
            let value = if word.starts_with('{') { values.next() } else { None };
            match value {
                Some(value) => drop(write!(path, "{value}")),
                None => path.push_str(word),
            }
        }
        path
    }

    fn words(&self) -> impl Iterator<Item = &'static str> {
        self.template.split('/').skip(1)
    }

    /// What a path names, if it is one of this route's.
    fn read(&'static self, path: &str) -> Option<Named> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut named = Named { route: self, application: None, guild: None, channel: None };
        let (mut given, mut words) = (path.strip_prefix('/')?.split('/'), self.words());
        loop {
            match (words.next(), given.next()) {
                (Some("{token}"), Some(value)) if is_token(value) => {}
                (Some("{application}"), Some(value)) => named.application = Some(id(value)?),
                (Some("{guild}"), Some(value)) => named.guild = Some(id(value)?),
                (Some("{channel}"), Some(value)) => named.channel = Some(id(value)?),
                (Some(word), Some(value)) if word.starts_with('{') && word != "{token}" => drop(id(value)?),
                (Some(word), Some(value)) if word == value => {}
                (None, None) => break,
                _ => return None,
            }
        }
        let is_known = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.query.contains(&name) && is_token(value)
        };
        (query.is_empty() || query.split('&').all(is_known)).then_some(named)
    }
}

/// The route that a call takes. None: it is none of ours, or not written as we write it.
pub fn find(method: &str, path: &str) -> Option<Named> {
    ALL.iter().filter(|route| route.method == method).find_map(|route| route.read(path))
}

/// A snowflake in plain digits.
fn id(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten().filter(|id| *id > 0)
}

/// Nothing that could be read as anything else than one word of a path.
fn is_token(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte);
    (1..=400).contains(&text.len()) && text.bytes().all(is_plain) && !text.starts_with('.')
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use twilight_model::id::Id;

    use super::*;
    use crate::discord::rest::Call;

    fn sample(route: &Route) -> String {
        let values: Vec<String> = (0..4).map(|number| (100 + number).to_string()).collect();
        route.path(&values.iter().map(|value| value as &dyn Display).collect::<Vec<_>>())
    }

    #[test]
    fn every_route_is_found_by_its_own_paths() {
        for route in ALL {
            let path = sample(route);
            assert_eq!(find(route.method, &path).map(|named| *named.route), Some(*route), "{path}");
            for query in route.query {
                assert_eq!(find(route.method, &format!("{path}?{query}=1")).map(|named| named.route), Some(route));
            }
        }
        let named = find("PATCH", "/webhooks/7/aW50ZXI-_.x/messages/@original").unwrap();
        assert!(named.application == Some(7) && named.route.carries_token());
        assert_eq!(find("PUT", "/guilds/1/bans/2").unwrap().guild, Some(1));
        assert_eq!(find("GET", "/channels/3/messages?limit=100&before=5").unwrap().channel, Some(3));
    }

    #[test]
    fn calls_are_written_as_they_are_found() {
        let (id, users) = (Id::new(7), [Id::new(8), Id::new(9)]);
        for call in [
            Call::messages(id.cast(), None),
            Call::messages(id.cast(), Some(Id::new(9))),
            Call::delete_messages(id.cast(), &[Id::new(9)]),
            Call::delete_messages(id.cast(), &[Id::new(8), Id::new(9)]),
            Call::ban_many(id.cast(), &users, 0),
            Call::open_dm(users[0]),
            Call::own_application(),
            Call::own_user(),
            Call::own_guilds(),
            Call::token(),
            Call::revoke_token(),
            Call::follow_up(id, "aW50ZXJhY3Rpb246MTox-_.=", Value::Null),
            Call::edit_original(id, "aW50ZXI", Value::Null),
        ] {
            assert_eq!(find(call.route.method, &call.path).map(|named| named.route), Some(call.route), "{call:?}");
        }
    }

    #[test]
    fn what_is_none_of_ours_or_written_otherwise_is_not_found() {
        for (method, path) in [
            ("DELETE", "/guilds/1"),
            ("GET", "/gateway/bot"),
            ("PATCH", "/applications/@me"),
            ("GET", "/guilds/1/"),
            ("GET", "//guilds/1"),
            ("GET", "/guilds/../users/1"),
            ("GET", "/guilds/1/../2"),
            ("GET", "/guilds/%31"),
            ("GET", "/guilds/1%2fmembers"),
            ("GET", "/guilds/1#"),
            ("GET", "/guilds/+1"),
            ("GET", "/guilds/0"),
            ("GET", "/guilds/18446744073709551616"),
            ("GET", "/guilds/1?with_counts=true"),
            ("GET", "/channels/1/messages?limit=1&around=2"),
            ("GET", "/channels/1/messages?limit=1%26"),
            ("POST", "/webhooks/1/.."),
            ("POST", "/webhooks/1/a b"),
            ("POST", "/webhooks/1/"),
            ("GET", "https://discord.com/api/v10/guilds/1"),
            ("GET", "guilds/1"),
            ("get", "/guilds/1"),
            ("GET", ""),
        ] {
            assert_eq!(find(method, path), None, "{method} {path}");
        }
    }
}
