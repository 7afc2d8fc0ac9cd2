//! The custom_id of a component or modal: a name, a version and what the handler must look up again.
//!
//! `case.reason:1:12` is version 1 of the component `case.reason` with one argument. Anyone can send any custom_id, so
//! it carries no authority: handlers look the record up within tenant and guild and check permission at the click.

use std::fmt::{self, Display};

use super::limits;

/// A custom_id, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomId {
    pub name: String,
    pub version: u8,
    args: Vec<String>,
}

impl CustomId {
    /// A custom_id to send. Names and arguments hold no colon.
    pub fn new(name: &str, version: u8) -> Self {
        Self { name: name.to_owned(), version, args: Vec::new() }
    }

    /// Adds an argument.
    pub fn with(mut self, arg: impl Display) -> Self {
        self.args.push(arg.to_string());
        self
    }

    /// Reads what Discord sent back. `None`: none of ours.
    pub fn parse(text: &str) -> Option<Self> {
        if text.chars().count() > limits::CUSTOM_ID {
            return None;
        }
        let mut parts = text.split(':').map(str::to_owned);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let version = parts.next()?.parse().ok()?;
        Some(Self { name, version, args: parts.collect() })
    }

    /// The argument at `position`, if it is there and of that type.
    pub fn arg<T: std::str::FromStr>(&self, position: usize) -> Option<T> {
        self.args.get(position)?.parse().ok()
    }
}

impl Display for CustomId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.name, self.version)?;
        self.args.iter().try_for_each(|arg| write!(formatter, ":{arg}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_read_back() {
        let sent = CustomId::new("case.reason", 1).with(12);
        let read = CustomId::parse(&sent.to_string());
        assert_eq!(read.as_ref(), Some(&sent));
        assert_eq!(read.and_then(|id| id.arg::<i32>(0)), Some(12));
    }

    #[test]
    fn what_is_not_ours_is_not_read() {
        for text in ["", ":", "x", "x:", "x:1000", "x:-1", ":1", &"x:1:".repeat(40)] {
            assert_eq!(CustomId::parse(text), None, "{text}");
        }
    }
}
