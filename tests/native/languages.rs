//! Whatever is said to people is there in every language, and the tables hold nothing else.

use std::collections::{BTreeMap, BTreeSet};

use guildhall::{
    features::{self, registration::registration},
    platform::{
        feature::{Feature, Features},
        locale::{Language, Locale, TRANSLATIONS},
        permissions::named,
        personal::{self, Fate},
        settings::Kind,
    },
};
use serde_json::Value;
use twilight_model::guild::Permissions;

use crate::support::{code, literals, sources};

/// Where sentences stand that belong to no feature.
const PLATFORM: &str = "platform";

/// A sentence in English, and where it is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    /// A feature's name, or [`PLATFORM`].
    owner: String,
    english: String,
    place: String,
}

/// The feature whose folder a source is in.
fn owner(path: &str) -> String {
    let folder = path.strip_prefix("src/features/").and_then(|rest| rest.split('/').next());
    let feature = features::ALL.iter().find(|feature| Some(feature.name) == folder);
    feature.map_or(PLATFORM, |feature| feature.name).to_owned()
}

/// What stands in braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The arguments of a call whose opening bracket stands before `begin`, as ranges. Texts are blanked out.
fn arguments(masked: &str, begin: usize) -> Vec<(usize, usize)> {
    let (mut depth, mut start, mut found) = (0, begin, Vec::new());
    for (at, byte) in masked.bytes().enumerate().skip(begin) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b',' if depth == 0 => {
                found.push((start, at));
                start = at + 1;
            }
            b')' if depth == 0 => {
                found.push((start, at));
                break;
            }
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    found
}

/// Every sentence of the sources that is said by `say!` or translated where it stands, with the names of its values.
fn sentences() -> Vec<(Said, Option<BTreeSet<String>>)> {
    let mut all = Vec::new();
    for (path, text) in sources("src") {
        let (texts, masked) = literals(&code(&text));
        let literal = |(begin, end): (usize, usize)| {
            let inside = texts.iter().find(|(at, _)| (begin..end).contains(at))?;
            masked[begin..inside.0].trim().is_empty().then(|| inside.1.clone())
        };
        let mut add = |english: Option<String>, names| {
            let place = path.clone();
            let said = english.map(|english| (Said { owner: owner(&path), english, place }, names));
            all.extend(said);
        };
        for (at, call) in masked.match_indices("say!(") {
            let arguments = arguments(&masked, at + call.len());
            let names = arguments.iter().skip(2).filter_map(|(begin, end)| masked[*begin..*end].split_once('='));
            let names = names.map(|(name, _)| name.trim().to_owned()).collect();
            let english = literal(arguments[1]);
            assert!(english.is_some(), "{path}: say! takes a sentence");
            add(english, Some(names));
        }
        for (at, call) in masked.match_indices(".translate(") {
            add(literal(arguments(&masked, at + call.len())[0]), None);
        }
    }
    assert!(all.iter().any(|(said, _)| said.owner == PLATFORM), "the sources were read");
    all
}

/// What a feature declares: its summary, what is registered with Discord, its settings.
fn declared(feature: &'static Feature) -> Vec<Said> {
    let one: Features = Box::leak(Box::new([feature]));
    let mut texts = vec![feature.summary.to_owned()];
    for command in serde_json::to_value(registration(one)).unwrap().as_array().unwrap() {
        if command["type"] != 1 {
            texts.push(command["name"].as_str().unwrap().to_owned());
        }
        described(command, &mut texts);
    }
    texts.extend(feature.without.iter().map(|without| without.what.to_owned()));
    for part in feature.personal_data {
        texts.push(part.what.to_owned());
        texts.extend(part.kept_because().map(str::to_owned));
    }
    let fields = feature.settings.iter().flat_map(|declaration| {
        let defaults = declaration.defaults();
        declaration.fields.iter().map(move |field| (field, defaults[field.name].clone()))
    });
    for (field, default) in fields {
        texts.push(field.summary.to_owned());
        match (&field.kind, default) {
            (Kind::Choice(choices), _) => texts.extend(choices.iter().map(|(_, label)| (*label).to_owned())),
            (Kind::Text { .. }, Value::String(text)) => texts.push(text),
            _ => {}
        }
    }
    let said = |english| Said { owner: feature.name.to_owned(), english, place: "declared".to_owned() };
    texts.into_iter().filter(|text| !text.is_empty()).map(said).collect()
}

/// What the platform itself says that it keeps about people.
fn kept_by_the_platform() -> impl Iterator<Item = Said> {
    let shown = personal::declared(&[]).filter(|part| !matches!(part.fate, Fate::WithAccount));
    let texts = shown.flat_map(|part| std::iter::once(part.what).chain(part.kept_because()));
    texts.map(|text| Said { owner: PLATFORM.to_owned(), english: text.to_owned(), place: "declared".to_owned() })
}

/// Descriptions and choices of a registered command or option, however deep.
fn described(registered: &Value, texts: &mut Vec<String>) {
    texts.extend(registered["description"].as_str().map(str::to_owned));
    for option in registered["options"].as_array().into_iter().flatten() {
        described(option, texts);
    }
    for choice in registered["choices"].as_array().into_iter().flatten() {
        texts.extend(choice["name"].as_str().map(str::to_owned));
    }
}

