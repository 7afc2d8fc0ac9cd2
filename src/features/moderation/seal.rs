//! Evidence holds what messages say, so it is sealed where they are.

use async_trait::async_trait;
use twilight_model::id::{Id, marker::GuildMarker};

use super::store::{self, Kept, Older};
use crate::{
    db::Tx,
    platform::{
        error::{Error, Result},
        sealed::{self, Holder, Keys, Words},
    },
};

/// Messages of one transaction.
const BATCH: i64 = 100;

/// The messages that are kept with cases.
#[derive(Debug)]
pub struct Evidence;

#[async_trait]
impl Holder for Evidence {
    async fn align(&self, tx: &Tx, guild: Id<GuildMarker>, keys: &Keys, is_on: bool) -> Result<bool> {
        let unlike = store::unlike_evidence(tx, guild, is_on, BATCH).await?;
        let is_some = !unlike.is_empty();
        for kept in unlike {
            // What was sealed is opened in any case, because a message and its versions need not be alike.
            let opened = opened(keys, kept)?;
            store::store_evidence(tx, guild, if is_on { closed(keys, opened)? } else { opened }).await?;
        }
        Ok(is_some)
    }
}

/// The message with what was sealed of it.
pub fn opened(keys: &Keys, mut kept: Kept) -> Result<Kept> {
    if let Some(record) = kept.sealed.take() {
        let words = keys.open(kept.id.get(), &record).map_err(sealed::unusable)?;
        (kept.content, kept.attachments) = (words.content, words.attachments);
    }
    for older in &mut kept.versions {
        if let Some(record) = older.sealed.take() {
            let record = hex::decode(record).map_err(|error| Error::Internal(error.to_string()))?;
            let words = keys.open(kept.id.get(), &record).map_err(sealed::unusable)?;
            (older.content, older.attachments) = (words.content, words.attachments);
        }
    }
    Ok(kept)
}

/// The message with nothing in clear that anybody wrote.
fn closed(keys: &Keys, mut kept: Kept) -> Result<Kept> {
    let words = Words { content: kept.content, embeds: Vec::new(), attachments: kept.attachments };
    kept.sealed = Some(keys.seal(kept.id.get(), &words).map_err(sealed::unusable)?);
    Words { content: kept.content, attachments: kept.attachments, .. } = words.outline();
    let close = |older: Older| {
        let words = Words { content: older.content, embeds: Vec::new(), attachments: older.attachments };
        let sealed = Some(hex::encode(keys.seal(kept.id.get(), &words).map_err(sealed::unusable)?));
        let Words { content, attachments, .. } = words.outline();
        Ok(Older { content, attachments, sealed, edited_at: older.edited_at })
    };
    kept.versions = kept.versions.into_iter().map(close).collect::<Result<_>>()?;
    Ok(kept)
}
