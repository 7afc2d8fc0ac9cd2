//! Discord's markdown. Source: Discord docs, "Reference", Message Formatting.

use jiff::Timestamp;

/// A time that Discord shows in the reader's own zone: style `f` is a date with time, `R` how long ago or ahead.
pub fn stamp(time: Timestamp, style: char) -> String {
    format!("<t:{}:{style}>", time.as_second())
}

/// Text of people's making, so that it cannot look like ours: Markdown's marks lose their meaning.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '[' | ']' | '(' | ')' | '<' | '#') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Text of people's making as a quote, every line of it.
pub fn quote(text: &str) -> String {
    format!("> {}", escape(text).replace('\n', "\n> "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_people_cannot_format_ours() {
        assert_eq!(quote("**a**\n<@1>"), "> \\*\\*a\\*\\*\n> \\<@1\\>");
    }
}
