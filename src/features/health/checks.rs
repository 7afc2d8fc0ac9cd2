//! What is checked for every feature: permissions, the order of roles, failures.

use async_trait::async_trait;
use twilight_model::guild::Permissions;

use super::store;
use crate::{
    db::Tx,
    discord::limits::shorten,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::shown_name,
        health::{Check, Facts, Finding},
        invocation::Invocation,
        locale::{first_of, say},
        permissions,
    },
};

/// Roles that are named before the rest is only counted.
const NAMED: usize = 10;

/// Permissions that commands need and the bot lacks.
pub struct Lacking;

#[async_trait]
impl Check for Lacking {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let held = facts.permissions(call);
        let commands = || ctx.features.iter().flat_map(|feature| feature.commands);
        let wanted = commands().map(|command| command.bot_needs()).fold(Permissions::empty(), |all, one| all | one);
        let lacking = permissions::missing(held, wanted).iter().map(|permission| {
            let needing = commands().filter(|command| command.bot_needs().contains(permission));
            let names: Vec<String> = needing.map(|command| shown_name(call.locale, *command)).collect();
            let name = permissions::named(call.locale, permission);
            Finding {
                is_serious: true,
                what: say!(call.locale, "I lack the permission {name}", name = name),
                fix: say!(
                    call.locale,
                    "Server settings, Roles, my role: switch {name} on. Until then these don't work: {commands}.",
                    name = name,
                    commands = names.join(", ")
                ),
            }
        });
        Ok(lacking.collect())
    }
}

/// Roles above the bot's, whose holders it can't act on.
pub struct RoleOrder;

#[async_trait]
impl Check for RoleOrder {
    async fn run(&self, _ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>> {
        let mine = facts.guild.roles.iter().filter(|role| facts.me.roles.contains(&role.id));
        let top = mine.map(|role| role.position).max().unwrap_or(0);
        let mut above: Vec<_> = facts.guild.roles.iter().filter(|role| role.position > top && !role.managed).collect();
        if above.is_empty() {
            return Ok(Vec::new());
        }
        above.sort_by_key(|role| std::cmp::Reverse(role.position));
        let roles = first_of(call.locale, above.iter().map(|role| format!("<@&{}>", role.id)), NAMED);
        Ok(vec![Finding {
            is_serious: false,
            what: say!(call.locale, "Some roles stand above mine"),
            fix: say!(
                call.locale,
                "I can't act on whoever has {roles}. If I should, drag my role above theirs in the server's settings.",
                roles = roles
            ),
        }])
    }
}

/// Work that failed for good.
pub struct Failures;

#[async_trait]
impl Check for Failures {
    async fn run(&self, ctx: &Ctx, call: &Invocation, _facts: &Facts) -> Result<Vec<Finding>> {
        let (count, newest) = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| store::dead_tasks(&tx, call.guild).await.map_err(Error::from))
            .await?;
        if count == 0 {
            return Ok(Vec::new());
        }
        Ok(vec![Finding {
            is_serious: false,
            what: say!(call.locale, "Failed for good in the last seven days: {count}", count = count),
            fix: say!(
                call.locale,
                "The latest error: {error}. Fix that, then do those acts again.",
                error = shorten(newest.as_deref().unwrap_or_default(), 300)
            ),
        }])
    }
}