/// The names that are registered with Discord, as tables write them: `/ban` and `reason:`.
fn names(registered: &Value, is_option: bool, found: &mut BTreeSet<String>) {
    let name = registered["name"].as_str().unwrap_or_default();
    let holds_others = matches!(registered["type"].as_u64(), Some(1 | 2));
    found.insert(if is_option && !holds_others { format!("{name}:") } else { format!("/{name}") });
    for option in registered["options"].as_array().into_iter().flatten() {
        names(option, true, found);
    }
}

/// The tables of a language: English and translation, by owner.
fn tables(language: Language) -> BTreeMap<String, Vec<(&'static str, &'static str)>> {
    let of_features = features::ALL.iter().map(|feature| (feature.name, feature.translations));
    let all = of_features.chain([(PLATFORM, TRANSLATIONS)]);
    all.map(|(owner, tables)| {
        let tables = tables.iter().filter(|table| table.language == language);
        (owner.to_owned(), tables.flat_map(|table| table.sentences.iter().copied()).collect())
    })
    .collect()
}

#[test]
fn every_sentence_has_a_translation_in_the_table_of_its_own_place_or_of_the_platform() {
    let said: BTreeSet<Said> = sentences()
        .into_iter()
        .map(|(said, _)| said)
        .chain(features::ALL.iter().flat_map(|feature| declared(feature)))
        .chain(kept_by_the_platform())
        .collect();
    for language in Language::TRANSLATED {
        let tables = tables(language);
        let has = |owner: &str, english: &str| tables[owner].iter().any(|(key, _)| *key == english);
        let missing: Vec<_> =
            said.iter().filter(|one| !has(&one.owner, &one.english) && !has(PLATFORM, &one.english)).collect();
        assert!(missing.is_empty(), "{language:?} lacks {missing:#?}");
    }
}

#[test]
fn every_permission_that_a_command_names_is_translated() {
    let commands = features::ALL.iter().flat_map(|feature| feature.commands);
    let needed = commands.fold(Permissions::empty(), |all, one| all | one.permission() | one.bot_needs());
    let english = Locale::new(Language::English, features::ALL);
    for language in Language::TRANSLATED {
        let locale = Locale::new(language, features::ALL);
        for permission in needed.iter() {
            let name = named(english, permission);
            assert!(locale.find(&name).is_some(), "{language:?} lacks {name}");
        }
    }
}

#[test]
fn no_entry_of_a_table_is_unused() {
    let said = sentences().into_iter().map(|(said, _)| said);
    let said: BTreeSet<Said> = said.chain(features::ALL.iter().flat_map(|feature| declared(feature))).collect();
    let mut written: BTreeSet<(String, String)> =
        said.iter().map(|one| (one.owner.clone(), one.english.clone())).collect();
    // Some are chosen first and translated elsewhere: those stand in the sources of their place.
    for (path, text) in sources("src").into_iter().filter(|(path, _)| !path.contains("german")) {
        written.extend(literals(&code(&text)).0.into_iter().map(|(_, text)| (owner(&path), text)));
    }
    for feature in features::ALL {
        let one: Features = Box::leak(Box::new([*feature]));
        let mut found = BTreeSet::new();
        for command in serde_json::to_value(registration(one)).unwrap().as_array().unwrap() {
            names(command, false, &mut found);
        }
        written.extend(found.into_iter().map(|name| (feature.name.to_owned(), name)));
    }
    for language in Language::TRANSLATED {
        for (owner, table) in tables(language) {
            let is_said = |english: &str| {
                let own = written.contains(&(owner.clone(), english.to_owned()));
                own || owner == PLATFORM && said.iter().any(|one| one.english == english)
            };
            let unused: Vec<_> = table.iter().filter(|(english, _)| !is_said(english)).collect();
            assert!(unused.is_empty(), "nobody says in {owner}: {unused:#?}");
        }
    }
}

#[test]
fn a_sentence_and_its_translations_name_the_same_values() {
    for (said, names) in sentences() {
        let Some(names) = names else { continue };
        assert!(names.iter().map(String::as_str).eq(placeholders(&said.english)), "{said:?} is given {names:?}");
    }
    for language in Language::TRANSLATED {
        for (english, translated) in tables(language).into_values().flatten() {
            assert_eq!(placeholders(english), placeholders(translated), "{english}: {translated}");
        }
    }
}

#[test]
fn nothing_is_translated_twice_in_a_table_or_differently_in_two() {
    for language in Language::TRANSLATED {
        let mut known = BTreeMap::new();
        for (owner, table) in tables(language) {
            let keys: BTreeSet<_> = table.iter().map(|(english, _)| english).collect();
            let twice: Vec<_> =
                keys.into_iter().filter(|key| table.iter().filter(|(one, _)| one == *key).count() > 1).collect();
            assert!(twice.is_empty(), "{owner} has twice: {twice:?}");
            for (english, translated) in table {
                let first = known.entry(english).or_insert(translated);
                // Whichever table comes first is asked, whoever says it.
                assert_eq!(*first, translated, "{english}");
            }
        }
    }
}
