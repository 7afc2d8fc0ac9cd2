//! `/settings rollback`: brings an older version back, as a new one.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::IntegerBuilder;

use super::{feature_option, reason, reason_option};
use crate::{
    db::Tx,
    discord::{
        limits::{CONTENT, shorten},
        reply::{Choice, Message, Reply},
    },
    features::settings::{find, present},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
        settings::{self, Saved},
    },
};

/// The command.
#[derive(Debug)]
pub struct Rollback;

#[async_trait]
impl Command for Rollback {
    fn name(&self) -> &'static str {
        "settings rollback"
    }
    fn summary(&self) -> &'static str {
        "Bring an older version of the settings back"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        let version = IntegerBuilder::new("version", "Which version; 0 is the defaults")
            .min_value(0)
            .max_value(i64::from(i32::MAX))
            .autocomplete(true)
            .required(true);
        vec![feature_option(true), version.into(), reason_option()]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let owner = find::owner(ctx, call.locale, call.options.text("feature"))?;
        let to = call.options.integer("version").and_then(|number| i32::try_from(number).ok()).unwrap_or(-1);
        let reason = reason(call, call.options.text("reason"))?;
        let saved = settings::roll_back(ctx, call, (owner.name, owner.declaration), to, reason.as_deref()).await?;
        let words = match saved {
            Saved::Published { number, before, after } => {
                let heading = say!(call.locale, "Version {to} is back, as version {number}.", to = to, number = number);
                let changes = present::changes(call.locale, owner.declaration, &before, &after);
                shorten(&format!("{heading}\n{changes}"), CONTENT)
            }
            Saved::NoVersion { number } => {
                return Err(Error::user(say!(call.locale, "There is no version {number}.", number = number)));
            }
            _ => say!(call.locale, "That is set already, so nothing was changed."),
        };
        Ok(Message::ephemeral(words).into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        let (option, typed) = call.options.focused().unwrap_or_default();
        if option == "feature" {
            return Ok(find::suggest_owners(ctx, &typed));
        }
        let owner = find::owner(ctx, call.locale, call.options.text("feature"))?;
        let versions = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| {
                settings::history(&tx, call.guild, owner.name, i32::MAX, 100).await.map_err(Error::from)
            })
            .await?;
        let fitting = versions.iter().filter(|version| version.number.to_string().starts_with(typed.trim()));
        Ok(fitting.map(|version| Choice::number(&present::suggestion(version), version.number.into())).collect())
    }
}
