//! Statements that were declared, and rows of accounts.

mod platform;

use serde_json::Value;
use twilight_model::id::{Id, marker::UserMarker};

pub use platform::OF_THE_PLATFORM;

use super::{Record, Subject};
use crate::db::{Db, Fields, Result, Tx, params};

/// Runs the statement of a declaration that exports: at most `limit` rows after that one.
pub async fn export(tx: &Tx, statement: &'static str, subject: Subject, after: i64, limit: i64) -> Result<Vec<Record>> {
    let rows = tx.rows(statement, params![subject.guild, subject.user, after, limit]).await?;
    rows.iter().map(|row| Ok(Record { id: row.field("id")?, row: row.field("row")? })).collect()
}

/// Runs the statement of a declaration that erases; how many rows went.
pub async fn erase(tx: &Tx, statement: &'static str, subject: Subject, limit: i64) -> Result<u64> {
    tx.execute(statement, params![subject.guild, subject.user, limit]).await
}

/// All that is kept of somebody's account.
pub async fn account(db: &Db, person: Id<UserMarker>) -> Result<Value> {
    db.call_row("select export_account($1) as account", params![person]).await?.field("account")
}

/// Deletes somebody's account. Else the names of the tenants that nobody else owns and that have servers or bots.
pub async fn erase_account(db: &Db, person: Id<UserMarker>) -> Result<std::result::Result<(), Vec<String>>> {
    let in_the_way: Option<Vec<String>> =
        db.call_row("select erase_account($1) as in_the_way", params![person]).await?.field("in_the_way")?;
    Ok(in_the_way.map_or(Ok(()), Err))
}
