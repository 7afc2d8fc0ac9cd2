//! Whether the log of messages can be written.

use async_trait::async_trait;

use crate::features::messages::settings::MessagesSettings;
use crate::{
    discord::rest::{Application, Call},
    platform::{
        ctx::Ctx,
        error::Result,
        health::{Check, Facts, Finding},
        invocation::Invocation,
        locale::say,
        settings,
    },
};

/// The channel of the log, if there is one, and whether there is anything to log.
pub struct LogChannel;

#[async_trait]
impl Check for LogChannel {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let settings: MessagesSettings = settings::for_call(ctx, call).await?;
        let Some(channel) = settings.log_channel else { return Ok(Vec::new()) };
        let mut findings = Vec::new();
        if !facts.discord.get::<Application>(Call::own_application()).await?.reads_content() {
            findings.push(Finding {
                is_serious: true,
                what: say!(call.locale, "Discord does not show me what people write"),
                fix: say!(
                    call.locale,
                    "Whoever owns me switches “Message Content Intent” on in Discord's developer portal, under Bot. Until then the log tells that messages were deleted, not what they said, and knows of no edits."
                ),
            });
        }
        let shut = facts.shut(call, channel).await?;
        findings.extend(shut.map(|shut| shut.finding(call.locale, channel, "messages.log_channel")));
        Ok(findings)
    }
}
