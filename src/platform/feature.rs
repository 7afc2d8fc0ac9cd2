//! What a feature is made of. One unit struct per command, component or task implements one trait; `features::ALL`
//! lists the features, and everything that must know them (dispatch, registration, /help) reads that list.

use async_trait::async_trait;
use serde_json::Value;
use twilight_model::{
    application::command::{CommandOption, CommandType},
    gateway::Intents,
    guild::Permissions,
};

use super::{
    ctx::Ctx,
    error::Result,
    gateway::Event,
    health::Check,
    invocation::Invocation,
    locale::{Locale, Translation},
    personal::PersonalData,
    sealed::Holder,
    settings::Declaration,
    tasks::Leased,
};
use crate::{
    discord::{
        custom_id::CustomId,
        reply::{Choice, Reply},
    },
    edge::Routes,
};

/// The features that a worker serves. Tests bring their own.
pub type Features = &'static [&'static Feature];

/// A capability of the platform: a folder of `src/features/`.
#[derive(Debug)]
pub struct Feature {
    pub name: &'static str,
    /// One sentence, for /help and README.
    pub summary: &'static str,
    pub groups: &'static [Group],
    pub commands: &'static [&'static dyn Command],
    pub components: &'static [&'static dyn Component],
    pub tasks: &'static [&'static dyn Task],
    pub listeners: &'static [&'static dyn Listener],
    pub upkeep: Option<&'static dyn Upkeep>,
    /// Its part of the JSON API, below `/api/v1`.
    pub routes: Option<fn() -> Routes>,
    pub settings: Option<&'static Declaration>,
    /// What it keeps of what messages say.
    pub holders: &'static [&'static dyn Holder],
    /// What it keeps about people.
    pub personal_data: &'static [PersonalData],
    /// What it cannot do without intents that Discord may refuse.
    pub without: &'static [Without],
    /// What /health looks at.
    pub checks: &'static [&'static dyn Check],
    /// What the feature says, in other languages than English.
    pub translations: &'static [Translation],
}

impl Feature {
    /// A feature with nothing in it yet, to be completed with `..Feature::new(name, summary)`.
    pub const fn new(name: &'static str, summary: &'static str) -> Self {
        Self {
            name,
            summary,
            groups: &[],
            commands: &[],
            components: &[],
            tasks: &[],
            listeners: &[],
            upkeep: None,
            routes: None,
            settings: None,
            holders: &[],
            personal_data: &[],
            without: &[],
            checks: &[],
            translations: &[],
        }
    }
}

/// Something that a feature cannot do unless Discord lets the bot hear of it. Source: Discord docs, "Gateway", Privileged
/// Intents.
#[derive(Debug, Clone, Copy)]
pub struct Without {
    pub intents: Intents,
    /// One sentence for whoever manages a server: what does not work.
    pub what: &'static str,
    /// The switch of the feature's settings without which nobody misses it. None: everybody does.
    pub setting: Option<&'static str>,
}

/// A word that subcommands stand under: `case` of `case show`.
#[derive(Debug)]
pub struct Group {
    pub name: &'static str,
    pub summary: &'static str,
}

/// How an interaction is acknowledged when its handler is slow. Discord fixes the kind and visibility of an answer
/// with the deferral, so a handler declares it and its replies are made to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ack {
    /// A reply that everyone sees.
    Public,
    /// A reply that only the person sees.
    Ephemeral,
    /// Components: the message that it sits on changes.
    Update,
    /// A form follows. It cannot be deferred, so its handler must not wait for anything but the database.
    Modal,
}

/// A command that a person types or picks from a context menu.
#[async_trait]
pub trait Command: Sync + Send {
    /// The full name: `ban`, or `case show` for a subcommand.
    fn name(&self) -> &'static str;
    /// One sentence that Discord shows, at most 100 characters. Empty for context menus.
    fn summary(&self) -> &'static str;
    fn ack(&self) -> Ack;
    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply>;

