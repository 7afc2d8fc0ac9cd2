//! Cases, as they stand.

use axum::response::Response;
use futures_util::try_join;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use super::read::Numbered;
use crate::{
    db::{Scope, Tx},
    edge,
    features::moderation::{
        model::{self, CaseKind, Ended},
        store::{self, CaseEffect, CaseFilter, CaseNote, Hidden, Place},
    },
    platform::{
        api::{At, Guild, Listing, Page, Problem, Query, Refusals, Result, Rows, Snowflake, rights, tagged},
        effects::{Report, Told},
    },
};

/// Notes on a case that are shown.
const NOTES: i64 = 100;

/// An act of moderation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Case {
    /// In the server from 1 on, without gaps.
    pub number: i32,
    pub kind: CaseKind,
    /// Whom it is about, and what they were called then.
    #[schema(value_type = Snowflake)]
    pub user_id: Id<UserMarker>,
    pub user_name: String,
    #[schema(value_type = Snowflake)]
    pub moderator_user_id: Id<UserMarker>,
    pub moderator_name: String,
    /// Who acted in the moderator's name. Null: the moderator themselves.
    #[schema(value_type = Option<Snowflake>)]
    pub made_by_user_id: Option<Id<UserMarker>>,
    pub reason: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When a ban or timeout is over by itself. Null: never, or it is neither.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    pub ended_because: Option<Ended>,
    /// Whether it is a ban or timeout that stands.
    pub is_running: bool,
    /// Whether it was done in Discord itself, by a person or another bot.
    pub is_by_hand: bool,
    /// Whether lists leave it out.
    pub is_hidden: bool,
    /// How many messages are kept as evidence.
    pub messages_kept: i32,
    /// Who deleted what it said, and why: nothing else is left of it.
    #[schema(value_type = Option<Snowflake>)]
    pub deleted_by_user_id: Option<Id<UserMarker>>,
    pub deleted_because: Option<String>,
    /// For If-Match.
    pub version: i32,
}

impl Case {
    fn of(case: model::Case, now: Timestamp) -> Self {
        let is_running = case.runs(now);
        let (deleted_by_user_id, deleted_because) = case.deleted.unzip();
        Self {
            number: case.number,
            kind: case.kind,
            user_id: case.user,
            user_name: case.user_name,
            moderator_user_id: case.moderator,
            moderator_name: case.moderator_name,
            made_by_user_id: case.made_by,
            reason: case.reason,
            created_at: case.created_at,
            expires_at: case.expires_at,
            ended_at: case.ended_at,
            ended_because: case.ended,
            is_running,
            is_by_hand: case.is_by_hand,
            is_hidden: case.is_hidden,
            messages_kept: case.messages_kept,
            deleted_by_user_id,
            deleted_because,
            version: case.revision,
        }
    }
}

impl Rows for Case {
    const COLUMNS: &'static [&'static str] = &[
        "number",
        "created_at",
        "kind",
        "user_id",
        "user_name",
        "moderator_user_id",
        "moderator_name",
        "made_by_user_id",
        "reason",
        "expires_at",
        "ended_at",
        "ended_because",
        "is_running",
        "is_by_hand",
        "is_hidden",
        "messages_kept",
        "deleted_by_user_id",
        "deleted_because",
    ];
    fn cursor(&self) -> String {
        self.number.to_string()
    }
}

/// A case with all that hangs on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeCase {
    #[serde(flatten)]
    case: Case,
    /// The newest hundred, oldest first. For staff alone: the person concerned is told none of it.
    notes: Vec<WrittenNote>,
    /// What it did on Discord, from the first on.
    effects: Vec<Effect>,
}

/// Something written down on a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenNote {
    #[schema(value_type = Snowflake)]
    author_user_id: Id<UserMarker>,
    author_name: String,
    body: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A call to Discord, as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseEffect)]
pub struct Effect {
    id: i64,
    /// What it does.
    #[schema(example = "ban")]
    act: String,
    /// `pending` or `running`: it will be tried, or is; `done`; `cancelled` before it happened; `dead`: Discord never let it happen.
    #[schema(example = "done")]
    state: String,
    attempts: i32,
    /// What went wrong last.
    last_error: Option<String>,
    /// What became of the direct message to the person concerned.
    told: Option<Told>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Timestamp>,
}

impl WrittenNote {
    fn of(note: CaseNote) -> Self {
        let CaseNote { author, author_name, body, created_at } = note;
        Self { author_user_id: author, author_name, body, created_at }
    }
}

