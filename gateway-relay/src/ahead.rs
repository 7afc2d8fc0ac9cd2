//! Much at once: while one batch is written, the new messages of those after it are written already, by several connections,
//! so that Postgres builds its indexes on as many cores. Everything else waits for its turn.

use futures_util::{FutureExt, StreamExt, TryStreamExt, future::BoxFuture, stream};
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    batch::{Failure, Scribe, changes},
    queue::Heard,
    record::{
        ahead::{self, Reach},
        mirror::Changes,
        shards,
    },
};

/// Connections that write ahead, for each shard that has much to write.
const CONNECTIONS: usize = 3;

/// A batch, and what it changes if its new messages are written.
#[derive(Debug)]
pub struct Ahead<'a> {
    pub batch: &'a [Heard],
    pub changes: Option<Changes>,
}

/// Gives each batch, in their order, as soon as its new messages are written.
pub async fn write<'a>(
    scribe: &'a Scribe,
    batches: Vec<&'a [Heard]>,
    written: UnboundedSender<Ahead<'a>>,
) -> Result<(), Failure> {
    let all: Vec<BoxFuture<'a, _>> = batches.into_iter().map(|batch| write_one(scribe, batch).boxed()).collect();
    let mut ahead = stream::iter(all).buffered(CONNECTIONS);
    while let Some(ahead) = ahead.try_next().await? {
        let _nobody_waits = written.send(ahead);
    }
    Ok(())
}

async fn write_one<'a>(scribe: &'a Scribe, batch: &'a [Heard]) -> Result<Ahead<'a>, Failure> {
    match messages(scribe, batch).await {
        Ok(changes) => Ok(Ahead { batch, changes: Some(changes) }),
        // Which event that is shows when it is written by itself.
        Err(Failure::Refused(_)) => Ok(Ahead { batch, changes: None }),
        Err(failure) => Err(failure),
    }
}

async fn messages(scribe: &Scribe, batch: &[Heard]) -> Result<Changes, Failure> {
    let mut changes = changes(batch);
    let Some(last) = batch.last() else { return Ok(changes) };
    let Scribe { pool, key, epoch, sealer } = scribe;
    let mut tx = pool.begin().await?;
    if !shards::is_held(&mut tx, *key, *epoch).await? {
        return Err(Failure::LeaseLost);
    }
    changes.seal(&mut *tx, *key, sealer).await?;
    let messages = changes.write_ahead(&mut tx, *key).await?;
    if !messages.is_empty() {
        let reach = Reach { session: &last.session.id, sequence: last.frame.sequence };
        ahead::note(&mut tx, *key, reach, &messages).await?;
    }
    tx.commit().await?;
    Ok(changes)
}
