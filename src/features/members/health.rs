//! Whether members can be greeted, logged and given their roles.

use async_trait::async_trait;

use super::{
    model::{Place, Standing},
    present,
    settings::MembersSettings,
};
use crate::platform::{
    ctx::Ctx,
    error::Result,
    health::{Check, Facts, Finding},
    invocation::Invocation,
    settings,
};

/// The channels of the settings.
pub struct Channels;

#[async_trait]
impl Check for Channels {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let settings: MembersSettings = settings::for_call(ctx, call).await?;
        let mut findings = Vec::new();
        for (channel, setting) in [
            (settings.log_channel, "members.log_channel"),
            (settings.welcome_channel, "members.welcome_channel"),
            (settings.goodbye_channel, "members.goodbye_channel"),
        ] {
            let Some(channel) = channel else { continue };
            let shut = facts.shut(call, channel).await?;
            findings.extend(shut.map(|shut| shut.finding(call.locale, channel, setting)));
        }
        Ok(findings)
    }
}

/// The roles that new members get: can they be given?
pub struct AutoRoles;

#[async_trait]
impl Check for AutoRoles {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let settings: MembersSettings = settings::for_call(ctx, call).await?;
        let roles = facts.guild.roles.iter();
        let roles = roles.map(|role| Place { id: role.id, position: role.position, is_managed: role.managed });
        let standing = Standing { guild: call.guild, roles: roles.collect(), mine: facts.me.roles.clone() };
        let wanted = settings.auto_roles.iter().chain(&settings.bot_roles);
        let findings = wanted.filter_map(|role| standing.obstacle(*role).map(|why| (*role, why))).map(|(role, why)| {
            let (what, fix) = present::refused(call.locale, role, why);
            Finding { is_serious: true, what, fix }
        });
        Ok(findings.collect())
    }
}
