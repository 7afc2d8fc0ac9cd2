//! Roles that were given or taken for a time are taken or given back.

use async_trait::async_trait;
use futures_util::join;
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{RoleMarker, UserMarker},
};

use super::{SOON, effect_of, later, wait_for_the_act};
use crate::{
    db::{Scope, Tx},
    features::moderation::{
        model::{self, RoleChange},
        present,
        settings::ModerationSettings,
        store::{self, Stage},
    },
    platform::{
        bots,
        ctx::Ctx,
        effects::{self, Act, NewEffect},
        error::{Error, Result},
        feature::Task,
        settings,
        tasks::Leased,
    },
};

/// For Discord's audit log.
const BECAUSE: &str = "the time of the role is over";

/// Takes a role back or gives it back, unless that was done by hand. A later command about the role cancels this.
#[derive(Debug)]
pub struct UndoRole;

#[derive(Debug, Deserialize)]
struct Payload {
    user: Id<UserMarker>,
    role: Id<RoleMarker>,
    /// What is to be done.
    change: RoleChange,
}

#[async_trait]
impl Task for UndoRole {
    fn kind(&self) -> &'static str {
        "moderation.undo_role"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let Payload { user, role, change } =
            serde_json::from_value(task.payload.clone()).map_err(|error| Error::Internal(error.to_string()))?;
        let subject = model::role_subject(user, role);
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let (newest, settings, discord) = scope
            .read_at_once(async |tx: Tx| {
                let (newest, settings, discord) = join!(
                    store::newest_effect(&tx, task.guild, subject.clone()),
                    settings::read::<ModerationSettings>(&tx, task.guild),
                    bots::client(ctx, &tx, task.application)
                );
                Ok::<_, Error>((newest?, settings?, discord?))
            })
            .await?;
        if newest == Some(Stage::Unfinished) {
            return wait_for_the_act(&scope, task.again(self.kind(), later(SOON)?)).await;
        }
        let Some(member) = discord.member(task.guild, user).await? else {
            return Ok(json!({ "nothing to undo": "they have left" }));
        };
        if member.roles.contains(&role) == change.leaves_it() {
            return Ok(json!({ "nothing to undo": "it was changed by hand" }));
        }
        let undoing = NewEffect { subject, ..effect_of(task, "effect", change.act(user, role), BECAUSE) };
        let log = settings.log_channel.map(|channel| {
            let content = present::role_over_line(ctx.locale(settings.language()), change, user, role);
            NewEffect { reason: None, ..effect_of(task, "log", Act::Post { channel, content }, BECAUSE) }
        });
        scope.write(async |tx: Tx| decide(&tx, &undoing, log.as_ref()).await).await?;
        Ok(json!({ "undone": change }))
    }
}

async fn decide(tx: &Tx, undoing: &NewEffect, log: Option<&NewEffect>) -> Result<()> {
    effects::decide(tx, undoing.clone()).await?;
    if let Some(log) = log {
        effects::decide(tx, log.clone()).await?;
    }
    Ok(())
}
