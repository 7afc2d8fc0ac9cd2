//! Names and descriptions of commands in other languages. Source: Discord docs, "Application Commands", Localization;
//! "Reference", Locales.

use axum::http::HeaderMap;
use serde_json::Value;

const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
];

/// The dictionary of a field, and the field that holds one reader's own translation.
const FIELDS: [(&str, &str); 2] =
    [("name_localizations", "name_localized"), ("description_localizations", "description_localized")];

/// Whether Discord has this language.
pub(crate) fn is_locale(text: &str) -> bool {
    LOCALES.contains(&text)
}

/// The reader's own language, if the call names it.
pub(super) fn locale(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-discord-locale").and_then(|value| value.to_str().ok()).filter(|text| is_locale(text))
}

/// A command, an option or a choice as lists have it: without its dictionaries, and with what the reader's own language
/// has of them.
pub(super) fn localized(mut part: Value, locale: Option<&str>) -> Value {
    let Some(fields) = part.as_object_mut() else { return part };
    for (dictionary, own) in FIELDS {
        let removed = fields.remove(dictionary);
        if let Some(text) = removed.as_ref().zip(locale).and_then(|(all, locale)| all.get(locale)) {
            fields.insert(own.to_owned(), text.clone());
        }
    }
    for group in ["options", "choices"] {
        for inner in fields.get_mut(group).and_then(Value::as_array_mut).into_iter().flatten() {
            *inner = localized(inner.take(), locale);
        }
    }
    part
}