impl Effect {
    fn of(effect: CaseEffect) -> Self {
        let report: Report = effect.report.and_then(|report| serde_json::from_value(report).ok()).unwrap_or_default();
        Self {
            id: effect.id,
            act: effect.act,
            state: effect.state,
            attempts: effect.attempts,
            last_error: effect.last_error,
            told: report.told,
            created_at: effect.created_at,
            finished_at: effect.finished_at,
        }
    }
}

/// Which cases, in which order.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Only about this person.
    #[param(value_type = Option<Snowflake>)]
    user_id: Option<Id<UserMarker>>,
    /// Only by this moderator.
    #[param(value_type = Option<Snowflake>)]
    moderator_user_id: Option<Id<UserMarker>>,
    /// Only of this kind.
    #[param(inline)]
    kind: Option<CaseKind>,
    /// Only those opened then or later.
    #[param(value_type = Option<String>, format = DateTime)]
    created_after: Option<Timestamp>,
    /// Only those opened before then.
    #[param(value_type = Option<String>, format = DateTime)]
    created_before: Option<Timestamp>,
    /// Only bans and timeouts: `true` those that stand, `false` those that are over.
    running: Option<bool>,
    /// Whether hidden ones are shown; `without` unless given.
    #[param(inline)]
    hidden: Option<Hidden>,
    /// `newest` first unless given.
    #[param(inline)]
    sort: Option<CaseOrder>,
}

/// Which come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseOrder {
    #[default]
    Newest,
    Oldest,
}

impl Wanted {
    fn filter(&self) -> CaseFilter {
        CaseFilter {
            user: self.user_id,
            moderator: self.moderator_user_id,
            kind: self.kind,
            since: self.created_after.map(known),
            before: self.created_before.map(known),
            running: self.running,
            hidden: self.hidden.unwrap_or_default(),
        }
    }

    fn place(&self, cursor: Option<i32>) -> Place {
        match self.sort.unwrap_or_default() {
            CaseOrder::Newest => Place::OlderThan(cursor.unwrap_or(i32::MAX)),
            CaseOrder::Oldest => Place::NewerThan(cursor.unwrap_or(0)),
        }
    }
}

/// A time that Postgres knows: its own begin later than ours, and both long before Discord's.
fn known(time: Timestamp) -> Timestamp {
    time.max(Timestamp::UNIX_EPOCH)
}

/// The cases of a server.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/cases", tag = "Moderation", operation_id = "cases",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), Wanted, Listing),
    responses((status = 200, body = Page<Case>), Refusals))]
pub async fn list(
    room: Guild<rights::Look>,
    Query(wanted): Query<Wanted>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    let guild = room.id;
    listing
        .answer((room.scope(), wanted), move |(scope, wanted), cursor, limit| async move {
            page(&scope, guild, &wanted.filter(), wanted.place(cursor), limit).await
        })
        .await
}

/// A case, with its notes and what it did on Discord.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/cases/{number}", tag = "Moderation", operation_id = "case",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("number" = i32, Path)),
    responses((status = 200, body = WholeCase, headers(("etag" = String))), Refusals))]
pub async fn show(room: Guild<rights::Look>, At(Numbered { number }): At<Numbered>) -> Result<Response> {
    let case = whole(&room.scope(), room.id, number).await?;
    Ok(tagged(case.case.version, case))
}

/// The cases that fit, at most `limit`.
pub async fn page(
    scope: &Scope,
    guild: Id<GuildMarker>,
    filter: &CaseFilter,
    place: Place,
    limit: i64,
) -> Result<Vec<Case>> {
    let cases = scope.read_at_once(async |tx: Tx| store::cases_page(&tx, guild, filter, place, limit).await).await?;
    let now = edge::now();
    Ok(cases.into_iter().map(|case| Case::of(case, now)).collect())
}

/// A case as it is by now.
pub async fn whole(scope: &Scope, guild: Id<GuildMarker>, number: i32) -> Result<WholeCase> {
    let (case, notes, effects) = scope
        .read_at_once(async |tx: Tx| {
            try_join!(
                store::case(&tx, guild, number),
                store::notes_of_case(&tx, guild, number, NOTES),
                store::effects_of_case(&tx, guild, number)
            )
        })
        .await?;
    let case = case.ok_or_else(|| Problem::not_found("This server has no such case."))?;
    Ok(WholeCase {
        case: Case::of(case, edge::now()),
        notes: notes.into_iter().map(WrittenNote::of).collect(),
        effects: effects.into_iter().map(Effect::of).collect(),
    })
}

impl WholeCase {
    pub fn version(&self) -> i32 {
        self.case.version
    }
}
