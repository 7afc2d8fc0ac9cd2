//! `/settings history`: who changed what, when and why.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};

use super::feature_option;
use crate::{
    db::Tx,
    discord::reply::{Choice, Message, Reply},
    features::settings::{
        find::{self, Owner},
        present,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        settings,
    },
};

/// Versions on a page.
const PAGE: usize = 8;

/// The command.
#[derive(Debug)]
pub struct History;

#[async_trait]
impl Command for History {
    fn name(&self) -> &'static str {
        "settings history"
    }
    fn summary(&self) -> &'static str {
        "See who changed which setting, when and why"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![feature_option(false)]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let owner = find::owner(ctx, call.locale, call.options.text("feature"))?;
        Ok(page(ctx, call, owner, i32::MAX).await?.into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        let typed = call.options.focused().map(|(_, typed)| typed).unwrap_or_default();
        Ok(find::suggest_owners(ctx, &typed))
    }
}

/// The versions before `before`, newest first.
pub async fn page(ctx: &Ctx, call: &Invocation, owner: Owner, before: i32) -> Result<Message> {
    // One more than is shown: what the oldest of them changed shows only against the one before it.
    let limit = i64::try_from(PAGE.saturating_add(1)).unwrap_or(i64::MAX);
    let versions = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| {
            settings::history(&tx, call.guild, owner.name, before, limit).await.map_err(Error::from)
        })
        .await?;
    Ok(present::history(call.locale, owner, &versions, PAGE))
}
