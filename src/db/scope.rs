//! A tenant's transaction: entered in the same round trip as its first statements, committed only if all succeeded.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures_util::{future::BoxFuture, join};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};

use uuid::Uuid;

use super::{Db, Error, Result, connect::Turn, params, tx::Tx};
use crate::edge;

/// How long a transaction may take from its first to its last statement.
const LIMIT: Duration = Duration::from_secs(8);
/// How a transaction that only reads begins: all of its statements see the rows of one moment, so that what they say of
/// each other is true.
const READ: &str = "begin isolation level repeatable read read only";

/// The right to work on one tenant's rows, and how Postgres is told which tenant that is.
#[derive(Debug, Clone)]
pub struct Scope {
    db: Db,
    entry: Entry,
}

#[derive(Debug, Clone, Copy)]
enum Entry {
    Guild { application: Id<ApplicationMarker>, guild: Id<GuildMarker> },
    Task { id: i64, attempt: i32 },
    GatewayEvent { id: i64, attempt: i32 },
    Access { credential: [u8; 32], tenant: Uuid },
}

impl Scope {
    /// The tenant that owns the guild's data, as seen by this bot. [`Error::NotInstalled`] where the bot is not set up.
    pub fn guild(db: Db, application: Id<ApplicationMarker>, guild: Id<GuildMarker>) -> Self {
        Self { db, entry: Entry::Guild { application, guild } }
    }

    /// The tenant of a task whose lease this attempt holds. [`Error::LeaseLost`] once another attempt has it.
    pub fn task(db: Db, id: i64, attempt: i32) -> Self {
        Self { db, entry: Entry::Task { id, attempt } }
    }

    /// The tenant of a gateway event whose lease this attempt holds. [`Error::LeaseLost`] once another attempt has it.
    pub fn gateway_event(db: Db, id: i64, attempt: i32) -> Self {
        Self { db, entry: Entry::GatewayEvent { id, attempt } }
    }

    /// A tenant in which the holder of a session or token has a role. [`Error::NoAccess`] once they have none.
    pub fn access(db: Db, credential: [u8; 32], tenant: Uuid) -> Self {
        Self { db, entry: Entry::Access { credential, tenant } }
    }

    /// Statements that change nothing and see the rows of one moment.
    pub async fn read<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        T: Send,
        E: From<Error> + Send,
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = std::result::Result<T, E>> + Send,
    {
        self.entered(READ, false, &body).await
    }

    /// Statements that change nothing and do not wait for each other: `body` sends all of them before it awaits the
    /// first, and the whole transaction is one round trip.
    pub async fn read_at_once<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        T: Send,
        E: From<Error> + Send,
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = std::result::Result<T, E>> + Send,
    {
        self.entered(READ, true, &body).await
    }

    /// Statements that are all kept or none. An error from `body` rolls back.
    pub async fn write<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        T: Send,
        E: From<Error> + Send,
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = std::result::Result<T, E>> + Send,
    {
        self.entered("begin", false, &body).await
    }

    /// Like [`Scope::write`], in one round trip: see [`Scope::read_at_once`].
    pub async fn write_at_once<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        T: Send,
        E: From<Error> + Send,
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = std::result::Result<T, E>> + Send,
    {
        self.entered("begin", true, &body).await
    }

    /// What a body says is kept aside, so that everything around it is compiled once for all bodies: a worker has a
    /// hundred transactions, and a copy for each would double the wasm.
    async fn entered<T, E, F, Fut>(&self, begin: &'static str, at_once: bool, body: &F) -> std::result::Result<T, E>
    where
        T: Send,
        E: From<Error> + Send,
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = std::result::Result<T, E>> + Send,
    {
        let said = Mutex::new(None);
        let body = |tx: Tx| -> BoxFuture<'_, bool> {
            let outcome = body(tx);
            let said = &said;
            Box::pin(async move {
                let outcome = outcome.await;
                let is_ok = outcome.is_ok();
                *said.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
                is_ok
            })
        };
        let ran = self.run(begin, at_once, &body).await;
        match (ran, said.into_inner().unwrap_or_else(PoisonError::into_inner)) {
            (Err(Failure::Body) | Ok(()), Some(outcome)) => outcome,
            (Err(Failure::Entry(error)), _) => Err(error.into()),
            (_, None) => Err(Error::Statement("a transaction ended without its outcome".to_owned()).into()),
        }
    }

