//! Whether the moderation log can be written.

use async_trait::async_trait;
use twilight_model::{
    guild::Permissions,
    id::{Id, marker::ChannelMarker},
};

use super::settings::ModerationSettings;
use crate::{
    db::Tx,
    discord::rest::{Call, Channel, code},
    platform::{
        ctx::Ctx,
        error::Result,
        health::{Check, Facts, Finding},
        invocation::Invocation,
        locale::say,
        permissions, settings,
    },
};

/// The channel of the log: is it there, and may the bot write in it?
pub struct LogChannel;

#[async_trait]
impl Check for LogChannel {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let settings: ModerationSettings = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| settings::read(&tx, call.guild).await)
            .await?;
        let Some(channel) = settings.log_channel else {
            return Ok(vec![Finding {
                is_serious: false,
                what: say!(call.locale, "There is no moderation log"),
                fix: say!(call.locale, "Choose its channel with /settings set setting:moderation.log_channel."),
            }]);
        };
        match facts.discord.get::<Channel>(Call::channel(channel)).await {
            Ok(found) if found.guild_id == Some(call.guild) => Ok(writable(call, facts, &found).into_iter().collect()),
            Ok(_) => Ok(vec![gone(call, channel)]),
            Err(error) if error.has_code(code::UNKNOWN_CHANNEL) || error.has_code(code::MISSING_ACCESS) => {
                Ok(vec![gone(call, channel)])
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn writable(call: &Invocation, facts: &Facts, channel: &Channel) -> Option<Finding> {
    let wanted = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
    let lacking = permissions::missing(facts.permissions_in(call, channel), wanted);
    if lacking.is_empty() {
        return None;
    }
    Some(Finding {
        is_serious: true,
        what: say!(call.locale, "I can't write the moderation log"),
        fix: say!(
            call.locale,
            "In the settings of <#{channel}>, Permissions, allow my role: {names}.",
            channel = channel.id,
            names = permissions::named(call.locale, lacking)
        ),
    })
}

fn gone(call: &Invocation, channel: Id<ChannelMarker>) -> Finding {
    Finding {
        is_serious: true,
        what: say!(call.locale, "The channel of the moderation log is out of my reach"),
        fix: say!(
            call.locale,
            "Let me see <#{channel}>, or choose another with /settings set setting:moderation.log_channel.",
            channel = channel
        ),
    }
}
