//! Whether the moderation log can be written.

use async_trait::async_trait;

use super::settings::ModerationSettings;
use crate::platform::{
    ctx::Ctx,
    error::Result,
    health::{Check, Facts, Finding, Shut},
    invocation::Invocation,
    locale::say,
    settings,
};

/// The channel of the log: is it there, and may the bot write in it?
pub struct LogChannel;

#[async_trait]
impl Check for LogChannel {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let settings: ModerationSettings = settings::for_call(ctx, call).await?;
        let Some(channel) = settings.log_channel else {
            return Ok(vec![Finding {
                is_serious: false,
                what: say!(call.locale, "There is no moderation log"),
                fix: say!(call.locale, "Choose its channel with /settings set setting:moderation.log_channel."),
            }]);
        };
        let Some(shut) = facts.shut(call, channel).await? else { return Ok(Vec::new()) };
        let what = match shut {
            Shut::OutOfReach => say!(call.locale, "The channel of the moderation log is out of my reach"),
            Shut::Lacking(_) => say!(call.locale, "I can't write the moderation log"),
        };
        let fix = shut.fix(call.locale, channel, "moderation.log_channel");
        Ok(vec![Finding { is_serious: true, what, fix }])
    }
}
