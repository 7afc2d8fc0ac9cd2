//! From an interaction to its handler: found in the list of features, allowed, run.

use twilight_model::{application::command::CommandType, guild::Permissions, id::Id};

use super::{deferral, render};
use crate::{
    discord::{
        custom_id::CustomId,
        interaction::{Interaction, Kind},
        options::Options,
        reply::{Choice, Reply},
    },
    edge::{self, Response},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component, Features},
        invocation::Invocation,
        locale::{Language, Locale, say},
        permissions,
    },
};

/// The two things that a person can set off.
#[derive(Debug, Clone, Copy)]
pub enum Handler {
    Command(&'static dyn Command),
    Component(&'static dyn Component),
}

impl Handler {
    pub fn name(self) -> &'static str {
        match self {
            Self::Command(command) => command.name(),
            Self::Component(component) => component.name(),
        }
    }

    pub fn ack(self) -> Ack {
        match self {
            Self::Command(command) => command.ack(),
            Self::Component(component) => component.ack(),
        }
    }

    pub async fn run(self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        match self {
            Self::Command(command) => command.run(ctx, call).await,
            Self::Component(component) => component.run(ctx, call).await,
        }
    }

    fn permission(self) -> Permissions {
        match self {
            Self::Command(command) => command.permission(),
            Self::Component(component) => component.permission(),
        }
    }

    fn bot_needs(self) -> Permissions {
        match self {
            Self::Command(command) if !command.checks_its_channel() => command.bot_needs(),
            _ => Permissions::empty(),
        }
    }

    fn works_anywhere(self) -> bool {
        matches!(self, Self::Command(command) if command.works_anywhere())
    }
}

/// Answers a command, a click or a submitted form.
pub async fn run(ctx: Ctx, interaction: Interaction) -> Response {
    let locale = locale_of(&ctx, &interaction);
    match prepare(&ctx, locale, interaction) {
        Ok((handler, call)) => deferral::race(ctx, handler, call).await,
        Err(error) => {
            let (reply, _) = render::settle(&ctx, locale, Err(error));
            Response::json(200, reply.json())
        }
    }
}

/// Answers with suggestions for the option that a person is typing; with none where anything is wrong, because
/// Discord shows an error there to nobody.
pub async fn complete(ctx: Ctx, interaction: Interaction) -> Response {
    let locale = locale_of(&ctx, &interaction);
    let choices = match prepare(&ctx, locale, interaction) {
        Ok((Handler::Command(command), call)) => {
            let limit = deferral::patience(&ctx, call.interaction.id);
            match edge::timeout(limit, command.complete(&ctx, &call)).await {
                Some(Ok(choices)) => choices,
                Some(Err(error)) => {
                    tracing::warn!(%error, command = command.name(), "no suggestions");
                    Vec::new()
                }
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    };
    let shown: Vec<Choice> = choices.into_iter().take(crate::discord::limits::CHOICES).collect();
    Response::json(200, Reply::Choices(shown).json())
}

fn locale_of(ctx: &Ctx, interaction: &Interaction) -> Locale {
    ctx.locale(Language::of(interaction.locale.as_deref()))
}

/// Finds the handler and checks that this person may use it, here and now.
fn prepare(ctx: &Ctx, locale: Locale, mut interaction: Interaction) -> Result<(Handler, Invocation)> {
    let (handler, options, custom_id) = find(ctx.features, locale, &mut interaction)?;
    let guild = match interaction.guild_id {
        Some(guild) => guild,
        None if handler.works_anywhere() => Id::new(1),
        None => return Err(Error::user(say!(locale, "This works in a server only, not in direct messages."))),
    };
    let Some(actor) = interaction.actor().cloned() else {
        return Err(Error::user(say!(
            locale,
            "Discord did not say who you are, so I can't do this. Please try again."
        )));
    };
    permissions::check(locale, &interaction, handler.permission(), handler.bot_needs())?;
    let application = interaction.application_id;
    Ok((handler, Invocation { interaction, application, guild, actor, locale, options, custom_id }))
}

fn find(features: Features, locale: Locale, interaction: &mut Interaction) -> Result<(Handler, Options, CustomId)> {
    if matches!(interaction.kind, Kind::Command | Kind::Autocomplete) {
        let kind = match interaction.data.kind {
            // Old payloads lack it.
            0 => CommandType::ChatInput,
            number => CommandType::from(number),
        };
        let (name, options) = Options::read(&mut interaction.data);
        let command = features
            .iter()
            .flat_map(|feature| feature.commands)
            .find(|command| command.name() == name && command.kind() == kind)
            .ok_or_else(|| {
                Error::user(say!(
                    locale,
                    "I don't know this command any more. Reload Discord to see my current commands."
                ))
            })?;
        return Ok((Handler::Command(*command), options, CustomId::new("", 0)));
    }
    let old = || {
        Error::user(say!(
            locale,
            "This button or form is from an older version of me. Run the command again to get a fresh one."
        ))
    };
    let custom_id = CustomId::parse(&interaction.data.custom_id).ok_or_else(old)?;
    let component = features
        .iter()
        .flat_map(|feature| feature.components)
        .find(|component| component.name() == custom_id.name && component.version() == custom_id.version)
        .ok_or_else(old)?;
    Ok((Handler::Component(*component), Options::default(), custom_id))
}
