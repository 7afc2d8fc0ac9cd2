//! Whom a message calls. Source: Discord docs, "Message Resource", Allowed Mentions Object.

use serde_json::Value;

use super::{Guild, Message, Permissions, World};

/// Whom a message calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Ids of people, in the order of the text.
    pub users: Vec<u64>,
    /// Ids of roles, in the order of the text.
    pub roles: Vec<u64>,
    /// `@everyone` or `@here`.
    pub everyone: bool,
}

/// Which of the mentions in a text may call anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Allowed {
    pub users: Which,
    pub roles: Which,
    pub everyone: bool,
    /// Whether a reply calls the author of the message that it replies to.
    pub replied_user: bool,
}

/// Which mentions of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Which {
    All,
    Only(Vec<u64>),
}

impl Which {
    fn contains(&self, id: u64) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(&id),
        }
    }
}

impl Allowed {
    /// What a message calls if it does not say.
    pub const IN_MESSAGES: Self = Self { users: Which::All, roles: Which::All, everyone: true, replied_user: true };
    /// What an answer to an interaction calls if it does not say.
    pub const IN_INTERACTIONS: Self =
        Self { users: Which::All, roles: Which::Only(Vec::new()), everyone: false, replied_user: true };

    /// What the body of a message allows, or what is usual if it does not say.
    pub fn of(body: &Value, usual: Self) -> Self {
        let Some(allowed) = body["allowed_mentions"].as_object() else { return usual };
        let parse = allowed.get("parse").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let which = |kind: &str| {
            if parse.iter().any(|parsed| parsed == kind) {
                return Which::All;
            }
            let listed = allowed.get(kind).and_then(Value::as_array).into_iter().flatten();
            Which::Only(listed.filter_map(|id| id.as_str()?.parse().ok()).collect())
        };
        Self {
            users: which("users"),
            roles: which("roles"),
            everyone: parse.iter().any(|parsed| parsed == "everyone"),
            replied_user: allowed.get("replied_user") == Some(&Value::Bool(true)),
        }
    }
}

impl World {
    /// Whom a message calls.
    pub(crate) fn mentions(&self, message: &Message, allowed: &Allowed) -> Mentions {
        let guild = self.guild_of(message.channel);
        let held = guild.map_or(0, |guild| self.permissions_in(guild, message.author, message.channel));
        let may_call_all = held & Permissions::MENTION_EVERYONE != 0;
        let text = message.text();
        let mut found = Mentions::default();
        let replied = message.reference.filter(|_| allowed.replied_user).and_then(|id| self.messages.get(&id));
        let named = ids(&text, "<@").chain(ids(&text, "<@!")).filter(|id| allowed.users.contains(*id));
        for id in named.chain(replied.map(|replied| replied.author)) {
            if self.users.contains_key(&id) && !found.users.contains(&id) {
                found.users.push(id);
            }
        }
        for id in ids(&text, "<@&").filter(|id| may_call_all && allowed.roles.contains(*id)) {
            if guild.is_some_and(|guild| guild.roles.contains_key(&id)) && !found.roles.contains(&id) {
                found.roles.push(id);
            }
        }
        let says_all = text.contains("@everyone") || text.contains("@here");
        found.everyone = says_all && may_call_all && allowed.everyone;
        found
    }

    /// The guild that the channel belongs to; none for a conversation of two.
    pub(crate) fn guild_of(&self, channel: u64) -> Option<&Guild> {
        self.guilds.values().find(|guild| guild.channels.contains_key(&channel))
    }
}

/// The ids in a text that stand between this opening and a closing bracket.
fn ids<'t>(text: &'t str, opening: &'t str) -> impl Iterator<Item = u64> + 't {
    text.split(opening).skip(1).filter_map(|rest| rest.split_once('>')?.0.parse().ok())
}

impl Message {
    /// All its text: its content, or what its components show.
    fn text(&self) -> String {
        let mut all = self.content.clone();
        gather(&self.components, &mut all);
        all
    }
}

fn gather(parts: &Value, all: &mut String) {
    for part in parts.as_array().into_iter().flatten() {
        if let Some(text) = part["content"].as_str() {
            all.push('\n');
            all.push_str(text);
        }
        gather(&part["components"], all);
    }
}
