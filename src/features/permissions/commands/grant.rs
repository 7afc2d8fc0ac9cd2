//! `/permissions grant`: hands a command or a whole feature to a user, a role or everyone, or keeps them from it.

use async_trait::async_trait;
use futures_util::join;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::BooleanBuilder;

use super::{channel_option, read_key, subject_options, suggest_targets, target_option};
use crate::{
    db::Tx,
    discord::reply::{Choice, Message, Reply},
    features::permissions::{authority, find, present},
    platform::{
        ctx::Ctx,
        error::Result,
        feature::{Ack, Command},
        interactions,
        invocation::Invocation,
        permissions::{self, Effect, Key, Person, Put, Subject},
    },
};

/// The command.
#[derive(Debug)]
pub struct GrantCommand;

#[async_trait]
impl Command for GrantCommand {
    fn name(&self) -> &'static str {
        "permissions grant"
    }
    fn summary(&self) -> &'static str {
        "Let somebody use a command, or keep them from it"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        let [user, role] = subject_options("To whom", "To whoever has this role; @everyone for all");
        vec![
            target_option("Which command, or which feature with all its commands", true),
            user,
            role,
            channel_option("Where, with its threads; leave out for everywhere"),
            BooleanBuilder::new("deny", "Whether to keep them from it instead").into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let key = read_key(ctx, call)?;
        let effect = if call.options.boolean("deny") == Some(true) { Effect::Deny } else { Effect::Allow };
        let asker = authority::asker(ctx, call, key.channel).await?;
        let put = ctx
            .scope(call.application, call.guild)
            .write(async |tx: Tx| put(ctx, &tx, call, &asker, &key, effect).await)
            .await?;
        let mut words = present::put(call.locale, &key, effect, &put);
        if effect == Effect::Allow && put != Put::Full {
            let parts = find::parts(ctx.features, &key.target);
            words.extend(present::hidden(ctx, call, &parts, held_by(call, key.subject)));
        }
        Ok(Message::ephemeral(words.join("\n")).into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        Ok(suggest_targets(ctx, call))
    }
}

/// Writes a grant, if whoever asks may decide about it.
pub async fn put(ctx: &Ctx, tx: &Tx, call: &Invocation, asker: &Person, key: &Key, effect: Effect) -> Result<Put> {
    let (claimed, checked) =
        join!(interactions::claim(tx, call.interaction.id), authority::check(ctx, tx, call, asker, key));
    claimed?;
    checked?;
    permissions::put(ctx, tx, call.guild, &call.actor, (key, effect)).await
}

/// What Discord lets them do anyway, as far as the interaction tells.
fn held_by(call: &Invocation, subject: Subject) -> Permissions {
    let held = match subject {
        Subject::User(_) => call.options.user("user").and_then(|target| target.member?.permissions),
        Subject::Role(_) | Subject::Everyone => call.options.role("role").and_then(|role| role.permissions),
    };
    held.unwrap_or(Permissions::empty())
}
