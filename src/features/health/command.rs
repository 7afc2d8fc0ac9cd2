//! `/health`: every feature's checks, one after the other.

use async_trait::async_trait;
use futures_util::try_join;
use twilight_model::guild::Permissions;

use super::{gateway, present};
use crate::{
    discord::{reply::Reply, rest::Call},
    platform::{
        bots,
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command},
        health::Facts,
        invocation::Invocation,
    },
};

/// The command.
#[derive(Debug)]
pub struct Health;

#[async_trait]
impl Command for Health {
    fn name(&self) -> &'static str {
        "health"
    }
    fn summary(&self) -> &'static str {
        "See what keeps me from doing my work here, and how to mend it"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let discord = bots::reach(ctx, &ctx.scope(call.application, call.guild), call.application).await?;
        let (guild, me) = try_join!(
            discord.get(Call::guild(call.guild)),
            discord.get(Call::member(call.guild, call.application.cast()))
        )?;
        let facts = Facts { discord, guild, me };
        let mut findings = Vec::new();
        for check in ctx.features.iter().flat_map(|feature| feature.checks) {
            findings.extend(check.run(ctx, call, &facts).await?);
        }
        let heard = gateway::heard(ctx, call).await?;
        Ok(present::report(call.locale, &findings, heard).into())
    }
}
