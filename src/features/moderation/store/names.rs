//! What people are called, where the mirror knows them.

use std::collections::BTreeMap;

use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use crate::db::{Fields, Result, Tx, params};

/// How the server shows those of these people who are or were its members.
pub async fn names<const N: usize>(
    tx: &Tx,
    guild: Id<GuildMarker>,
    people: [Id<UserMarker>; N],
) -> Result<BTreeMap<Id<UserMarker>, String>> {
    let people: Vec<i64> = people.into_iter().map(|person| person.get().cast_signed()).collect();
    let sql = "select user_id, shown_name from members where guild_id = $1 and user_id = any ($2)";
    let rows = tx.rows(sql, params![guild, people]).await?;
    rows.iter().map(|row| Ok((row.id("user_id")?, row.field("shown_name")?))).collect()
}
