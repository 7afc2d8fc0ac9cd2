//! Why somebody may use a command, or why not.

use axum::Json;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use super::grants::Grant;
use crate::{
    db::Tx,
    features::permissions::{authority, commands::explain::unseen, find, present},
    platform::{
        api::{self, Guild, Problem, Query, Refusals, Result, Snowflake, rights},
        error::Error,
        locale::Locale,
        permissions::{self, Because, named},
    },
};

/// Of whom, what and where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Question {
    #[param(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    /// The command: `/ban`.
    #[param(min_length = 1, max_length = 100)]
    command: String,
    /// Where. Absent: in the server as a whole.
    #[param(value_type = Option<Snowflake>)]
    channel_id: Option<Id<ChannelMarker>>,
}

/// What decides.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// They own or administer the server: no grant binds them.
    Administers,
    /// The grant.
    Granted,
    /// The grant.
    Denied,
    /// No grant is about it, and they have the permissions of Discord that it needs.
    Holds,
    /// No grant is about it, and these permissions of Discord are missing.
    Lacks,
}

/// Whether somebody may use a command, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Explanation {
    is_allowed: bool,
    because: Why,
    /// The grant that decides.
    grant: Option<Grant>,
    /// The permissions of Discord that decide, by the names that people know.
    permissions: Option<String>,
    /// The same in words, as `/permissions explain` says it.
    words: String,
}

/// Says why somebody may use a command, or why not.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/permissions", tag = "Permissions", operation_id = "explain_permissions",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), Question),
    responses((status = 200, body = Explanation), Refusals))]
pub async fn explain(room: Guild<rights::Look>, Query(asked): Query<Question>) -> Result<Json<Explanation>> {
    let part = find::command(room.ctx.features, Locale::ENGLISH, &asked.command).map_err(api::about("command"))?;
    let absent = || Problem::invalid("user_id", "They are not in this server.");
    let discord = room.discord().await?;
    let member = discord.member(room.id, asked.user_id).await.map_err(Error::from)?.ok_or_else(absent)?;
    let call = room.invocation_through(&discord).await?;
    let person = authority::member(&room.ctx, &call, asked.user_id, member, asked.channel_id).await?;
    let person = match (person, asked.channel_id) {
        (Some(person), _) => person,
        (None, Some(channel)) => return Err(Problem::invalid("channel_id", unseen(&call, channel).to_string())),
        (None, None) => return Err(absent()),
    };
    let read = async |tx: Tx| {
        let who = (person.user, person.roles.as_slice());
        permissions::of_person(&tx, room.id, who, None).await.map_err(Error::from)
    };
    let because = part.judge(&person, asked.channel_id, &room.scope().read_at_once(read).await?);
    let words = present::explained(call.locale, &person, part, asked.channel_id, &because);
    let (why, grant, permissions) = match &because {
        Because::Administers => (Why::Administers, None, None),
        Because::Granted(grant) => (Why::Granted, Some(grant.clone().into()), None),
        Because::Denied(grant) => (Why::Denied, Some(grant.clone().into()), None),
        Because::Holds(held) => (Why::Holds, None, Some(named(call.locale, *held))),
        Because::Lacks(lacking) => (Why::Lacks, None, Some(named(call.locale, *lacking))),
    };
    Ok(Json(Explanation { is_allowed: because.allows(), because: why, grant, permissions, words }))
}
