//! `/role add`: gives a member a role, for good or for a time.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{role_options, tell_role_change},
        model::RoleChange,
    },
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command},
        invocation::Invocation,
    },
};

/// The command.
#[derive(Debug)]
pub struct RoleAdd;

#[async_trait]
impl Command for RoleAdd {
    fn name(&self) -> &'static str {
        "role add"
    }
    fn summary(&self) -> &'static str {
        "Give someone a role, for good or for a time"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_ROLES
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::MANAGE_ROLES
    }
    fn options(&self) -> Vec<CommandOption> {
        role_options("Who gets the role", "Which role", "For how long: 30m, 12h, 7d. Leave out to give it for good")
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(Message::public(tell_role_change(ctx, call, RoleChange::Give).await?).into())
    }
}
