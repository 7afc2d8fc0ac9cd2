//! Rows of named requests.

use std::time::Duration;

use twilight_model::id::{Id, marker::UserMarker};

use crate::db::{Db, Fields, Result, params};

/// What is known of a request.
#[derive(Debug)]
pub struct Known {
    pub cause: u64,
    /// Its status, and its body, sealed.
    pub answer: Option<(u16, Vec<u8>)>,
    pub problem: Option<String>,
}

pub async fn begin(
    db: &Db,
    person: Id<UserMarker>,
    key: &str,
    fingerprint: [u8; 32],
    cause: u64,
    lease: Duration,
) -> Result<Known> {
    let sql = "select cause, status, sealed_answer, problem from begin_request($1, $2, $3, $4, $5)";
    let params = params![person, key, fingerprint.to_vec(), cause.cast_signed(), lease.as_secs_f64()];
    let row = db.call_row(sql, params).await?;
    let status = row.field::<Option<i32>>("status")?.and_then(|status| u16::try_from(status).ok());
    Ok(Known {
        cause: row.field::<i64>("cause")?.cast_unsigned(),
        answer: status.zip(row.field("sealed_answer")?),
        problem: row.field("problem")?,
    })
}

pub async fn end(db: &Db, person: Id<UserMarker>, key: &str, answer: Option<(u16, Vec<u8>)>) -> Result<()> {
    let (status, sealed) = answer.unzip();
    db.call("select end_request($1, $2, $3, $4)", params![person, key, status.map(i32::from), sealed]).await.map(drop)
}
