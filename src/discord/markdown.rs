//! Discord's markdown. Source: Discord docs, "Reference", Message Formatting.

use jiff::Timestamp;

use super::limits::shorten;

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

/// Text of people's making without letters that nobody sees and those that turn the direction of what follows, by which it
/// could look like other text. What joins the parts of an emoji stays.
pub fn visible(text: &str) -> String {
    let is_hidden = |letter: char| {
        matches!(letter, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}' | '\u{00AD}' | '\u{061C}')
            || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
            || letter.is_control() && letter != '\n'
    };
    text.chars().filter(|letter| !is_hidden(*letter)).collect()
}

/// A quote of at most so many characters, marks included.
pub fn quote_within(text: &str, most: usize) -> String {
    let text = visible(text);
    let mut count = most;
    loop {
        let written = quote(&shorten(text.trim(), count));
        if written.chars().count() <= most || count == 0 {
            return written;
        }
        count = count.saturating_mul(3) / 4;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_people_cannot_format_ours() {
        assert_eq!(quote("**a**\n<@1>"), "> \\*\\*a\\*\\*\n> \\<@1\\>");
    }
    #[test]
    fn what_nobody_sees_is_left_out_and_an_emoji_stays_whole() {
        assert_eq!(visible("a\u{200B}\u{202E}b\u{2066}\u{FEFF}\r\nc"), "ab\nc");
        let family = "👩\u{200D}👧 ❤\u{FE0F}";
        assert_eq!(visible(family), family);
    }

    #[test]
    fn a_quote_is_no_longer_than_it_may_be() {
        for text in ["*".repeat(4_000), "\n".repeat(50) + "x", "a\n".repeat(2_000), "short".to_owned()] {
            for most in [10, 100, 1_000] {
                assert!(quote_within(&text, most).chars().count() <= most, "{most}");
            }
        }
        assert_eq!(quote_within("a\n*b*", 100), "> a\n> \\*b\\*");
    }
}
