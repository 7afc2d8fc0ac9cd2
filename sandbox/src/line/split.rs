//! Splits what follows a command's name into its options and their texts.

use serde_json::Value;

use super::{
    Offer,
    values::{self, type_of},
};

/// An option as it was typed.
#[derive(Debug)]
pub(super) struct Given<'a> {
    pub option: &'a Value,
    /// Without its quotation marks.
    pub text: String,
    /// Where in the split text the value begins, in bytes.
    pub start: usize,
}

/// The options of a line.
#[derive(Debug)]
pub(super) struct Split<'a> {
    pub given: Vec<Given<'a>>,
    /// Whether the line ends inside quotation marks.
    pub is_quote_open: bool,
}

/// A run of letters without a bare space.
struct Word {
    text: String,
    start: usize,
    /// The option's name before a colon, and where its value begins.
    key: Option<(String, usize)>,
    is_quote_open: bool,
}

/// Splits the rest of a line; a sentence when a word belongs nowhere.
pub(super) fn split<'a>(offer: &Offer<'a>, rest: &str) -> Result<Split<'a>, String> {
    let mut given: Vec<Given<'a>> = Vec::new();
    let mut is_quote_open = false;
    for word in words(rest) {
        is_quote_open = word.is_quote_open;
        let option = word.key.as_ref().and_then(|(key, start)| Some((option(offer, key)?, *start)));
        if let Some((option, start)) = option {
            given.push(Given { option, text: word.text, start });
            continue;
        }
        let text = match &word.key {
            Some((key, _)) => format!("{key}:{}", word.text),
            None => word.text,
        };
        match given.last_mut() {
            // `user: @mallory`: a space after the colon does no harm.
            Some(last) if last.text.is_empty() => (last.text, last.start) = (text, word.start),
            Some(last) if runs_on(last.option) => last.text = format!("{} {text}", last.text),
            _ => return Err(stray(offer, word.key.as_ref().map(|(key, _)| key.as_str()), &text)),
        }
    }
    Ok(Split { given, is_quote_open })
}

/// An option of the command by its name.
fn option<'a>(offer: &Offer<'a>, name: &str) -> Option<&'a Value> {
    offer.options.iter().find(|option| option["name"] == name)
}

/// Whether bare words after the value still belong to it.
fn runs_on(option: &Value) -> bool {
    type_of(option) == values::STRING || option["choices"].as_array().is_some_and(|choices| !choices.is_empty())
}

fn stray(offer: &Offer<'_>, key: Option<&str>, text: &str) -> String {
    if offer.options.is_empty() {
        return format!("/{} takes no options. Leave out “{text}”.", offer.name);
    }
    let options: Vec<String> = offer
        .options
        .iter()
        .map(|option| {
            let name = option["name"].as_str().unwrap_or_default();
            if option["required"] == true { format!("{name} (required)") } else { name.to_owned() }
        })
        .collect();
    let options = options.join(", ");
    match key {
        Some(key) => format!("/{} has no option called {key}. It takes: {options}.", offer.name),
        None => format!(
            "I cannot tell where “{text}” belongs. Write the option's name and a colon before it. /{} takes: {options}.",
            offer.name
        ),
    }
}

fn words(rest: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut letters = rest.char_indices().peekable();
    while let Some(&(start, letter)) = letters.peek() {
        if letter.is_whitespace() {
            letters.next();
            continue;
        }
        let mut word = Word { text: String::new(), start, key: None, is_quote_open: false };
        // A quotation mark means something only where a value begins.
        let mut at_start = true;
        while let Some((at, letter)) = letters.next() {
            if letter == '"' && at_start {
                word.is_quote_open = true;
                while let Some((_, letter)) = letters.next() {
                    match letter {
                        '"' => {
                            word.is_quote_open = false;
                            break;
                        }
                        '\\' if letters.peek().is_some_and(|(_, next)| matches!(next, '"' | '\\')) => {
                            word.text.extend(letters.next().map(|(_, letter)| letter));
                        }
                        _ => word.text.push(letter),
                    }
                }
                at_start = false;
            } else if letter == ':' && word.key.is_none() && is_name(&word.text) {
                word.key = Some((std::mem::take(&mut word.text), at + 1));
                at_start = true;
            } else {
                word.text.push(letter);
                at_start = false;
            }
            if letters.peek().is_none_or(|(_, next)| next.is_whitespace()) {
                break;
            }
        }
        words.push(word);
    }
    words
}

/// Whether the text could be an option's name, so that `<t:1:R>` or a bare `:` is not taken for one.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
}
