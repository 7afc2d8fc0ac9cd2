//! `/ping`: whether I am here. Touches no database, so it answers even while that is away.

use async_trait::async_trait;

use crate::{
    discord::reply::{Message, Reply},
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
    },
};

/// The command.
#[derive(Debug)]
pub struct Ping;

#[async_trait]
impl Command for Ping {
    fn name(&self) -> &'static str {
        "ping"
    }
    fn summary(&self) -> &'static str {
        "See whether I am awake"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn works_anywhere(&self) -> bool {
        true
    }

    async fn run(&self, _ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let name = call.actor.shown_name();
        Ok(Message::ephemeral(say!(call.locale, "I am here, {name}.", name = name)).into())
    }
}
