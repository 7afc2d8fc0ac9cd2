//! `/kick`: removes a member, who may come back.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use super::{REASON, effect_of, new_case, open_case, permitted, read_reason};
use crate::{
    db::Tx,
    discord::{
        invocation::Invocation,
        reply::{Message, Reply},
    },
    features::moderation::{
        model::CaseKind,
        present::{self, Done},
    },
    platform::{
        ctx::Ctx,
        effects::{self, Act},
        error::{Error, Result},
        feature::{Ack, Command},
    },
};

/// The command.
#[derive(Debug)]
pub struct Kick;

#[async_trait]
impl Command for Kick {
    fn name(&self) -> &'static str {
        "kick"
    }
    fn summary(&self) -> &'static str {
        "Remove someone, who may come back"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::KICK_MEMBERS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::KICK_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "Whom to remove").required(true).into(),
            StringBuilder::new("reason", "Why: kept in the case and in the audit log").max_length(REASON).into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let target = call.options.user("user").ok_or(Error::user("Choose whom to kick."))?;
        if target.member.is_none() {
            return Err(Error::user("They are not in this server. To keep them out, use /ban."));
        }
        let reason = read_reason(call.options.text("reason"))?;
        let discord = permitted(ctx, call, CaseKind::Kick, &target).await?;
        let case = new_case(call, CaseKind::Kick, &target.user, reason);
        let (number, decided) = ctx
            .scope(call.application, call.guild)
            .write(async |tx: Tx| {
                let number = open_case(&tx, call, &case).await?;
                let effect = effect_of(&case, number, Act::Kick { user: case.user });
                Ok::<_, Error>((number, effects::decide(&tx, effect).await?))
            })
            .await?;
        let outcome = effects::attempt(ctx, &discord, &decided).await;
        Ok(Message::public(present::acted(&Done::of(&case, number), &outcome)).into())
    }
}
