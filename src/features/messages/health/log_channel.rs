//! Whether the log of messages can be written.

use async_trait::async_trait;

use crate::{
    features::messages::settings::MessagesSettings,
    platform::{
        ctx::Ctx,
        error::Result,
        health::{Check, Facts, Finding},
        invocation::Invocation,
        settings,
    },
};

/// The channel of the log, if there is one.
pub struct LogChannel;

#[async_trait]
impl Check for LogChannel {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let settings: MessagesSettings = settings::for_call(ctx, call).await?;
        let Some(channel) = settings.log_channel else { return Ok(Vec::new()) };
        let shut = facts.shut(call, channel).await?;
        Ok(shut.map(|shut| shut.finding(call.locale, channel, "messages.log_channel")).into_iter().collect())
    }
}
