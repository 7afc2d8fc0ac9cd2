//! Message content that is sealed at rest. Each tenant has a key of its own, which the vault wraps; the relay seals what it
//! mirrors, and the worker opens what it shows. Sealed and plain messages may stand side by side at any time.

mod store;
mod words;

use std::fmt::{self, Debug};

use async_trait::async_trait;
use twilight_model::id::{Id, marker::GuildMarker};
use uuid::Uuid;

pub use words::{Keys, Words, key_owner};

use super::{
    ctx::Ctx,
    error::{Error, Result},
    vault::VaultError,
};
use crate::db::Tx;

/// What a feature keeps of what messages say, beside the messages themselves.
#[async_trait]
pub trait Holder: Sync + Send {
    /// Seals some of the guild's, or opens them, that are not as `is_on` says. False: all are.
    async fn align(&self, tx: &Tx, guild: Id<GuildMarker>, keys: &Keys, is_on: bool) -> Result<bool>;
}

impl Debug for dyn Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Holder")
    }
}

/// The keys of this transaction's tenant. None, if it has none yet, opens nothing, because nothing is sealed.
pub async fn keys(ctx: &Ctx, tx: &Tx) -> Result<Keys> {
    let (tenant, wrapped) = store::keys(tx).await?;
    Keys::unwrap(&ctx.config.vault, tenant, &wrapped).map_err(unusable)
}

/// Makes this transaction's tenant a key, unless it has one. Of two at once one makes it.
pub async fn ensure_key(ctx: &Ctx, tx: &Tx) -> Result<()> {
    const FIRST: u8 = 1;
    let (tenant, wrapped): (Uuid, _) = store::keys(tx).await?;
    if wrapped.is_empty() {
        let key = ctx.config.vault.make_key(&key_owner(tenant, FIRST)).map_err(unusable)?;
        store::insert_key(tx, FIRST, key).await?;
    }
    Ok(())
}

/// Wraps keys under the vault's newest key that an older one has wrapped. What is sealed under them stays as it is.
pub async fn wrap_anew(ctx: &Ctx) -> Result<()> {
    let vault = &ctx.config.vault;
    for wrapped in store::keys_to_wrap(&ctx.db, vault.id()).await? {
        let owner = key_owner(wrapped.tenant, wrapped.number);
        match vault.open(&wrapped.key, &owner).and_then(|key| vault.seal(&key, &owner)) {
            Ok(key) => store::wrap_key(&ctx.db, wrapped, key).await?,
            Err(error) => tracing::error!(tenant = %wrapped.tenant, %error, "a key of messages cannot be wrapped anew"),
        }
    }
    Ok(())
}

/// What a record that does not open is to whoever reads it: our failure.
pub fn unusable(error: VaultError) -> Error {
    Error::Internal(format!("sealed messages: {error}"))
}
