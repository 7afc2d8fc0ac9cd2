//! Lists of people as staff paste them: ids and mentions, between whatever.

use twilight_model::id::{Id, marker::UserMarker};

/// The ids in a text, each once, in its order; and the words that hold none.
pub fn read_people(text: &str) -> (Vec<Id<UserMarker>>, Vec<String>) {
    let mut people = Vec::new();
    let mut strange = Vec::new();
    for word in text.split([' ', ',', ';', '\n', '\t']).filter(|word| !word.is_empty()) {
        let digits = word.trim_matches(['<', '>', '@', '!']);
        // Snowflakes have had 17 digits since 2015, and will have 20 for good.
        let id = Some(digits).filter(|digits| (17..=20).contains(&digits.len())).and_then(|digits| digits.parse().ok());
        match id.and_then(Id::new_checked) {
            Some(id) if people.contains(&id) => {}
            Some(id) => people.push(id),
            None => strange.push(word.to_owned()),
        }
    }
    (people, strange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_mentions_are_read_once_each_and_other_words_are_told() {
        let text = "<@!175928847299117063>, 175928847299117064\n175928847299117063 mallory 12";
        let (people, strange) = read_people(text);
        assert_eq!(people, [Id::new(175_928_847_299_117_063), Id::new(175_928_847_299_117_064)]);
        assert_eq!(strange, ["mallory", "12"]);
    }
}
