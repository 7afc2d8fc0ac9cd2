//! Cases by what they have in common.

use jiff::Timestamp;
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
    pub with_hidden: bool,
}

/// The cases of the guild that fit, with numbers below `before`, newest first, at most `limit`.
pub async fn cases_page(
    tx: &Tx,
    guild: Id<GuildMarker>,
    filter: &CaseFilter,
    before: i32,
    limit: i64,
) -> Result<Vec<Case>> {
    let rows = tx
        .rows(
            concat!(
                "select ",
                case_columns!(),
                " from cases
                 where guild_id = $1 and number < $2
                   and ($3::bigint is null or user_id = $3) and ($4::bigint is null or moderator_user_id = $4)
                   and ($5::text is null or kind = $5) and ($6::timestamptz is null or created_at >= $6)
                   and (hidden_at is null or $7)
                 order by number desc limit $8"
            ),
            params![
                guild,
                before,
                filter.user,
                filter.moderator,
                filter.kind.map(CaseKind::column),
                filter.since,
                filter.with_hidden,
                limit,
            ],
        )
        .await?;
    rows.iter().map(read_case).collect()
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
