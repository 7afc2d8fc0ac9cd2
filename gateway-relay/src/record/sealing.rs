//! Whose messages are sealed, and under which key. Rows say so; here nothing is decided.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use guildhall::platform::sealed::Keys;
use guildhall::platform::vault::{Vault, VaultError};
use sqlx::{PgExecutor, Row};
use uuid::Uuid;

/// Opens the keys that the vault has wrapped, each once.
#[derive(Debug, Clone)]
pub struct Sealer {
    /// None: nobody has told the relay.
    vault: Option<Vault>,
    opened: Arc<Mutex<Opened>>,
}

/// Keys by their tenant and number.
type Opened = HashMap<(Uuid, u8), Arc<Keys>>;

impl Sealer {
    pub fn new(vault: impl Into<Option<Vault>>) -> Self {
        Self { vault: vault.into(), opened: Arc::default() }
    }

    /// The keys for those of these guilds whose messages are sealed. A key that does not open is an error: what should be
    /// sealed is never written in clear.
    pub async fn keys(
        &self,
        db: impl PgExecutor<'_>,
        application: i64,
        guilds: Vec<i64>,
    ) -> sqlx::Result<HashMap<i64, Arc<Keys>>> {
        let rows = sqlx::query(
            "select i.guild_id, i.tenant_id, k.number, k.wrapped
             from installations i
             join message_sealing s on s.tenant_id = i.tenant_id and s.guild_id = i.guild_id and s.is_on
             cross join lateral (
               select number, wrapped from message_keys where tenant_id = i.tenant_id order by number desc limit 1) k
             where i.application_id = $1 and i.guild_id = any ($2)",
        )
        .bind(application)
        .bind(guilds)
        .fetch_all(db)
        .await?;
        let mut keys = HashMap::with_capacity(rows.len());
        for row in rows {
            let number = u8::try_from(row.try_get::<i32, _>(2)?).unwrap_or_default();
            keys.insert(row.try_get(0)?, self.open(row.try_get(1)?, number, row.try_get(3)?)?);
        }
        Ok(keys)
    }

    fn open(&self, tenant: Uuid, number: u8, wrapped: Vec<u8>) -> sqlx::Result<Arc<Keys>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = opened.get(&(tenant, number)) {
            return Ok(keys.clone());
        }
        let vault = self.vault.as_ref().ok_or(VaultError::OtherKey).map_err(unusable)?;
        let keys = Keys::unwrap(vault, tenant, &[(number, wrapped)]).map_err(unusable)?;
        let keys = Arc::new(keys);
        opened.insert((tenant, number), keys.clone());
        Ok(keys)
    }
}

/// What cannot be sealed waits until it can, as everything does while Postgres is away.
pub fn unusable(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Encode(Box::new(error))
}
