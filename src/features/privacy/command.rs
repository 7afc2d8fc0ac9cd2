//! `/mydata`: what is kept about whoever asks, with the ways to a copy and to an erasure.

use async_trait::async_trait;

use super::{present, settings::PrivacySettings};
use crate::{
    discord::reply::Reply,
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command},
        invocation::Invocation,
        settings,
    },
};

/// The command.
#[derive(Debug)]
pub struct MyData;

#[async_trait]
impl Command for MyData {
    fn name(&self) -> &'static str {
        "mydata"
    }
    fn summary(&self) -> &'static str {
        "See what I keep about you here, get a copy or erase it"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let settings: PrivacySettings = settings::for_call(ctx, call).await?;
        Ok(present::overview(ctx, call, settings.members_erase).into())
    }
}
