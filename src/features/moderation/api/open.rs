//! Acts on somebody, each of which opens a case.

use axum::{Json, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::UserMarker};
use utoipa::ToSchema;

use super::{outcome::Outcome, read::seconds};
use crate::{
    discord::client::Client,
    features::moderation::{
        act::{Acted, Request, behalf, read_reason, target_by_id, tools},
        commands::{ban, kick, note, timeout, unban, untimeout, warn},
        model::{CaseKind, LASTING},
    },
    platform::{
        api::{Body, Guild, Problem, Refusals, Result, Snowflake, about, rights},
        error::Error,
        invocation::Invocation,
    },
};

/// An act on somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// What to do. `softban` bans and lifts the ban at once, to remove somebody with their messages; `note` does nothing on
    /// Discord and tells nobody.
    kind: CaseKind,
    /// On whom. `kick`, `timeout`, `untimeout` and `warn` take a member of the server, the others anybody whom Discord knows.
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    /// `warn` and `note` need one, and so does everything where the server has it set.
    #[schema(max_length = 1000)]
    reason: Option<String>,
    /// How long a `timeout` lasts, which needs it, or a `ban`, which else is for good: a minute to five years.
    #[schema(minimum = 60, maximum = 157_680_000)]
    duration_seconds: Option<i64>,
    /// How far back a `ban` or `softban` deletes their messages: 0, 3600, 21600, 43200, 86400, 259200 or 604800. Unless given a
    /// ban deletes nothing and a soft ban a day's.
    #[schema(minimum = 0, maximum = 604_800)]
    delete_message_seconds: Option<i64>,
    /// In whose name, if not in yours: a member of the server. Admins may, and nobody writes notes so.
    #[schema(value_type = Option<Snowflake>)]
    on_behalf_of_user_id: Option<Id<UserMarker>>,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedCases {
    case: OpenedCase,
    /// What followed by itself: the act that the server has set for so many warnings.
    followed_by: Vec<OpenedCase>,
}

/// A case that was opened, with what became of its act.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedCase {
    number: i32,
    kind: CaseKind,
    #[schema(value_type = Snowflake)]
    user_id: Id<UserMarker>,
    user_name: String,
    #[schema(value_type = Snowflake)]
    moderator_user_id: Id<UserMarker>,
    reason: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    outcome: Outcome,
    /// Whether an older act that still waited was cancelled by this one.
    cancelled_pending: bool,
}

impl OpenedCase {
    fn of(acted: Acted) -> Self {
        let Acted { number, case, outcome, cancelled_pending, also: _ } = acted;
        Self {
            number,
            kind: case.kind,
            user_id: case.user,
            user_name: case.user_name,
            moderator_user_id: case.moderator,
            reason: case.reason,
            expires_at: case.expires_at,
            outcome: Outcome::of(&outcome),
            cancelled_pending,
        }
    }
}

/// Acts on somebody, as the command of the same name does in Discord, and opens a case. The case is there even if Discord refuses
/// the act: `outcome` tells.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/cases", tag = "Moderation", operation_id = "open_case",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path)), request_body = NewCase,
    responses((status = 201, body = OpenedCases), Refusals))]
pub async fn open(room: Guild<rights::Moderate>, Body(new): Body<NewCase>) -> Result<(StatusCode, Json<OpenedCases>)> {
    new.check()?;
    let call = room.invocation().await?;
    let (discord, _) = tools(&room.ctx, &call).await?;
    let request = new.request(&call, &discord).await?;
    let mut acted = new.act(&room, &call, &request).await?.into_iter().map(OpenedCase::of);
    let case = acted.next().ok_or_else(|| Error::Internal("an act opened no case".to_owned()))?;
    Ok((StatusCode::CREATED, Json(OpenedCases { case, followed_by: acted.collect() })))
}

impl NewCase {
    /// Refuses what does not fit the kind.
    fn check(&self) -> Result<()> {
        let kind = self.kind;
        let refuse =
            |field: &'static str, words: &str| Err(Problem::invalid(field, format!("A {} {words}.", kind.column())));
        if self.duration_seconds.is_some() && !kind.lasts() {
            return refuse("duration_seconds", "does not last");
        }
        if self.duration_seconds.is_none() && kind == CaseKind::Timeout {
            return refuse("duration_seconds", "lasts for so many seconds: say how many");
        }
        if self.delete_message_seconds.is_some() && !matches!(kind, CaseKind::Ban | CaseKind::SoftBan) {
            return refuse("delete_message_seconds", "deletes no messages");
        }
        if self.on_behalf_of_user_id.is_some() && kind == CaseKind::Note {
            return refuse("on_behalf_of_user_id", "is written in nobody else's name");
        }
        if matches!(kind, CaseKind::Warn | CaseKind::Note)
            && self.reason.as_ref().is_none_or(|reason| reason.trim().is_empty())
        {
            return refuse("reason", "says something: write what");
        }
        Ok(())
    }

    /// Who is meant. Discord is asked, because an id alone says nothing.
    async fn request(&self, call: &Invocation, discord: &Client) -> Result<Request> {
        let find = async |field, user| target_by_id(call.locale, discord, call.guild, user).await.map_err(about(field));
        let on_behalf_of = match self.on_behalf_of_user_id {
            Some(user) => {
                let field = "on_behalf_of_user_id";
                behalf(call, find(field, user).await?).map_err(about(field))?
            }
            None => None,
        };
        let reason = read_reason(call.locale, self.reason.as_deref()).map_err(about("reason"))?;
        Ok(Request { target: find("user_id", self.user_id).await?, reason, on_behalf_of })
    }

    async fn act(&self, room: &Guild<rights::Moderate>, call: &Invocation, request: &Request) -> Result<Vec<Acted>> {
        let ctx = &room.ctx;
        let lasting = self.duration_seconds.map(|wanted| seconds("duration_seconds", wanted, LASTING)).transpose()?;
        let window = self.delete_message_seconds.map(|wanted| ban::window(call.locale, wanted)).transpose();
        let window = window.map_err(about("delete_message_seconds"))?;
        let acted = match (self.kind, lasting) {
            (CaseKind::Ban, lasting) => ban::ban(ctx, call, request, lasting, window.unwrap_or(0)).await,
            (CaseKind::SoftBan, _) => ban::soft_ban(ctx, call, request, window.unwrap_or(ban::SOFT_WINDOW)).await,
            (CaseKind::Unban, _) => unban::unban(ctx, call, request).await,
            (CaseKind::Kick, _) => kick::kick(ctx, call, request).await,
            (CaseKind::Timeout, lasting) => {
                timeout::timeout(ctx, call, request, lasting.unwrap_or(LASTING.least)).await
            }
            (CaseKind::Untimeout, _) => untimeout::end_timeout(ctx, call, request).await,
            (CaseKind::Warn, _) => warn::warn(ctx, call, request).await,
            (CaseKind::Note, _) => note::note(ctx, call, request).await,
        };
        Ok(acted?)
    }
}
