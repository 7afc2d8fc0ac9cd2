//! Lists of names within a sentence.

use super::{Locale, say};

/// The first names, and of the rest only how many they are.
pub fn first_of(locale: Locale, names: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let rest = names.len().saturating_sub(most);
    let named = names.take(most).collect::<Vec<_>>().join(", ");
    match rest {
        0 => named,
        rest => say!(locale, "{named} and {rest} more", named = named, rest = rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_many_to_name_is_counted() {
        let list = |names: &[&str]| first_of(Locale::ENGLISH, names.iter().map(|name| name.to_string()), 2);
        assert_eq!(list(&["a", "b"]), "a, b");
        assert_eq!(list(&["a", "b", "c", "d"]), "a, b and 2 more");
    }
}
