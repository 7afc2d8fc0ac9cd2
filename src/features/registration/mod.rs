//! Discord's registration JSON, from the features' own declarations.
//! Source: Discord docs, "Application Commands".

mod translate;

use std::collections::BTreeMap;

use twilight_model::{
    application::{
        command::{Command as Registered, CommandType},
        interaction::InteractionContextType,
    },
    guild::Permissions,
    oauth::ApplicationIntegrationType,
};
use twilight_util::builder::command::{CommandBuilder, SubCommandBuilder, SubCommandGroupBuilder};

use crate::platform::feature::{Command, Features};
use translate::translate;

/// What is registered with Discord for these features, in the order of their names.
pub fn registration(features: Features) -> Vec<Registered> {
    let mut by_word: BTreeMap<(&str, u8), Vec<&dyn Command>> = BTreeMap::new();
    for command in features.iter().flat_map(|feature| feature.commands) {
        by_word.entry(entry_of(*command)).or_default().push(*command);
    }
    let groups = || features.iter().flat_map(|feature| feature.groups);
    by_word
        .into_iter()
        .map(|((word, _), commands)| {
            let summary = groups().find(|group| group.name == word).map_or("", |group| group.summary);
            let mut registered = register(word, summary, &commands);
            translate(&mut registered, features);
            registered
        })
        .collect()
}

/// What one has to have so that Discord shows a command, unless a server has set otherwise there.
pub fn shown_with(features: Features, command: &dyn Command) -> Permissions {
    let commands = features.iter().flat_map(|feature| feature.commands).copied();
    default_permission(commands.filter(|one| entry_of(*one) == entry_of(command)))
}

/// Commands of one kind with the same first word are one at Discord.
fn entry_of<'a>(command: &(dyn Command + 'a)) -> (&'static str, u8) {
    // Only a chat command's name is a path of words.
    let word = match command.kind() {
        CommandType::ChatInput => command.name().split(' ').next().unwrap_or_default(),
        _ => command.name(),
    };
    (word, u8::from(command.kind()))
}

/// What all subcommands want; where they want different things, what the first does. Each checks its own again.
fn default_permission<'a>(commands: impl Iterator<Item = &'a dyn Command>) -> Permissions {
    let mut wanted = commands.map(|command| command.permission());
    let first = wanted.next().unwrap_or(Permissions::empty());
    let common = wanted.fold(first, |all, one| all & one);
    if common.is_empty() { first } else { common }
}

fn register(word: &str, group_summary: &str, commands: &[&dyn Command]) -> Registered {
    let permission = default_permission(commands.iter().copied());
    let contexts: &[_] = if commands.iter().all(|command| command.works_anywhere()) {
        &[InteractionContextType::Guild, InteractionContextType::BotDm]
    } else {
        &[InteractionContextType::Guild]
    };
    let kind = commands.first().map_or(CommandType::ChatInput, |command| command.kind());
    let summary = match commands {
        [only] if only.name() == word => only.summary(),
        _ => group_summary,
    };
    let mut builder = CommandBuilder::new(word, summary, kind)
        .contexts(contexts.iter().copied())
        .integration_types([ApplicationIntegrationType::GuildInstall]);
    if !permission.is_empty() {
        builder = builder.default_member_permissions(permission);
    }
    let mut inner: BTreeMap<&str, Vec<SubCommandBuilder>> = BTreeMap::new();
    for command in commands {
        let words: Vec<&str> = match kind {
            CommandType::ChatInput => command.name().split(' ').collect(),
            _ => Vec::new(),
        };
        match words.as_slice() {
            [_, leaf] => builder = builder.option(subcommand(leaf, *command)),
            [_, group, leaf] => inner.entry(group).or_default().push(subcommand(leaf, *command)),
            _ => builder = command.options().into_iter().fold(builder, CommandBuilder::option),
        }
    }
    for (group, leaves) in inner {
        builder = builder.option(SubCommandGroupBuilder::new(group, summary).subcommands(leaves));
    }
    builder.build()
}

fn subcommand(name: &str, command: &dyn Command) -> SubCommandBuilder {
    command.options().into_iter().fold(SubCommandBuilder::new(name, command.summary()), SubCommandBuilder::option)
}
