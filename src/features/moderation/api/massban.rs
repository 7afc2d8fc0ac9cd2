//! Many bans at once.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;

use super::outcome::Outcome;
use crate::{
    features::moderation::{
        act::read_reason,
        commands::{ban::window, massban::MOST},
        massban::{self, Banned},
        present,
    },
    platform::{
        api::{Body, Guild, Problem, Refusals, Result, Snowflake, about, rights},
        effects::{self, ManyBanned},
        locale::Locale,
    },
};

/// Many bans at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMassBan {
    /// Whom, members or not. Who is named twice is banned once.
    #[schema(value_type = Vec<Snowflake>, min_items = 1, max_items = 200)]
    user_ids: Vec<Id<UserMarker>>,
    #[schema(max_length = 1000)]
    reason: Option<String>,
    /// How far back their messages are deleted: 0, 3600, 21600, 43200, 86400, 259200 or 604800. Unless given nothing is.
    #[schema(minimum = 0, maximum = 604_800)]
    delete_message_seconds: Option<i64>,
}

/// What became of many bans.
#[derive(Debug, Serialize, ToSchema)]
pub struct MassBan {
    /// A case for everybody who may be banned, in the order in which they were named.
    cases: Vec<MassBanCase>,
    /// Whom nobody may ban, or not you, or not the bot.
    protected: Vec<ProtectedUser>,
    /// Of the one call that bans them all.
    outcome: Outcome,
}

/// One of many bans.
#[derive(Debug, Serialize, ToSchema)]
pub struct MassBanCase {
    number: i32,
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    state: MassBanState,
}

/// How one of many bans stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MassBanState {
    Banned,
    /// Another ban of theirs stood already.
    BannedBefore,
    Queued,
    /// Discord did not ban them.
    Refused,
}

/// Somebody who may not be banned.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProtectedUser {
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    /// Why, and what helps.
    why: String,
}

/// Bans up to 200 people in one call, with a case for each.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/massbans", tag = "Moderation", operation_id = "massban",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path)), request_body = NewMassBan,
    responses((status = 201, body = MassBan), Refusals))]
pub async fn ban(room: Guild<rights::Moderate>, Body(new): Body<NewMassBan>) -> Result<(StatusCode, Json<MassBan>)> {
    if !(1..=MOST).contains(&new.user_ids.len()) {
        return Err(Problem::invalid("user_ids", format!("Name 1 to {MOST} people.")));
    }
    let locale = room.ctx.spoken();
    let reason = read_reason(locale, new.reason.as_deref()).map_err(about("reason"))?;
    let seconds = new.delete_message_seconds.map(|seconds| window(locale, seconds)).transpose();
    let seconds = seconds.map_err(about("delete_message_seconds"))?.unwrap_or(0);
    let mut people = Vec::with_capacity(new.user_ids.len());
    for user in new.user_ids {
        if !people.contains(&user) {
            people.push(user);
        }
    }
    let call = room.invocation().await?;
    let banned = massban::ban(&room.ctx, &call, &people, reason, seconds).await?;
    Ok((StatusCode::CREATED, Json(MassBan::of(locale, &banned))))
}

impl MassBan {
    fn of(locale: Locale, Banned { sifted, first, outcome }: &Banned) -> Self {
        let many: ManyBanned = match outcome {
            effects::Outcome::Done(report) => serde_json::from_value(report.answer.clone()).unwrap_or_default(),
            _ => ManyBanned::default(),
        };
        let state = |user| match outcome {
            effects::Outcome::Queued => MassBanState::Queued,
            effects::Outcome::Done(_) if many.banned.contains(user) => MassBanState::Banned,
            effects::Outcome::Done(_) if many.before.contains(user) => MassBanState::BannedBefore,
            _ => MassBanState::Refused,
        };
        let cases = (*first..).zip(&sifted.allowed);
        let protected = sifted.protected.iter();
        Self {
            cases: cases
                .map(|(number, (user, _))| MassBanCase { number, user_id: *user, state: state(user) })
                .collect(),
            protected: protected
                .map(|(user, why)| ProtectedUser { user_id: *user, why: present::protected(locale, *why) })
                .collect(),
            outcome: Outcome::of(outcome),
        }
    }
}
