//! Rows of the keys that messages are sealed under. The tenant is the transaction's own.

use uuid::Uuid;

use crate::db::{Db, Error, Fields, Result, Row, Tx, params};

/// A tenant's key, wrapped.
#[derive(Debug, Clone)]
pub struct Wrapped {
    pub tenant: Uuid,
    pub number: u8,
    pub key: Vec<u8>,
}

/// Some keys of any tenant that another key of the vault's than this one has wrapped.
pub async fn keys_to_wrap(db: &Db, vault_key: u8) -> Result<Vec<Wrapped>> {
    let rows = db.call("select * from message_keys_to_wrap($1)", params![i32::from(vault_key)]).await?;
    let read = |row: &Row| {
        let number = u8::try_from(row.field::<i32>("number")?).unwrap_or_default();
        Ok(Wrapped { tenant: row.field("tenant_id")?, number, key: row.field("wrapped")? })
    };
    rows.iter().map(read).collect()
}

/// Stores a key as it is wrapped now.
pub async fn wrap_key(db: &Db, before: Wrapped, after: Vec<u8>) -> Result<()> {
    let Wrapped { tenant, number, key } = before;
    db.call("select wrap_message_key($1, $2, $3, $4)", params![tenant, i32::from(number), key, after]).await.map(drop)
}

/// The tenant of the transaction, and its wrapped keys by number, the newest last.
pub async fn keys(tx: &Tx) -> Result<(Uuid, Vec<(u8, Vec<u8>)>)> {
    let rows = tx
        .rows(
            "select tenant, number, wrapped from current_tenant() as tenant left join message_keys on true order by number",
            params![],
        )
        .await?;
    let first = rows.first().ok_or_else(|| Error::Statement("no tenant was entered".to_owned()))?;
    let tenant = first.field("tenant")?;
    let mut keys = Vec::new();
    for row in &rows {
        if let Some(number) = row.field::<Option<i32>>("number")? {
            keys.push((u8::try_from(number).unwrap_or_default(), row.field("wrapped")?));
        }
    }
    Ok((tenant, keys))
}

/// Writes a wrapped key, unless there is one of that number.
pub async fn insert_key(tx: &Tx, number: u8, wrapped: Vec<u8>) -> Result<()> {
    tx.execute(
        "insert into message_keys (number, wrapped) values ($1, $2) on conflict do nothing",
        params![i32::from(number), wrapped],
    )
    .await
    .map(drop)
}
