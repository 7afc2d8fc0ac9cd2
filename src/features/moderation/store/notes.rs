//! Rows of notes on cases.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use crate::db::{Fields, Result, Row, Tx, params};

/// A note to be written.
#[derive(Debug, Clone)]
pub struct NewNote {
    pub case: i32,
    pub author: Id<UserMarker>,
    pub author_name: String,
    pub body: String,
}

/// A note on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNote {
    pub author: Id<UserMarker>,
    pub author_name: String,
    pub body: String,
    pub created_at: Timestamp,
}

/// Writes a note onto a case that still has its words; whether there is such a case.
pub async fn add_note(tx: &Tx, guild: Id<GuildMarker>, note: &NewNote) -> Result<bool> {
    let changed = tx
        .execute(
            "insert into case_notes (guild_id, case_number, author_user_id, author_name, body)
             select $1, $2, $3, $4, $5
             where exists (select from cases where guild_id = $1 and number = $2 and deleted_at is null)",
            params![guild, note.case, note.author, note.author_name.as_str(), note.body.as_str()],
        )
        .await?;
    Ok(changed == 1)
}

/// The newest notes on a case, at most `limit`, oldest first.
pub async fn notes_of_case(tx: &Tx, guild: Id<GuildMarker>, case: i32, limit: i64) -> Result<Vec<CaseNote>> {
    let rows = tx
        .rows(
            "select author_user_id, author_name, body, created_at from case_notes
             where guild_id = $1 and case_number = $2 order by id desc limit $3",
            params![guild, case, limit],
        )
        .await?;
    let read = |row: &Row| {
        Ok(CaseNote {
            author: row.id("author_user_id")?,
            author_name: row.field("author_name")?,
            body: row.field("body")?,
            created_at: row.field("created_at")?,
        })
    };
    rows.iter().rev().map(read).collect()
}

/// Deletes the notes on a case.
pub async fn delete_notes(tx: &Tx, guild: Id<GuildMarker>, case: i32) -> Result<()> {
    tx.execute("delete from case_notes where guild_id = $1 and case_number = $2", params![guild, case]).await.map(drop)
}
