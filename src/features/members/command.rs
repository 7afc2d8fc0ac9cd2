//! `/welcome`: what those who come and go are told, as it would be for whoever asks.

use async_trait::async_trait;
use futures_util::join;
use twilight_model::guild::Permissions;

use super::{model::Person, present, settings::MembersSettings, store};
use crate::{
    db::Tx,
    discord::reply::Reply,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        settings,
    },
};

/// The command.
#[derive(Debug)]
pub struct Welcome;

#[async_trait]
impl Command for Welcome {
    fn name(&self) -> &'static str {
        "welcome"
    }
    fn summary(&self) -> &'static str {
        "See what members are told when they join, and what is said when they leave"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (settings, server) = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| {
                let (settings, server) =
                    join!(settings::read::<MembersSettings>(&tx, call.guild), store::server(&tx, call.guild));
                Ok::<_, Error>((settings?, server?))
            })
            .await?;
        let person = Person { id: call.actor.id, name: call.actor.shown_name(), is_bot: false };
        let language = ctx.locale(settings.language());
        Ok(present::preview(call.locale, language, &settings, &person, &server).into())
    }
}
