//! Names and descriptions of commands in other languages, from the features' tables.
//!
//! In a table a command's name has a slash (`/ban`), an option's a colon (`reason:`); descriptions, choices and the names
//! of menus stand as they are. What a table lacks is shown in English.

use std::collections::HashMap;

use twilight_model::application::command::{
    Command as Registered, CommandOption, CommandOptionChoice, CommandOptionType, CommandType,
};

use crate::platform::{
    feature::Features,
    locale::{Language, Locale},
};

type Localizations = Option<HashMap<String, String>>;

/// Adds what the tables have.
pub fn translate(command: &mut Registered, features: Features) {
    let is_typed = command.kind == CommandType::ChatInput;
    let name = if is_typed { format!("/{}", command.name) } else { command.name.clone() };
    command.name_localizations = localizations(features, &name);
    if is_typed {
        command.description_localizations = localizations(features, &command.description);
    }
    for option in &mut command.options {
        translate_option(option, features);
    }
}

fn translate_option(option: &mut CommandOption, features: Features) {
    let holds_others = matches!(option.kind, CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup);
    let name = if holds_others { format!("/{}", option.name) } else { format!("{}:", option.name) };
    option.name_localizations = localizations(features, &name);
    option.description_localizations = localizations(features, &option.description);
    for inner in option.options.iter_mut().flatten() {
        translate_option(inner, features);
    }
    for choice in option.choices.iter_mut().flatten() {
        translate_choice(choice, features);
    }
}

fn translate_choice(choice: &mut CommandOptionChoice, features: Features) {
    choice.name_localizations = localizations(features, &choice.name);
}

fn localizations(features: Features, english: &str) -> Localizations {
    let translated = Language::TRANSLATED.into_iter().filter_map(|language| {
        let words = Locale::new(language, features).find(english)?;
        Some((language.tag().to_owned(), words.to_owned()))
    });
    let all: HashMap<_, _> = translated.collect();
    (!all.is_empty()).then_some(all)
}
