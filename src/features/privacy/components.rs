//! The buttons under `/mydata`: erasing takes two clicks.

use async_trait::async_trait;

use super::{command::MyData, erase, present, settings::PrivacySettings};
use crate::{
    discord::{custom_id::CustomId, reply::Reply},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
        personal::Subject,
        settings,
    },
};

/// The button that asks whether it is meant.
#[derive(Debug)]
pub struct AskErase;

#[async_trait]
impl Component for AskErase {
    fn name(&self) -> &'static str {
        "privacy.ask"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&MyData)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        check(ctx, call).await?;
        Ok(Reply::Update(present::asked(call.locale)))
    }
}

/// The button that means it.
#[derive(Debug)]
pub struct EraseOwn;

#[async_trait]
impl Component for EraseOwn {
    fn name(&self) -> &'static str {
        "privacy.erase_own"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&MyData)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        check(ctx, call).await?;
        let subject = Subject { guild: call.guild, user: call.actor.id };
        let scope = ctx.scope(call.application, call.guild);
        erase::decide(ctx, &scope, call.application, subject, &call.actor).await?;
        Ok(Reply::Update(present::begun(call.locale)))
    }
}

/// Refuses where the server wants to be asked.
async fn check(ctx: &Ctx, call: &Invocation) -> Result<()> {
    let settings: PrivacySettings = settings::for_call(ctx, call).await?;
    if settings.members_erase {
        return Ok(());
    }
    Err(Error::user(say!(call.locale, "This server wants to be asked: its admins can erase what I keep about you.")))
}
