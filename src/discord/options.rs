//! The options of a command: the words that lead to a subcommand, and the values that a person gave.

use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::Id;

use super::interaction::{Attachment, Channel, Data, Member, Resolved, Role, User};

/// An option as Discord sends it: a value, or a subcommand or group with options of its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RawOption {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: u8,
    pub value: Value,
    pub options: Vec<RawOption>,
    /// Autocomplete: whether the person is typing this one.
    pub focused: bool,
}

/// Discord's numbers for the two options that hold others.
const SUB_COMMAND: u8 = 1;
const SUB_COMMAND_GROUP: u8 = 2;

/// The values given to a command, found by name.
#[derive(Debug, Clone, Default)]
pub struct Options {
    values: Vec<RawOption>,
    resolved: Resolved,
}

/// A user that an option names, with their membership if they are in the guild.
#[derive(Debug, Clone)]
pub struct Target {
    pub user: User,
    pub member: Option<Member>,
}

impl Options {
    /// Splits a command's data into its full name, such as `case show`, and the values.
    pub fn read(data: &mut Data) -> (String, Self) {
        let mut path = std::mem::take(&mut data.name);
        let mut values = std::mem::take(&mut data.options);
        // A group holds a subcommand, which holds values: two levels at most.
        for _ in 0..2 {
            match values.first_mut() {
                Some(first) if matches!(first.kind, SUB_COMMAND | SUB_COMMAND_GROUP) => {
                    path.push(' ');
                    path.push_str(&first.name);
                    values = std::mem::take(&mut first.options);
                }
                _ => break,
            }
        }
        (path, Self { values, resolved: std::mem::take(&mut data.resolved) })
    }

    /// A string option.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// An integer option. Discord allows ±2^53.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.value(name)?.as_i64()
    }

    /// A number option.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.value(name)?.as_f64()
    }

    /// A boolean option.
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.value(name)?.as_bool()
    }

    /// A user option, or a mentionable one that names a user.
    pub fn user(&self, name: &str) -> Option<Target> {
        self.target(self.snowflake(name)?)
    }

    /// A role option, or a mentionable one that names a role.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.resolved.roles.get(&Id::new_checked(self.snowflake(name)?)?)
    }

    /// A channel option.
    pub fn channel(&self, name: &str) -> Option<&Channel> {
        self.resolved.channels.get(&Id::new_checked(self.snowflake(name)?)?)
    }

    /// An attachment option.
    pub fn attachment(&self, name: &str) -> Option<&Attachment> {
        self.resolved.attachments.get(&Id::new_checked(self.snowflake(name)?)?)
    }

    /// What a person has typed so far into the option that is being completed: its name and text.
    pub fn focused(&self) -> Option<(&str, String)> {
        let option = self.values.iter().find(|option| option.focused)?;
        let typed = option.value.as_str().map_or_else(|| option.value.to_string(), str::to_owned);
        Some((&option.name, typed))
    }

    /// The objects that the options name.
    pub fn resolved(&self) -> &Resolved {
        &self.resolved
    }

    /// A resolved user, by id.
    pub fn target(&self, id: u64) -> Option<Target> {
        let id = Id::new_checked(id)?;
        let user = self.resolved.users.get(&id)?.clone();
        Some(Target { user, member: self.resolved.members.get(&id).cloned() })
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|option| option.name == name).map(|option| &option.value)
    }

    fn snowflake(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }
}
