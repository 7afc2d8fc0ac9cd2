//! The menu “Delete and warn” on a message: asks for the reason.

use async_trait::async_trait;
use twilight_model::{application::command::CommandType, guild::Permissions};

use crate::{
    discord::reply::{Modal, Reply},
    features::moderation::{act::reason_input, components::WarnAndDelete},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component as _},
        invocation::Invocation,
        locale::say,
    },
};

/// The menu.
#[derive(Debug)]
pub struct WarnForMessage;

#[async_trait]
impl Command for WarnForMessage {
    fn name(&self) -> &'static str {
        "Delete and warn"
    }
    fn summary(&self) -> &'static str {
        ""
    }
    fn kind(&self) -> CommandType {
        CommandType::Message
    }
    fn ack(&self) -> Ack {
        Ack::Modal
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS | Permissions::MANAGE_MESSAGES
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::MANAGE_MESSAGES | Permissions::READ_MESSAGE_HISTORY
    }

    async fn run(&self, _ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let message = call.interaction.data.target_id.ok_or_else(|| {
            Error::user(say!(call.locale, "Discord did not say which message you picked. Please try again."))
        })?;
        let reason = reason_input(
            say!(call.locale, "Reason"),
            say!(call.locale, "They read it; the message is kept with the case."),
            true,
            None,
        );
        Ok(Reply::Modal(Modal {
            custom_id: WarnAndDelete.custom_id().with(message).to_string(),
            title: say!(call.locale, "Delete the message and warn"),
            components: vec![reason],
        }))
    }
}
