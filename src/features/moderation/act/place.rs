//! The channel that a command is about, and what may be done there.

use twilight_model::{
    application::command::CommandOption,
    channel::ChannelType,
    guild::Permissions,
    id::{Id, marker::ChannelMarker},
};
use twilight_util::builder::command::ChannelBuilder;

use crate::{
    discord::{
        client::Client,
        rest::{self, Call, code},
    },
    platform::{
        error::{Error, Result},
        invocation::Invocation,
        locale::say,
        permissions,
    },
};

/// A channel with the permissions that the interaction tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub channel: Id<ChannelMarker>,
    /// The channel whose grants count: of a thread the one that it belongs to.
    ruling: Id<ChannelMarker>,
    /// What Discord lets the person do there.
    person: Permissions,
    /// None: Discord did not say.
    bot: Option<Permissions>,
}

impl Place {
    /// The channel that the option `channel` names, else the one where the command was run.
    pub fn read(call: &Invocation) -> Result<Self> {
        if call.options.text("channel").is_none() {
            let here = call.interaction.channel_id;
            let channel = here.ok_or_else(|| {
                Error::user(say!(call.locale, "Discord did not say which channel this is. Please try again."))
            })?;
            return Ok(Self {
                channel,
                ruling: call.interaction.ruling_channel().unwrap_or(channel),
                person: call.permissions(),
                bot: call.interaction.app_permissions,
            });
        }
        let named = call.options.channel("channel");
        let named = named.ok_or_else(|| Error::user(say!(call.locale, "Choose a channel of this server.")))?;
        Ok(Self {
            channel: named.id,
            ruling: named.ruling(),
            person: named.permissions.unwrap_or(Permissions::empty()),
            bot: named.app_permissions,
        })
    }

    /// A channel by its id alone, which may be another server's: looking at it tells. What the bot may there Discord will say.
    pub fn named(call: &Invocation, channel: Id<ChannelMarker>) -> Self {
        Self { channel, ruling: channel, person: call.permissions(), bot: None }
    }

    /// Refuses where the person or the bot may not. The dispatcher has asked only about the channel of the interaction.
    pub fn check(&self, call: &Invocation, person: Permissions, bot: Permissions) -> Result<()> {
        let locale = call.locale;
        let because = call.judge(self.person, person, Some(self.ruling));
        if !because.allows() {
            return Err(permissions::refusal(locale, &because, Some(&self.mention())));
        }
        let lacking = self.bot.map_or(Permissions::empty(), |held| permissions::missing(held, bot));
        if !lacking.is_empty() {
            return Err(Error::user(say!(
                locale,
                "I need the permission {names} in {channel} for this. Give it to my role there or in the server's settings.",
                names = permissions::named(locale, lacking),
                channel = self.mention()
            )));
        }
        Ok(())
    }

    /// The channel as it is now. None: it is gone, or another server's.
    pub async fn find(&self, call: &Invocation, discord: &Client) -> Result<Option<rest::Channel>> {
        match discord.get::<rest::Channel>(Call::channel(self.channel)).await {
            Ok(channel) => Ok(Some(channel).filter(|channel| channel.guild_id == Some(call.guild))),
            Err(error) if error.has_code(code::UNKNOWN_CHANNEL) => Ok(None),
            Err(error) if error.has_code(code::MISSING_ACCESS) => {
                let channel = self.mention();
                Err(Error::user(say!(
                    call.locale,
                    "I can't see {channel}. Give my role View Channels there.",
                    channel = channel
                )))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The same, where nothing can be done without it.
    pub async fn look(&self, call: &Invocation, discord: &Client) -> Result<rest::Channel> {
        let channel = self.find(call, discord).await?;
        channel.ok_or_else(|| {
            Error::unknown(say!(
                call.locale,
                "That channel is not here: somebody has deleted it, or it belongs to another server."
            ))
        })
    }

    /// As Discord shows it.
    pub fn mention(&self) -> String {
        format!("<#{}>", self.channel)
    }
}

/// The option for another channel than this one.
pub fn channel_option(description: &str, kinds: impl IntoIterator<Item = ChannelType>) -> CommandOption {
    ChannelBuilder::new("channel", description).channel_types(kinds).into()
}
