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
        feature::{Ack, Command, Component, Feature, Features},
        invocation::Invocation,
        locale::{Language, Locale, say},
        permissions::{self, Rights, Wanted},
    },
};

/// What a person has set off.
#[derive(Debug, Clone, Copy)]
pub struct Handler {
    feature: &'static str,
    part: Part,
}

/// The two things that a person can set off.
#[derive(Debug, Clone, Copy)]
enum Part {
    Command(&'static dyn Command),
    Component(&'static dyn Component),
}

impl Handler {
    pub fn name(self) -> &'static str {
        match self.part {
            Part::Command(command) => command.name(),
            Part::Component(component) => component.name(),
        }
    }

    pub fn ack(self) -> Ack {
        match self.part {
            Part::Command(command) => command.ack(),
            Part::Component(component) => component.ack(),
        }
    }

    /// Does what the person wants, if they may.
    pub async fn run(self, ctx: &Ctx, call: &mut Invocation) -> Result<Reply> {
        self.admit(ctx, call).await?;
        match self.part {
            Part::Command(command) => command.run(ctx, call).await,
            Part::Component(component) => component.run(ctx, call).await,
        }
    }

    /// Suggestions for what the person is typing, if they may use it. Only commands have any.
    async fn complete(self, ctx: &Ctx, call: &mut Invocation) -> Result<Vec<Choice>> {
        self.admit(ctx, call).await?;
        match self.part {
            Part::Command(command) => command.complete(ctx, call).await,
            Part::Component(_) => Ok(Vec::new()),
        }
    }

    async fn admit(self, ctx: &Ctx, call: &mut Invocation) -> Result<()> {
        let command = match self.part {
            Part::Command(command) => Some(command),
            Part::Component(component) => component.command(&call.custom_id),
        };
        permissions::admit(ctx, call, Wanted { feature: self.feature, command }).await
    }

    fn works_anywhere(self) -> bool {
        matches!(self.part, Part::Command(command) if command.works_anywhere())
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
        Ok((handler, mut call)) => {
            let limit = deferral::patience(&ctx, call.interaction.id);
            match edge::timeout(limit, handler.complete(&ctx, &mut call)).await {
                Some(Ok(choices)) => choices,
                Some(Err(error)) => {
                    if error.is_ours() {
                        tracing::warn!(%error, name = handler.name(), "no suggestions");
                    }
                    Vec::new()
                }
                None => Vec::new(),
            }
        }
        Err(_) => Vec::new(),
    };
    let shown: Vec<Choice> = choices.into_iter().take(crate::discord::limits::CHOICES).collect();
    Response::json(200, Reply::Choices(shown).json())
}

fn locale_of(ctx: &Ctx, interaction: &Interaction) -> Locale {
    ctx.locale(Language::of(interaction.locale.as_deref()))
}

/// Finds the handler, and who wants what of it where. Whether they may is asked when it runs.
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
    let (application, rights, lent) = (interaction.application_id, Rights::default(), Permissions::empty());
    Ok((handler, Invocation { interaction, application, guild, actor, lent, locale, options, custom_id, rights }))
}

fn find(features: Features, locale: Locale, interaction: &mut Interaction) -> Result<(Handler, Options, CustomId)> {
    if matches!(interaction.kind, Kind::Command | Kind::Autocomplete) {
        let kind = match interaction.data.kind {
            // Old payloads lack it.
            0 => CommandType::ChatInput,
            number => CommandType::from(number),
        };
        let (name, options) = Options::read(&mut interaction.data);
        let (feature, command) = parts(features, |feature| feature.commands)
            .find(|(_, command)| command.name() == name && command.kind() == kind)
            .ok_or_else(|| {
                Error::user(say!(
                    locale,
                    "I don't know this command any more. Reload Discord to see my current commands."
                ))
            })?;
        let handler = Handler { feature, part: Part::Command(command) };
        return Ok((handler, options, CustomId::new("", 0)));
    }
    let old = || {
        Error::user(say!(
            locale,
            "This button or form is from an older version of me. Run the command again to get a fresh one."
        ))
    };
    let custom_id = CustomId::parse(&interaction.data.custom_id).ok_or_else(old)?;
    let (feature, component) = parts(features, |feature| feature.components)
        .find(|(_, component)| component.name() == custom_id.name && component.version() == custom_id.version)
        .ok_or_else(old)?;
    Ok((Handler { feature, part: Part::Component(component) }, Options::default(), custom_id))
}

/// All that `of` finds in the features, each with its feature's name.
fn parts<T: Copy + 'static>(
    features: Features,
    of: fn(&'static Feature) -> &'static [T],
) -> impl Iterator<Item = (&'static str, T)> {
    features.iter().flat_map(move |feature| of(feature).iter().map(|part| (feature.name, *part)))
}
