//! The sources of this repository, for tests about them.

use std::path::{Path, PathBuf};

/// Path from the root and text of every Rust source under `folder`.
pub fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, found),
                false if path.extension().is_some_and(|extension| extension == "rs") => found.push(path),
                false => {}
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    found.into_iter().map(read).collect()
}

/// A source without its comments and its own tests.
pub fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The string literals of some code, each with the place where it begins, and the code with their texts blanked out.
pub fn literals(code: &str) -> (Vec<(usize, String)>, String) {
    let bytes = code.as_bytes();
    let mut masked = bytes.to_vec();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            // A character such as '"', which begins no string; a lifetime has no second quote so near.
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => at += 4,
            b'\'' if bytes.get(at + 2) == Some(&b'\'') => at += 3,
            b'"' => {
                let hashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'#').count();
                let is_raw = at > hashes && bytes[at - hashes - 1] == b'r';
                let end = if is_raw {
                    let close = format!("\"{}", "#".repeat(hashes));
                    at + 1 + code[at + 1..].find(&close).unwrap()
                } else {
                    end_of_string(bytes, at + 1)
                };
                let text = &code[at + 1..end];
                found.push((at, if is_raw { text.to_owned() } else { unescape(text) }));
                masked[at + 1..end].fill(b' ');
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    (found, String::from_utf8(masked).unwrap())
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// The text that a literal stands for.
fn unescape(literal: &str) -> String {
    let mut text = String::new();
    let mut letters = literal.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('\n')) => while letters.next_if(|letter| letter.is_whitespace()).is_some() {},
            ('\\', Some(_)) => text.extend(letters.next().map(|letter| if letter == 'n' { '\n' } else { letter })),
            _ => text.push(letter),
        }
    }
    text
}

#[test]
fn literals_are_found_wherever_quotes_stand() {
    let code = r##"f("a \"b\"", '"', r#"raw "x""#, 'c', "two\n\
        lines") // "##;
    let (found, masked) = literals(code.trim_end_matches("// "));
    let texts: Vec<_> = found.into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["a \"b\"", "raw \"x\"", "two\nlines"]);
    assert_eq!(masked.matches('"').count(), 7);
}