    /// Runs the transaction, and once more if the guild turns out to be unknown and the bot's owner left installs open.
    async fn run(&self, begin: &'static str, at_once: bool, body: &Body<'_>) -> std::result::Result<(), Failure> {
        match self.attempt(begin, at_once, body).await {
            Err(Failure::Entry(Error::NotInstalled)) if self.install().await? => {
                self.attempt(begin, at_once, body).await
            }
            outcome => outcome,
        }
    }

    async fn install(&self) -> Result<bool> {
        let Entry::Guild { application, guild } = self.entry else { return Ok(false) };
        let rows = self.db.call("select open_installation($1, $2)", params![application, guild]).await?;
        Ok(rows.first().and_then(|row| row.try_get(0).ok()).unwrap_or(false))
    }

    async fn attempt(&self, begin: &'static str, at_once: bool, body: &Body<'_>) -> std::result::Result<(), Failure> {
        let mut turn = self.db.turn().await?;
        let mut committing = false;
        let work = self.transact(&mut turn, begin, at_once, body, &mut committing);
        match edge::timeout(LIMIT, work).await {
            Some(outcome) => outcome,
            None if committing => Err(Error::Unconfirmed("no answer in time".to_owned()).into()),
            None => Err(Error::Unavailable("no answer in time".to_owned()).into()),
        }
    }

    async fn transact(
        &self,
        turn: &mut Turn<'_>,
        begin: &'static str,
        at_once: bool,
        body: &Body<'_>,
        committing: &mut bool,
    ) -> std::result::Result<(), Failure> {
        let tx = Tx::new(turn.client.clone());
        let commit = async {
            if at_once {
                tx.close();
                *committing = true;
                tx.end("commit").await
            } else {
                Ok(())
            }
        };
        // Polled in this order, so sent in this order.
        let (entered, is_ok, mut committed) = join!(self.enter(&tx, begin), body(tx.clone()), commit);
        tx.close();
        let keeps = entered.is_ok() && is_ok && tx.is_clean();
        if !at_once {
            *committing = keeps;
            committed = tx.end(if keeps { "commit" } else { "rollback" }).await;
        }
        if committed.is_ok() {
            turn.keep();
        }
        entered?;
        match (is_ok, keeps) {
            (false, _) => Err(Failure::Body),
            (true, false) => Err(Error::Statement("a statement of the transaction failed".to_owned()).into()),
            (true, true) => committed.map_err(unconfirmed).map_err(Failure::Entry),
        }
    }

    /// Begins and enters in one message; what names it is numbers and hex digits, so it can stand in the statement.
    async fn enter(&self, tx: &Tx, begin: &'static str) -> Result<()> {
        let (function, refusal) = match self.entry {
            Entry::Guild { application, guild } => {
                (format!("enter_guild({application}, {guild})"), Error::NotInstalled)
            }
            Entry::Task { id, attempt } => (format!("enter_task({id}, {attempt})"), Error::LeaseLost),
            Entry::GatewayEvent { id, attempt } => (format!("enter_gateway_event({id}, {attempt})"), Error::LeaseLost),
            Entry::Access { credential, tenant } => {
                let credential = hex::encode(credential);
                (format!(r"enter_access('\x{credential}', '{tenant}')"), Error::NoAccess)
            }
        };
        if tx.begin(&format!("{begin}; select from {function}")).await? { Ok(()) } else { Err(refusal) }
    }
}

/// A transaction's statements; whether they say that it is to be kept.
type Body<'a> = dyn Fn(Tx) -> BoxFuture<'a, bool> + Sync + 'a;

/// Where a transaction failed: around its statements, or in them.
enum Failure {
    Entry(Error),
    Body,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Entry(error)
    }
}

/// A commit that Postgres refused is a refusal; one whose answer was lost is unconfirmed.
fn unconfirmed(error: Error) -> Error {
    match error {
        Error::Unavailable(words) => Error::Unconfirmed(words),
        error => error,
    }
}
