//! `/unban`: lifts a ban, and cancels one that still waits.

use async_trait::async_trait;
use futures_util::join;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use super::{REASON, effect_of, end_bans, new_case, open_case, read_reason};
use crate::{
    db::Tx,
    discord::{
        client::Client,
        invocation::Invocation,
        reply::{Message, Reply},
    },
    features::moderation::{
        model::CaseKind,
        present::{self, Done},
        store::NewCase,
    },
    platform::{
        bots,
        ctx::Ctx,
        effects::{self, Act, Decided},
        error::{Error, Result},
        feature::{Ack, Command},
    },
};

/// The command.
#[derive(Debug)]
pub struct Unban;

#[async_trait]
impl Command for Unban {
    fn name(&self) -> &'static str {
        "unban"
    }
    fn summary(&self) -> &'static str {
        "Lift someone's ban"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::BAN_MEMBERS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::BAN_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "Whose ban to lift; paste their id").required(true).into(),
            StringBuilder::new("reason", "Why: kept in the case and in the audit log").max_length(REASON).into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let target = call.options.user("user").ok_or(Error::user("Choose whose ban to lift."))?.user;
        let reason = read_reason(call.options.text("reason"))?;
        let case = new_case(call, CaseKind::Unban, &target, reason);
        let (number, decided, discord) = decide(ctx, call, &case).await?;
        let outcome = effects::attempt(ctx, &discord, &decided).await;
        let done = Done { cancelled_pending: decided.cancelled_pending, ..Done::of(&case, number) };
        Ok(Message::public(present::acted(&done, &outcome)).into())
    }
}

/// One transaction: the interaction is claimed, the case opened, the member's bans ended with what was to lift them,
/// and the unban decided. Returns the case's number, the unban, and Discord as the bot.
async fn decide(ctx: &Ctx, call: &Invocation, case: &NewCase) -> Result<(i32, Decided, Client)> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (number, discord) = join!(open_case(&tx, call, case), bots::client(ctx, &tx, call.application));
            let (number, discord) = (number?, discord?);
            end_bans(&tx, call.guild, case.user, number, "unbanned").await?;
            let effect = effect_of(case, number, Act::Unban { user: case.user });
            let decided = effects::decide(&tx, effect).await?;
            Ok::<_, Error>((number, decided, discord))
        })
        .await
}
