//! `/permissions revoke`: takes a grant back, whichever way it went, and says what is left.

use async_trait::async_trait;
use futures_util::join;
use twilight_model::{application::command::CommandOption, guild::Permissions};

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
        permissions::{self, Filter, Grant, Key, Listed, MOST, Person},
    },
};

/// The command.
#[derive(Debug)]
pub struct Revoke;

#[async_trait]
impl Command for Revoke {
    fn name(&self) -> &'static str {
        "permissions revoke"
    }
    fn summary(&self) -> &'static str {
        "Take back what was granted or denied"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        let [user, role] = subject_options("From whom", "From whoever has this role; @everyone for all");
        vec![
            target_option("Which command or feature", true),
            user,
            role,
            channel_option("In which channel; leave out for what holds everywhere"),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let key = read_key(ctx, call)?;
        let asker = authority::asker(ctx, call, key.channel).await?;
        let (revoked, left) = ctx
            .scope(call.application, call.guild)
            .write(async |tx: Tx| revoke(ctx, &tx, call, &asker, &key).await)
            .await?;
        Ok(Message::ephemeral(present::revoked(call.locale, &key, revoked.as_ref(), &left)).into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        Ok(suggest_targets(ctx, call))
    }
}

/// What was revoked, and what else their grants say about the same commands.
async fn revoke(
    ctx: &Ctx,
    tx: &Tx,
    call: &Invocation,
    asker: &Person,
    key: &Key,
) -> Result<(Option<Grant>, Vec<Grant>)> {
    let (claimed, checked, grant) = join!(
        interactions::claim(tx, call.interaction.id),
        authority::check(ctx, tx, call, asker, key),
        permissions::of_key(tx, call.guild, key)
    );
    claimed?;
    checked?;
    let grant = match grant? {
        Some(grant) if permissions::revoke(ctx, tx, call.guild, &call.actor, &grant).await? => Some(grant),
        _ => None,
    };
    let theirs = Filter { subject: Some(key.subject), target: None };
    let left: Vec<Listed> = permissions::page(tx, call.guild, &theirs, i64::MAX, MOST).await?;
    let about = find::parts(ctx.features, &key.target);
    let overlaps = |grant: &Grant| {
        let parts = find::parts(ctx.features, &grant.key.target);
        parts.iter().any(|part| about.iter().any(|one| one.command.name() == part.command.name()))
    };
    Ok((grant, left.into_iter().map(|listed| listed.grant).filter(overlaps).collect()))
}
