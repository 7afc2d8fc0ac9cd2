//! Statements inside a transaction, each of whose results is accounted for.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
};

use futures_util::{TryStreamExt, pin_mut};
use tokio_postgres::{Client, Row, SimpleQueryMessage};

use super::{Error, Param, Result, params};

/// A transaction under way. A statement is sent when its future is first polled, so futures that are joined travel
/// together.
#[derive(Debug, Clone)]
pub struct Tx {
    client: Arc<Client>,
    tally: Arc<Tally>,
}

/// A commit after a failed statement is answered ROLLBACK without an error, so a transaction counts only if every
/// statement that was sent is known to have succeeded.
#[derive(Debug, Default)]
struct Tally {
    sent: AtomicU32,
    succeeded: AtomicU32,
    closed: AtomicBool,
}

impl Tx {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self { client, tally: Arc::default() }
    }

    /// All rows.
    pub async fn rows(&self, sql: &'static str, params: Vec<Param>) -> Result<Vec<Row>> {
        self.send(sql, params).await.map(|(rows, _)| rows)
    }

    /// The only row, if there is one.
    pub async fn row(&self, sql: &'static str, params: Vec<Param>) -> Result<Option<Row>> {
        Ok(self.rows(sql, params).await?.pop())
    }

    /// How many rows were changed.
    pub async fn execute(&self, sql: &'static str, params: Vec<Param>) -> Result<u64> {
        self.send(sql, params).await.map(|(_, changed)| changed)
    }

    /// Waits for its turn among the transactions that name the same thing, and keeps it until it ends.
    pub async fn take_turns(&self, thing: &str) -> Result<()> {
        self.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", params![thing]).await.map(drop)
    }

    /// Refuses all further statements.
    pub(super) fn close(&self) {
        self.tally.closed.store(true, Relaxed);
    }

    /// Whether every statement that was sent has succeeded.
    pub(super) fn is_clean(&self) -> bool {
        self.tally.sent.load(Relaxed) == self.tally.succeeded.load(Relaxed)
    }

    /// Sends `begin` and what enters the tenant, in the simple protocol: one message and one answer. Whether there was
    /// a row, so whether the tenant was entered.
    pub(super) async fn begin(&self, sql: &str) -> Result<bool> {
        let answers = self.client.simple_query(sql).await?;
        Ok(answers.iter().any(|answer| matches!(answer, SimpleQueryMessage::Row(_))))
    }

    /// Sends `commit` or `rollback`, which are closed to nobody.
    pub(super) async fn end(&self, sql: &'static str) -> Result<()> {
        Ok(self.client.batch_execute(sql).await?)
    }

    /// One statement in the extended protocol, unnamed, so that any pooler can carry it.
    async fn send(&self, sql: &'static str, params: Vec<Param>) -> Result<(Vec<Row>, u64)> {
        if self.tally.closed.load(Relaxed) {
            return Err(Error::Statement("a statement came after the transaction's end".to_owned()));
        }
        self.tally.sent.fetch_add(1, Relaxed);
        let answer = async {
            let stream = self.client.query_typed_raw(sql, params.iter().map(Param::typed)).await?;
            pin_mut!(stream);
            let rows: Vec<Row> = stream.as_mut().try_collect().await?;
            Ok((rows, stream.rows_affected().unwrap_or(0)))
        };
        let answer: std::result::Result<_, tokio_postgres::Error> = answer.await;
        match answer {
            Ok(answer) => {
                self.tally.succeeded.fetch_add(1, Relaxed);
                Ok(answer)
            }
            Err(error) if Error::is_aftermath(&error) => Err(Error::Aftermath),
            Err(error) => Err(error.into()),
        }
    }
}
