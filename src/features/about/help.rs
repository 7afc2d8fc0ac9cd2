//! `/help`: what I can do, as far as the person who asks may use it.

use async_trait::async_trait;
use twilight_model::{
    application::command::{CommandOption, CommandType},
    guild::Permissions,
};
use twilight_util::builder::{
    command::StringBuilder,
    embed::{EmbedBuilder, EmbedFieldBuilder},
};

use crate::{
    db::Tx,
    discord::{
        limits::shorten,
        reply::{Choice, Message, Reply},
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Feature, full_name, is_free, shown_name},
        invocation::Invocation,
        locale::{Locale, say},
        permissions::{self, Asked, Grant, decide},
    },
};

/// The command.
#[derive(Debug)]
pub struct Help;

#[async_trait]
impl Command for Help {
    fn name(&self) -> &'static str {
        "help"
    }
    fn summary(&self) -> &'static str {
        "See what I can do for you"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn works_anywhere(&self) -> bool {
        true
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![StringBuilder::new("command", "Which command to explain").autocomplete(true).max_length(64).into()]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let grants = grants(ctx, call).await;
        let Some(name) = call.options.text("command") else { return Ok(overview(ctx, call, &grants).into()) };
        let name = name.trim().trim_start_matches('/');
        let named = |command| shown_name(call.locale, command).trim_start_matches('/').to_owned();
        let command = usable(ctx, call, &grants)
            .find(|command| command.name() == name || named(*command) == name)
            .ok_or_else(|| {
                let name = shorten(name, 60);
                Error::user(say!(
                    call.locale,
                    "You have no command /{name} here. Pick one from the suggestions.",
                    name = name
                ))
            })?;
        Ok(explanation(call.locale, command).into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        let typed = call.options.focused().map(|(_, typed)| typed.to_lowercase()).unwrap_or_default();
        let typed = typed.trim_start_matches('/');
        let grants = grants(ctx, call).await;
        let named = usable(ctx, call, &grants).map(|command| (shown_name(call.locale, command), command.name()));
        let fitting = named.filter(|(shown, name)| shown.to_lowercase().contains(typed) || name.contains(typed));
        Ok(fitting.map(|(shown, name)| Choice::text(&shown, name)).collect())
    }
}

/// What the server's grants say of this person. Help comes without the database as well, and then says what Discord's
/// permissions do.
async fn grants(ctx: &Ctx, call: &Invocation) -> Vec<Grant> {
    let is_bound = !call.permissions().contains(Permissions::ADMINISTRATOR);
    if call.interaction.guild_id.is_none() || !is_bound {
        return Vec::new();
    }
    let scope = ctx.scope(call.application, call.guild);
    let who = (call.actor.id, call.roles());
    let read = async |tx: Tx| permissions::of_person(&tx, call.guild, who, None).await.map_err(Error::from);
    scope.read_at_once(read).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "help without the server's grants");
        Vec::new()
    })
}

/// The commands that this person may use here.
fn usable<'a>(
    ctx: &'a Ctx,
    call: &'a Invocation,
    grants: &'a [Grant],
) -> impl Iterator<Item = &'static dyn Command> + 'a {
    ctx.features.iter().flat_map(|feature| usable_of(feature, call, grants))
}

fn usable_of<'a>(
    feature: &'static Feature,
    call: &'a Invocation,
    grants: &'a [Grant],
) -> impl Iterator<Item = &'static dyn Command> + 'a {
    let person = call.person(call.permissions());
    let (is_guild, channel) = (call.interaction.guild_id.is_some(), call.interaction.ruling_channel());
    let may = move |command: &dyn Command| {
        let (name, needs) = (full_name(command), command.permission());
        let asked = Asked { command: Some(&name), feature: feature.name, needs, channel };
        is_free(command) || is_guild && decide(&person, &asked, grants).allows()
    };
    feature.commands.iter().copied().filter(move |command| may(*command))
}

fn overview(ctx: &Ctx, call: &Invocation, grants: &[Grant]) -> Message {
    let mut embed = EmbedBuilder::new()
        .title(say!(call.locale, "What I can do for you"))
        .description(say!(call.locale, "These are the commands that you may use here. /help command: explains one."));
    for feature in ctx.features {
        let names: Vec<String> =
            usable_of(feature, call, grants).map(|command| shown_name(call.locale, command)).collect();
        if !names.is_empty() {
            let summary = call.locale.translate(feature.summary);
            embed = embed.field(EmbedFieldBuilder::new(summary, shorten(&names.join(" · "), 1_024)));
        }
    }
    Message { embeds: vec![embed.build()], ephemeral: true, ..Message::default() }
}

fn explanation(locale: Locale, command: &dyn Command) -> Message {
    let about = match command.kind() {
        CommandType::User => say!(locale, "In the menu of a member, under Apps."),
        CommandType::Message => say!(locale, "In the menu of a message, under Apps."),
        _ => locale.translate(command.summary()).to_owned(),
    };
    let mut embed = EmbedBuilder::new().title(shown_name(locale, command)).description(about);
    let options: Vec<String> = command.options().iter().map(|option| explain_option(locale, option)).collect();
    if !options.is_empty() {
        embed = embed.field(EmbedFieldBuilder::new(say!(locale, "Options"), shorten(&options.join("\n"), 1_024)));
    }
    if !command.permission().is_empty() {
        let names = permissions::named(locale, command.permission());
        embed = embed.field(EmbedFieldBuilder::new(say!(locale, "Needs the permission"), names).inline());
    }
    if !command.bot_needs().is_empty() {
        let names = permissions::named(locale, command.bot_needs());
        embed = embed.field(EmbedFieldBuilder::new(say!(locale, "I need the permission"), names).inline());
    }
    Message { embeds: vec![embed.build()], ephemeral: true, ..Message::default() }
}

fn explain_option(locale: Locale, option: &CommandOption) -> String {
    let about = locale.find(&option.description).unwrap_or(&option.description);
    let name = format!("{}:", option.name);
    let name = locale.find(&name).unwrap_or(&option.name);
    let required = if option.required == Some(true) { say!(locale, " (required)") } else { String::new() };
    format!("`{name}`{required} {about}")
}
