//! The languages that people are answered in. English stands in the code, other languages in tables beside it.
//!
//! A sentence is written as `say!(locale, "**{name}** is warned.", name = …)`. The English text is the key into a feature's
//! table for another language; what a table lacks is said in English. A test holds the tables to the sentences.

mod german;
mod list;

use std::fmt::{self, Debug, Display};

pub use list::first_of;

use super::feature::Features;

/// A language that Guildhall speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    German,
}

impl Language {
    /// Those that have tables.
    pub const TRANSLATED: [Self; 1] = [Self::German];

    /// From Discord's tag of a locale, such as `de` or `en-GB`. Source: Discord docs, "Reference", Locales.
    pub fn of(tag: Option<&str>) -> Self {
        match tag {
            Some("de") => Self::German,
            _ => Self::English,
        }
    }

    /// The one that a browser asks for first: of `de-DE, en;q=0.7` German. Source: RFC 9110, section 12.5.4.
    pub fn accepted(header: Option<&str>) -> Self {
        Self::of(header.and_then(|header| header.split([',', ';', '-']).next()).map(str::trim))
    }

    /// Discord's tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en-US",
            Self::German => "de",
        }
    }
}

/// The sentences of one place in one language: English, then the same in that language, with the same `{names}`.
#[derive(Debug)]
pub struct Translation {
    pub language: Language,
    pub sentences: &'static [(&'static str, &'static str)],
}

/// The sentences of the platform itself.
pub static TRANSLATIONS: &[Translation] = &[Translation { language: Language::German, sentences: german::SENTENCES }];

/// A language, and where its sentences are. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Locale {
    pub language: Language,
    features: Features,
}

impl Locale {
    /// What declarations are written in.
    pub const ENGLISH: Self = Self { language: Language::English, features: &[] };

    pub fn new(language: Language, features: Features) -> Self {
        Self { language, features }
    }

    /// `english` in this language.
    pub fn translate(self, english: &'static str) -> &'static str {
        self.find(english).unwrap_or(english)
    }

    /// What the tables have for `english`. None: nothing, or English is spoken anyway.
    pub fn find(self, english: &str) -> Option<&'static str> {
        if self.language == Language::English {
            return None;
        }
        let tables = self.features.iter().flat_map(|feature| feature.translations).chain(TRANSLATIONS);
        tables
            .filter(|table| table.language == self.language)
            .find_map(|table| table.sentences.iter().find(|(key, _)| *key == english))
            .map(|(_, translated)| *translated)
    }

    /// The translation with each `{name}` replaced by its value. What [`say!`] calls.
    pub fn fill(self, english: &'static str, values: &[(&str, &dyn Display)]) -> String {
        fill(self.translate(english), values)
    }
}

impl Debug for Locale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.language.fmt(formatter)
    }
}

/// `text` with each `{name}` replaced by its value; an unknown name stays as it is.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, tail))
        });
        rest = match found {
            Some((value, tail)) => {
                filled.push_str(&value.to_string());
                tail
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    filled.push_str(rest);
    filled
}

/// A sentence in a [`Locale`]: `say!(locale, "Case {number} is gone.", number = 3)`.
macro_rules! say {
    ($locale:expr, $english:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::platform::locale::Locale::fill(
            $locale,
            $english,
            &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),*],
        )
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_what_looks_like_one_in_a_value_is_not() {
        let text = fill("{a} and {b}, {c} {", &[("a", &"{b}"), ("b", &2)]);
        assert_eq!(text, "{b} and 2, {c} {");
    }

    #[test]
    fn a_sentence_without_translation_is_said_in_english() {
        let german = Locale::new(Language::of(Some("de")), &[]);
        assert_eq!(say!(german, "Nobody has translated {this}.", this = 1), "Nobody has translated 1.");
    }
}
