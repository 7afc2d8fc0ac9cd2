//! `/settings show`: all settings of a feature, and a list to open one from.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};

use super::feature_option;
use crate::{
    discord::reply::{Choice, Reply},
    features::settings::{find, present, save},
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command},
        invocation::Invocation,
    },
};

/// The command.
#[derive(Debug)]
pub struct Show;

#[async_trait]
impl Command for Show {
    fn name(&self) -> &'static str {
        "settings show"
    }
    fn summary(&self) -> &'static str {
        "See the settings of a feature"
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
        let (number, document) = save::current(ctx, call, owner).await?;
        Ok(present::overview(call.locale, owner, number, &document).into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        let typed = call.options.focused().map(|(_, typed)| typed).unwrap_or_default();
        Ok(find::suggest_owners(ctx, &typed))
    }
}
