//! Grants: who may use what, and who may not.

use axum::{Json, http::StatusCode, response::Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, RoleMarker, UserMarker},
    },
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    db::Tx,
    discord::{
        client::Client,
        rest::{self, Call},
    },
    features::permissions::{
        commands::{KINDS, grant},
        components, find,
    },
    platform::{
        access::Right,
        api::{self, At, Body, Guild, Listing, Page, Problem, Query, Refusals, Result, Rows, Snowflake, rights},
        error::Error,
        invocation::Invocation,
        locale::Locale,
        permissions::{self, Effect, Filter, Grant as Stored, Key, MOST, Person, Put, Subject, Target},
    },
};

/// Whether a grant lets somebody use something or keeps them from it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum GrantEffect {
    Allow,
    Deny,
}

/// A grant. It is about the user, the role or, with neither, everyone; and about the command or the whole feature.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Grant {
    pub id: i64,
    #[schema(value_type = Option<Snowflake>)]
    pub user_id: Option<Id<UserMarker>>,
    #[schema(value_type = Option<Snowflake>)]
    pub role_id: Option<Id<RoleMarker>>,
    #[schema(example = "/ban")]
    pub command: Option<String>,
    #[schema(example = "moderation")]
    pub feature: Option<String>,
    /// Where it holds, with its threads. Null: everywhere.
    #[schema(value_type = Option<Snowflake>)]
    pub channel_id: Option<Id<ChannelMarker>>,
    pub effect: GrantEffect,
    /// Who decided so last.
    #[schema(value_type = Snowflake)]
    pub created_by_user_id: Id<UserMarker>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl Rows for Grant {
    const COLUMNS: &'static [&'static str] =
        &["id", "user_id", "role_id", "command", "feature", "channel_id", "effect", "created_by_user_id", "created_at"];
    fn cursor(&self) -> String {
        self.id.to_string()
    }
}

impl From<Stored> for Grant {
    fn from(grant: Stored) -> Self {
        let (user_id, role_id) = match grant.key.subject {
            Subject::User(user) => (Some(user), None),
            Subject::Role(role) => (None, Some(role)),
            Subject::Everyone => (None, None),
        };
        let (command, feature) = match grant.key.target {
            Target::Command(name) => (Some(name), None),
            Target::Feature(name) => (None, Some(name)),
        };
        let effect = match grant.effect {
            Effect::Allow => GrantEffect::Allow,
            Effect::Deny => GrantEffect::Deny,
        };
        Self {
            id: grant.id,
            user_id,
            role_id,
            command,
            feature,
            channel_id: grant.key.channel,
            effect,
            created_by_user_id: grant.created_by,
            created_at: grant.created_at,
        }
    }
}

/// Which grants. With neither `user_id` nor `role_id` nor `everyone` it does not matter whom they are about.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GrantFilter {
    #[param(value_type = Option<Snowflake>)]
    user_id: Option<Id<UserMarker>>,
    #[param(value_type = Option<Snowflake>)]
    role_id: Option<Id<RoleMarker>>,
    /// Only those about everyone.
    #[serde(default)]
    everyone: bool,
    /// Only those about this command or feature: `/ban`, `moderation`.
    #[param(max_length = 100)]
    target: Option<String>,
}

/// A grant to be made. There is one for each person, thing and place: an allow stands in place of a deny, and the other way
/// round.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// Whom it is about: this user, this role, or with neither of them everyone.
    #[schema(value_type = Option<Snowflake>)]
    user_id: Option<Id<UserMarker>>,
    #[schema(value_type = Option<Snowflake>)]
    role_id: Option<Id<RoleMarker>>,
    /// A command or a feature with all its commands.
    #[schema(min_length = 1, max_length = 100, example = "/ban")]
    target: String,
    /// Where. Absent: everywhere.
    #[schema(value_type = Option<Snowflake>)]
    channel_id: Option<Id<ChannelMarker>>,
    effect: GrantEffect,
}

/// The grants of the server, the newest first.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/grants", tag = "Permissions", operation_id = "grants",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), GrantFilter, Listing),
    responses((status = 200, body = Page<Grant>), Refusals))]
pub async fn list(
    room: Guild<rights::Look>,
    Query(filter): Query<GrantFilter>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    let target = filter.target.as_deref().map(|name| target(&room, name)).transpose()?;
    let everyone = filter.everyone.then_some(Subject::Everyone);
    let subject = subject(&room, filter.user_id, filter.role_id)?.or(everyone);
    let (guild, filter) = (room.id, Filter { subject, target });
    listing
        .answer((room.scope(), filter), move |(scope, filter), cursor: Option<i64>, limit| async move {
            let before = cursor.unwrap_or(i64::MAX);
            let read = async |tx: Tx| permissions::page(&tx, guild, &filter, before, limit).await.map_err(Error::from);
            let listed = scope.read_at_once(read).await?;
            Ok(listed.into_iter().map(|listed| Grant::from(listed.grant)).collect())
        })
        .await
}