    fn kind(&self) -> CommandType {
        CommandType::ChatInput
    }
    fn options(&self) -> Vec<CommandOption> {
        Vec::new()
    }
    /// What the person must be allowed to do. Registered with Discord, where a server may change who sees the command,
    /// and checked again here.
    fn permission(&self) -> Permissions {
        Permissions::empty()
    }
    /// What the bot must be allowed to do.
    fn bot_needs(&self) -> Permissions {
        Permissions::empty()
    }
    /// Whether it checks by itself what the bot may do, because it can be about another channel than this one.
    fn checks_its_channel(&self) -> bool {
        false
    }
    /// Whether it also works in direct messages.
    fn works_anywhere(&self) -> bool {
        false
    }
    /// Suggestions for the option that the person is typing.
    async fn complete(&self, _ctx: &Ctx, _call: &Invocation) -> Result<Vec<Choice>> {
        Ok(Vec::new())
    }
}

/// A command's name as people read it: `/case show`, or a menu's.
pub fn full_name(command: &dyn Command) -> String {
    match command.kind() {
        CommandType::ChatInput => format!("/{}", command.name()),
        _ => command.name().to_owned(),
    }
}

/// What a command is called in this language.
pub fn shown_name(locale: Locale, command: &dyn Command) -> String {
    translated_name(locale, &full_name(command))
}

/// A command's full name in this language.
pub fn translated_name(locale: Locale, name: &str) -> String {
    let Some(path) = name.strip_prefix('/') else { return locale.find(name).unwrap_or(name).to_owned() };
    let words = path.split(' ').map(|word| locale.find(&format!("/{word}")).unwrap_or(word));
    format!("/{}", words.collect::<Vec<_>>().join(" "))
}

/// Whether everybody may use a command everywhere, whatever a server wants.
pub fn is_free(command: &dyn Command) -> bool {
    command.works_anywhere() && command.permission().is_empty()
}

/// A button, a select or a modal, found by the name and version of its custom_id.
#[async_trait]
pub trait Component: Sync + Send {
    fn name(&self) -> &'static str;
    /// Raised when the arguments change their meaning. A message keeps its buttons for years.
    fn version(&self) -> u8 {
        1
    }
    /// What leads here, to be completed with its arguments.
    fn custom_id(&self) -> CustomId {
        CustomId::new(self.name(), self.version())
    }
    fn ack(&self) -> Ack;
    /// The command that it is a part of: who may use that may use it, which is checked at the moment of the click, whoever
    /// the message was shown to. None: who may use its feature may.
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        None
    }
    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply>;
}

/// Work for later, found by the kind of its row.
#[async_trait]
pub trait Task: Sync + Send {
    fn kind(&self) -> &'static str;
    /// The result is kept with the row. A passing error is tried again; any other ends the task visibly.
    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value>;
}

/// What a feature looks after at each tick, for all tenants. It decides by itself when there is something to do.
#[async_trait]
pub trait Upkeep: Sync + Send {
    async fn run(&self, ctx: &Ctx) -> Result<()>;
}

/// Something that happens on Discord and that a feature has to do with.
#[async_trait]
pub trait Listener: Sync + Send {
    /// Its own, never changed: `moderation.act_by_hand`. The event remembers it once it is handled.
    fn name(&self) -> &'static str;
    /// Discord's name of what is listened to: `GUILD_BAN_ADD`.
    fn event(&self) -> &'static str;
    /// What Discord has to be asked for so that it tells the bot. Source: Discord docs, "Gateway Intents".
    fn intents(&self) -> Intents;
    /// Handles the event. Whatever it writes, it writes in a transaction that begins with
    /// [`claim`](super::gateway::claim). A passing error is tried again; any other ends the event visibly.
    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()>;
}

impl std::fmt::Debug for dyn Command {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Debug for dyn Component {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Debug for dyn Task {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.kind())
    }
}

impl std::fmt::Debug for dyn Listener {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Debug for dyn Upkeep {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Upkeep")
    }
}
