//! Cases by what they have in common.

use jiff::Timestamp;
use serde::Deserialize;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use super::cases::{case_columns, read_case};
use crate::{
    db::{Error, Fields, Result, Tx, params},
    features::moderation::model::{Case, CaseKind},
};

/// Which cases a list shows; what is None does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    pub user: Option<Id<UserMarker>>,
    pub moderator: Option<Id<UserMarker>>,
    pub kind: Option<CaseKind>,
    pub since: Option<Timestamp>,
    pub before: Option<Timestamp>,
    /// Bans and timeouts alone: those that stand, or those that are over.
    pub running: Option<bool>,
    pub hidden: Hidden,
}

/// Whether a list shows hidden cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Hidden {
    #[default]
    Without,
    With,
    Only,
}

/// In which order a list goes on, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The newest first.
    OlderThan(i32),
    /// The oldest first.
    NewerThan(i32),
}

/// A page of cases on this side of the number `$2`, in this order.
macro_rules! page {
    ($side:literal, $order:literal) => {
        concat!(
            "select ",
            case_columns!(),
            " from cases
             where guild_id = $1 and number ",
            $side,
            " $2
               and ($3::bigint is null or user_id = $3) and ($4::bigint is null or moderator_user_id = $4)
               and ($5::text is null or kind = $5) and ($6::timestamptz is null or created_at >= $6)
               and ($7::timestamptz is null or created_at < $7)
               and ($8::boolean is null or kind in ('ban', 'timeout')
                    and (ended_at is null and coalesce(expires_at > now(), true)) = $8)
               and case $9 when 'without' then hidden_at is null when 'only' then hidden_at is not null else true end
             order by number ",
            $order,
            " limit $10"
        )
    };
}

/// The cases of the guild that fit, at most `limit`.
pub async fn cases_page(
    tx: &Tx,
    guild: Id<GuildMarker>,
    filter: &CaseFilter,
    place: Place,
    limit: i64,
) -> Result<Vec<Case>> {
    let (sql, number) = match place {
        Place::OlderThan(number) => (page!("<", "desc"), number),
        Place::NewerThan(number) => (page!(">", "asc"), number),
    };
    let hidden = match filter.hidden {
        Hidden::Without => "without",
        Hidden::With => "with",
        Hidden::Only => "only",
    };
    let params = params![
        guild,
        number,
        filter.user,
        filter.moderator,
        filter.kind.map(CaseKind::column),
        filter.since,
        filter.before,
        filter.running,
        hidden,
        limit,
    ];
    tx.rows(sql, params).await?.iter().map(read_case).collect()
}

/// The newest cases whose number begins with `typed`, at most 25.
pub async fn suggest_cases(tx: &Tx, guild: Id<GuildMarker>, typed: &str) -> Result<Vec<Case>> {
    let rows = tx
        .rows(
            concat!(
                "select ",
                case_columns!(),
                " from cases where guild_id = $1 and starts_with(number::text, $2) order by number desc limit 25"
            ),
            params![guild, typed],
        )
        .await?;
    rows.iter().map(read_case).collect()
}

/// How many of a member's warnings since then count: those that nobody deleted. None: since ever.
pub async fn active_warnings(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    since: Option<Timestamp>,
) -> Result<i64> {
    let row = tx
        .row(
            "select count(*) as count from cases
             where guild_id = $1 and user_id = $2 and kind = 'warn' and deleted_at is null
               and ($3::timestamptz is null or created_at > $3)",
            params![guild, user, since],
        )
        .await?;
    row.ok_or_else(|| Error::Statement("nothing was counted".to_owned()))?.field("count")
}

/// How many cases of each kind a member has.
pub type Counts = Vec<(CaseKind, i64)>;

/// A member's cases, counted by kind.
pub async fn counts(tx: &Tx, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Result<Counts> {
    let rows = tx
        .rows(
            "select kind, count(*) as count from cases
             where guild_id = $1 and user_id = $2 and deleted_at is null group by kind order by count desc, kind",
            params![guild, user],
        )
        .await?;
    let read = |row: &crate::db::Row| {
        let kind = CaseKind::from_column(row.field("kind")?);
        Ok((kind.ok_or_else(|| Error::Statement("an unknown kind of case".to_owned()))?, row.field("count")?))
    };
    rows.iter().map(read).collect()
}
