//! The part of a message that shows what was found in it.

use crate::discord::markdown::escape;

/// Around what was found, in the text that the database gives. Private-use characters: it takes them out of messages.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';
/// Characters before the first hit.
const LEAD: usize = 60;

/// What `shown` says on one line, from shortly before the first hit on, with hits in bold: `most` characters at most, with
/// all marks.
pub fn snippet(shown: &str, most: usize) -> String {
    let letters = marked(shown);
    let mut count = most;
    loop {
        let written = write(&letters, count);
        // Marks may make many characters of few; fewer letters then.
        if written.chars().count() <= most || count == 0 {
            return written;
        }
        count = count.saturating_mul(3) / 4;
    }
}

/// The text without the marks of what was found, and where that stands in it: from which character to before which.
pub fn unmarked(shown: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut found, mut length, mut began) = (String::new(), Vec::new(), 0_usize, None);
    for letter in shown.chars() {
        match letter {
            OPEN => began = Some(length),
            CLOSE => found.extend(began.take().map(|began| (began, length))),
            letter => {
                text.push(letter);
                length = length.saturating_add(1);
            }
        }
    }
    (text, found)
}

fn write(letters: &[(char, bool)], count: usize) -> String {
    let first = letters.iter().position(|(_, is_hit)| *is_hit).unwrap_or(0);
    // A text that fits is shown whole.
    let begin = if letters.len() <= count { 0 } else { first.saturating_sub(LEAD.min(count / 2)) };
    let mut written = String::from(if begin > 0 { "…" } else { "" });
    let mut run = String::new();
    let mut in_hit = false;
    for (letter, is_hit) in letters.iter().skip(begin).take(count) {
        if *is_hit != in_hit {
            flush(&mut run, in_hit, &mut written);
            in_hit = *is_hit;
        }
        run.push(*letter);
    }
    flush(&mut run, in_hit, &mut written);
    if letters.len() > begin.saturating_add(count) {
        written.push('…');
    }
    written
}

/// The letters without marks, each with whether it is of a hit; white space is one space.
fn marked(shown: &str) -> Vec<(char, bool)> {
    let mut letters: Vec<(char, bool)> = Vec::new();
    let mut in_hit = false;
    for letter in shown.trim().chars() {
        match letter {
            OPEN => in_hit = true,
            CLOSE => in_hit = false,
            letter if letter.is_whitespace() => {
                if letters.last().is_some_and(|(last, _)| *last != ' ') {
                    letters.push((' ', in_hit));
                }
            }
            letter => letters.push((letter, in_hit)),
        }
    }
    letters
}

fn flush(run: &mut String, is_hit: bool, written: &mut String) {
    let text = escape(&std::mem::take(run));
    if is_hit && !text.trim().is_empty() {
        written.push_str("**");
        written.push_str(&text);
        written.push_str("**");
    } else {
        written.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_bold_and_what_people_wrote_cannot_format() {
        assert_eq!(snippet("a \u{E000}cat\u{E001} *sat*\n\n<@1>", 100), "a **cat** \\*sat\\* \\<@1\\>");
        assert_eq!(snippet("", 100), "");
        assert_eq!(snippet("\u{E001}un\u{E000}closed", 100), "un**closed**");
    }

    #[test]
    fn what_was_found_is_told_by_where_it_stands() {
        let shown = "ä \u{E000}cat\u{E001} and\n\u{E000}cats\u{E001}";
        assert_eq!(unmarked(shown), ("ä cat and\ncats".to_owned(), vec![(2, 5), (10, 14)]));
        assert_eq!(unmarked("un\u{E001}opened"), ("unopened".to_owned(), vec![]));
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_hit() {
        let long = format!("{} \u{E000}cat\u{E001} {}", "a".repeat(300), "b".repeat(300));
        let short = snippet(&long, 100);
        assert!(short.starts_with("…a") && short.contains("a **cat** b") && short.ends_with("b…"), "{short}");
        let end = snippet(&format!("{} \u{E000}cat\u{E001}", "a".repeat(300)), 100);
        assert!(end.starts_with('…') && end.ends_with("**cat**"), "{end}");
    }

    #[test]
    fn with_all_marks_it_is_no_longer_than_it_may_be() {
        let texts =
            ["*".repeat(500), "\u{E000}a\u{E001}b".repeat(200), format!("{}\u{E000}*\u{E001}", "_".repeat(100))];
        for text in texts {
            for most in [0, 1, 10, 100, 200] {
                let short = snippet(&text, most);
                assert!(short.chars().count() <= most.max(2), "{most}: {short}");
            }
        }
    }
}
