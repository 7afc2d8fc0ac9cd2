//! From what a person names to what a grant can be about.

use super::model::Part;
use crate::{
    discord::{limits::shorten, reply::Choice},
    platform::{
        error::{Error, Result},
        feature::{Feature, Features, full_name, is_free, shown_name},
        locale::{Locale, say},
        permissions::Target,
    },
};

/// All commands that a server can decide about.
pub fn all(features: Features) -> impl Iterator<Item = Part> {
    features.iter().flat_map(|feature| of_feature(feature))
}

fn of_feature(feature: &'static Feature) -> impl Iterator<Item = Part> {
    let part = |command: &&'static _| Part { feature: feature.name, command: *command };
    feature.commands.iter().filter(|command| !is_free(**command)).map(part)
}

/// The commands that a grant is about. None of them is there any more if an older release had them.
pub fn parts(features: Features, target: &Target) -> Vec<Part> {
    let is_meant = |part: &Part| match target {
        Target::Command(name) => full_name(part.command) == *name,
        Target::Feature(name) => part.feature == name,
    };
    all(features).filter(is_meant).collect()
}

/// The one command that is named.
pub fn command(features: Features, locale: Locale, text: &str) -> Result<Part> {
    match target(features, locale, text)? {
        target @ Target::Command(_) => parts(features, &target).into_iter().next().ok_or_else(|| unknown(locale, text)),
        Target::Feature(_) => Err(unknown(locale, text)),
    }
}

/// The command or feature that is named, as it is suggested or as people write it.
pub fn target(features: Features, locale: Locale, text: &str) -> Result<Target> {
    let text = text.trim();
    if let Some(feature) = named_features(features).find(|name| name.eq_ignore_ascii_case(text)) {
        return Ok(Target::Feature(feature.to_owned()));
    }
    let mut commands = features.iter().flat_map(|feature| feature.commands).copied();
    let names = |command| [full_name(command), shown_name(locale, command), command.name().to_owned()];
    match commands.find(|command| names(*command).iter().any(|name| name == text)) {
        Some(command) if is_free(command) => Err(Error::user(say!(
            locale,
            "{command} is for everybody everywhere, so nothing about it can be granted or denied.",
            command = shown_name(locale, command)
        ))),
        Some(command) => Ok(Target::Command(full_name(command))),
        None => Err(unknown(locale, text)),
    }
}

/// Features with a command that a server can decide about.
fn named_features(features: Features) -> impl Iterator<Item = &'static str> {
    features.iter().filter(|feature| of_feature(feature).next().is_some()).map(|feature| feature.name)
}

/// What fits to what has been typed: features first, unless only commands are wanted.
pub fn suggest(features: Features, locale: Locale, typed: &str, with_features: bool) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase();
    let features_ = named_features(features).filter(|_| with_features).map(|name| {
        let shown = Target::Feature(name.to_owned()).shown(locale);
        (format!("{name} · {shown}"), name.to_owned())
    });
    let commands = all(features).map(|part| (shown_name(locale, part.command), full_name(part.command)));
    features_
        .chain(commands)
        .filter(|(shown, name)| shown.to_lowercase().contains(&typed) || name.contains(&typed))
        .map(|(shown, name)| Choice::text(&shown, &name))
        .collect()
}

fn unknown(locale: Locale, text: &str) -> Error {
    let text = shorten(text, 60);
    Error::user(say!(locale, "I have nothing called “{text}”. Pick one from the suggestions.", text = text))
}
