//! The roles that new members get.

use async_trait::async_trait;
use futures_util::join;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, RoleMarker, UserMarker},
};

use super::{
    log::{self, PostMemberLog},
    model::{Obstacle, Person, Standing, Told},
    settings::MembersSettings,
    store,
};
use crate::{
    db::{Scope, Tx},
    discord::{
        client::{self, Client},
        rest::{Call, code},
    },
    edge,
    platform::{
        bots,
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        journal, settings,
        tasks::{self, Due, Enqueued, Leased, NewTask},
    },
};

/// What Discord's audit log says of it.
const REASON: &str = "Guildhall: role for new members";

/// Gives somebody who has joined the roles that the server has set by then. What the bot can't give is told of once and not
/// tried again; that somebody has left meanwhile is no failure.
#[derive(Debug)]
pub struct GiveRoles;

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    user: Id<UserMarker>,
    is_bot: bool,
}

#[async_trait]
impl Task for GiveRoles {
    fn kind(&self) -> &'static str {
        "members.give_roles"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let Payload { user, is_bot } =
            Payload::deserialize(&task.payload).map_err(|error| Error::Internal(error.to_string()))?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let (settings, standing, discord) = scope
            .read_at_once(async |tx: Tx| {
                let (settings, standing, discord) = join!(
                    settings::read::<MembersSettings>(&tx, task.guild),
                    store::standing(&tx, task.guild, task.application.cast()),
                    bots::client(ctx, &tx, task.application)
                );
                Ok::<_, Error>((settings?, standing?, discord?))
            })
            .await?;
        let Some((given, refused)) = give(&discord, &standing, settings.roles_of(is_bot), user).await? else {
            return Ok(json!({ "nobody to give them to": "they have left" }));
        };
        if settings.log_channel.is_some() && !refused.is_empty() {
            let noted = scope.write(async |tx: Tx| note(&tx, task, &refused).await).await?;
            tasks::run_later(ctx, noted);
        }
        Ok(json!({ "given": given, "refused": refused.iter().map(|(role, _)| role).collect::<Vec<_>>() }))
    }
}

/// Roles that could not be given.
type Refused = Vec<(Id<RoleMarker>, Obstacle)>;

/// Gives the roles that can be given; those that were and those that were not. None: the person has left.
async fn give(
    discord: &Client,
    standing: &Standing,
    roles: &[Id<RoleMarker>],
    user: Id<UserMarker>,
) -> Result<Option<(Vec<Id<RoleMarker>>, Refused)>> {
    let (mut given, mut refused) = (Vec::new(), Vec::new());
    for role in roles.iter().copied() {
        // What is known to be in vain is not asked: thousands who join would be thousands of refusals.
        if let Some(why) = standing.obstacle(role) {
            refused.push((role, why));
            continue;
        }
        let call = Call::add_role(standing.guild, user, role).because(Some(REASON));
        match discord.send(call).await {
            Ok(_) => given.push(role),
            Err(error) if [code::UNKNOWN_MEMBER, code::UNKNOWN_USER].iter().any(|code| error.has_code(*code)) => {
                return Ok(None);
            }
            Err(error) => refused.push((role, obstacle(error)?)),
        }
    }
    Ok(Some((given, refused)))
}

/// What Discord's refusal says of the role; another error stays one.
fn obstacle(error: client::Error) -> Result<Obstacle> {
    match error {
        error if error.has_code(code::UNKNOWN_ROLE) => Ok(Obstacle::Gone),
        error if error.has_code(code::MISSING_PERMISSIONS) || error.has_code(code::MISSING_ACCESS) => {
            Ok(Obstacle::Forbidden)
        }
        error => Err(error.into()),
    }
}

async fn note(tx: &Tx, task: &Leased, refused: &Refused) -> Result<Enqueued> {
    let entries = refused.iter().map(|(role, why)| log::entry(&Told::Refused { role: *role, why: *why }));
    let entries = entries.collect::<Result<_>>()?;
    journal::note(tx, (task.application, task.guild), PostMemberLog.kind(), entries).await
}

/// Decides that somebody gets their roles, once for each time that they join.
pub async fn enqueue(
    tx: &Tx,
    (application, guild): (Id<ApplicationMarker>, Id<GuildMarker>),
    person: &Person,
    joined_at: Timestamp,
    due: Timestamp,
) -> Result<Enqueued> {
    let payload = serde_json::to_value(Payload { user: person.id, is_bot: person.is_bot });
    let task = NewTask {
        application,
        guild,
        kind: GiveRoles.kind(),
        subject: format!("members/{}", person.id),
        lane: None,
        about: None,
        unique_key: format!("{guild}/members/roles/{}/{}", person.id, joined_at.as_microsecond()),
        payload: payload.map_err(|error| Error::Internal(error.to_string()))?,
        requested_by: None,
        reason: None,
        due: if due <= edge::now() { Due::AtOnce } else { Due::At(due) },
    };
    Ok(tasks::enqueue(tx, task).await?)
}
