//! Whether a feature can do its work in a server: what each feature checks, and what it finds.

use std::fmt::{self, Debug};

use async_trait::async_trait;
use twilight_model::{
    guild::Permissions,
    id::{Id, marker::ChannelMarker},
};

use super::{
    ctx::Ctx,
    error::Result,
    invocation::Invocation,
    locale::{Locale, say},
    permissions,
};
use crate::discord::{
    client::Client,
    rest::{Channel, Guild, Member},
};

/// The server as the bot finds it.
#[derive(Debug)]
pub struct Facts {
    pub discord: Client,
    pub guild: Guild,
    pub me: Member,
}

/// Something that is wrong, and what mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub is_serious: bool,
    pub what: String,
    pub fix: String,
}

/// A check that a feature brings.
#[async_trait]
pub trait Check: Sync + Send {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>>;
}

impl Debug for dyn Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("check")
    }
}

/// Why a channel of the settings can't be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// It is gone, or the bot does not see it.
    OutOfReach,
    Lacking(Permissions),
}

impl Shut {
    /// The finding about the channel of a setting, by its path.
    pub fn finding(self, locale: Locale, channel: Id<ChannelMarker>, setting: &str) -> Finding {
        let what = match self {
            Self::OutOfReach => say!(locale, "The channel of {setting} is out of my reach", setting = setting),
            Self::Lacking(_) => say!(locale, "I can't write in the channel of {setting}", setting = setting),
        };
        Finding { is_serious: true, what, fix: self.fix(locale, channel, setting) }
    }

    /// What mends it. `setting` is the path of the setting: `moderation.log_channel`.
    pub fn fix(self, locale: Locale, channel: Id<ChannelMarker>, setting: &str) -> String {
        match self {
            Self::OutOfReach => say!(
                locale,
                "Let me see <#{channel}>, or choose another with /settings set setting:{setting}.",
                channel = channel,
                setting = setting
            ),
            Self::Lacking(lacking) => say!(
                locale,
                "In the settings of <#{channel}>, Permissions, allow my role: {names}.",
                channel = channel,
                names = permissions::named(locale, lacking)
            ),
        }
    }
}

impl Facts {
    /// Why the bot can't write in a channel of the settings. None: it can, with embeds.
    pub async fn shut(&self, call: &Invocation, channel: Id<ChannelMarker>) -> Result<Option<Shut>> {
        let wanted = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
        let Some(found) = self.discord.channel(call.guild, channel).await? else {
            return Ok(Some(Shut::OutOfReach));
        };
        let lacking = permissions::missing(self.permissions_in(call, &found), wanted);
        Ok((!lacking.is_empty()).then_some(Shut::Lacking(lacking)))
    }

    /// What the bot may do in the server, before any channel's overwrites.
    pub fn permissions(&self, call: &Invocation) -> Permissions {
        self.calculate(call, None)
    }

    /// What the bot may do in a channel.
    fn permissions_in(&self, call: &Invocation, channel: &Channel) -> Permissions {
        self.calculate(call, Some(channel))
    }

    fn calculate(&self, call: &Invocation, channel: Option<&Channel>) -> Permissions {
        // A bot's user has the id of its application.
        permissions::held(call.guild, &self.guild, (call.application.cast(), &self.me.roles), channel)
    }
}