/// Lets somebody use a command or a feature, or keeps them from it. Owners of the tenant may decide about everything; admins
/// about what they may use themselves.
#[utoipa::path(put, path = "/tenants/{tenant}/guilds/{guild}/grants", tag = "Permissions", operation_id = "put_grant",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path)), request_body = NewGrant,
    responses((status = 200, body = Grant), Refusals))]
pub async fn put(room: Guild<rights::Manage>, Body(new): Body<NewGrant>) -> Result<Json<Grant>> {
    let target = target(&room, &new.target)?;
    let subject = subject(&room, new.user_id, new.role_id)?.unwrap_or(Subject::Everyone);
    let discord = room.discord().await?;
    let call = room.invocation_through(&discord).await?;
    let channel = check(&room, &discord, subject, new.channel_id).await?;
    let key = Key { subject, target, channel };
    let effect = match new.effect {
        GrantEffect::Allow => Effect::Allow,
        GrantEffect::Deny => Effect::Deny,
    };
    let (ctx, asker) = (&room.ctx, asker(&room, &call));
    let (put, grant) = room
        .scope()
        .write(async |tx: Tx| {
            let put = grant::put(ctx, &tx, &call, &asker, &key, effect).await?;
            Ok::<_, Error>((put, permissions::of_key(&tx, call.guild, &key).await?))
        })
        .await?;
    match (put, grant) {
        (Put::Full, _) | (_, None) => {
            Err(Problem::conflict("too_many", format!("This server has {MOST} grants, and there can be no more.")))
        }
        (_, Some(grant)) => Ok(Json(grant.into())),
    }
}

/// Takes a grant back, whichever way it went.
#[utoipa::path(delete, path = "/tenants/{tenant}/guilds/{guild}/grants/{id}", tag = "Permissions", operation_id = "revoke_grant",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("id" = i64, Path)), responses((status = 204), Refusals))]
pub async fn revoke(room: Guild<rights::Manage>, At(one): At<One>) -> Result<StatusCode> {
    let gone = || Problem::not_found("There is no such grant.");
    let find = async |tx: Tx| permissions::find(&tx, room.id, one.id).await.map_err(Error::from);
    let grant = room.scope().read_at_once(find).await?.ok_or_else(gone)?;
    let call = room.invocation().await?;
    let (ctx, asker) = (&room.ctx, asker(&room, &call));
    let revoke = async |tx: Tx| components::revoke(ctx, &tx, &call, &asker, &grant).await;
    if room.scope().write(revoke).await? { Ok(StatusCode::NO_CONTENT) } else { Err(gone()) }
}

/// A grant in the path.
#[derive(Debug, Deserialize)]
pub struct One {
    id: i64,
}

/// Whoever asks, as somebody who decides in the server: an owner of the tenant as its administrators do.
fn asker<R>(room: &Guild<R>, call: &Invocation) -> Person {
    let owns = if room.role.may(Right::Own) { Permissions::ADMINISTRATOR } else { Permissions::empty() };
    call.person(call.permissions() | owns)
}

fn target<R>(room: &Guild<R>, name: &str) -> Result<Target> {
    find::target(room.ctx.features, Locale::ENGLISH, name).map_err(api::about("target"))
}

fn subject<R>(room: &Guild<R>, user: Option<Id<UserMarker>>, role: Option<Id<RoleMarker>>) -> Result<Option<Subject>> {
    match (user, role) {
        (Some(_), Some(_)) => Err(Problem::invalid("role_id", "Name a user or a role, not both.")),
        (Some(user), None) => Ok(Some(Subject::User(user))),
        // @everyone has the id of its guild.
        (None, Some(role)) if role == room.id.cast() => Ok(Some(Subject::Everyone)),
        (None, Some(role)) => Ok(Some(Subject::Role(role))),
        (None, None) => Ok(None),
    }
}

/// Refuses what is not this server's. The channel is the one whose rules hold there: of a thread its parent.
async fn check<R>(
    room: &Guild<R>,
    discord: &Client,
    subject: Subject,
    channel: Option<Id<ChannelMarker>>,
) -> Result<Option<Id<ChannelMarker>>> {
    match subject {
        Subject::User(user) => {
            if discord.member(room.id, user).await.map_err(Error::from)?.is_none() {
                return Err(Problem::invalid("user_id", "They are not in this server."));
            }
        }
        Subject::Role(role) => {
            let guild: rest::Guild = discord.get(Call::guild(room.id)).await.map_err(Error::from)?;
            if !guild.roles.iter().any(|known| known.id == role) {
                return Err(Problem::invalid("role_id", "This server has no such role."));
            }
        }
        Subject::Everyone => {}
    }
    let Some(id) = channel else { return Ok(None) };
    match discord.channel(room.id, id).await.map_err(Error::from)? {
        Some(channel) if KINDS.contains(&channel.kind) => Ok(Some(id)),
        _ => Err(Problem::invalid("channel_id", "This server has no such channel that commands are used in.")),
    }
}
