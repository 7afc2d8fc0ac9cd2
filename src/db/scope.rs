//! A tenant's transaction: entered in the same round trip as its first statements, committed only if all succeeded.

use std::{future::Future, time::Duration};

use futures_util::join;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};

use super::{Db, Error, Result, connect::Turn, params, tx::Tx};
use crate::edge;

/// How long a transaction may take from its first to its last statement.
const LIMIT: Duration = Duration::from_secs(8);

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

    /// Statements that change nothing.
    pub async fn read<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        E: From<Error>,
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
    {
        self.entered("begin read only", false, &body).await
    }

    /// Statements that change nothing and do not wait for each other: `body` sends all of them before it awaits the
    /// first, and the whole transaction is one round trip.
    pub async fn read_at_once<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        E: From<Error>,
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
    {
        self.entered("begin read only", true, &body).await
    }

    /// Statements that are all kept or none. An error from `body` rolls back.
    pub async fn write<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        E: From<Error>,
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
    {
        self.entered("begin", false, &body).await
    }

    /// Like [`Scope::write`], in one round trip: see [`Scope::read_at_once`].
    pub async fn write_at_once<T, E, F, Fut>(&self, body: F) -> std::result::Result<T, E>
    where
        E: From<Error>,
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
    {
        self.entered("begin", true, &body).await
    }

    /// Runs the transaction, and once more if the guild turns out to be unknown and the bot's owner left installs open.
    async fn entered<T, E, F, Fut>(&self, begin: &'static str, at_once: bool, body: &F) -> std::result::Result<T, E>
    where
        E: From<Error>,
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
    {
        match self.attempt(begin, at_once, body).await {
            Err(Failure::Entry(Error::NotInstalled)) if self.install().await? => {
                self.attempt(begin, at_once, body).await.map_err(Failure::into)
            }
            outcome => outcome.map_err(Failure::into),
        }
    }

    async fn install(&self) -> Result<bool> {
        let Entry::Guild { application, guild } = self.entry else { return Ok(false) };
        let rows = self.db.call("select open_installation($1, $2)", params![application, guild]).await?;
        Ok(rows.first().and_then(|row| row.try_get(0).ok()).unwrap_or(false))
    }

    async fn attempt<T, E, F, Fut>(
        &self,
        begin: &'static str,
        at_once: bool,
        body: &F,
    ) -> std::result::Result<T, Failure<E>>
    where
        E: From<Error>,
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
    {
        let mut turn = self.db.turn().await.map_err(Failure::Entry)?;
        let mut committing = false;
        let work = self.transact(&mut turn, begin, at_once, body, &mut committing);
        match edge::timeout(LIMIT, work).await {
            Some(outcome) => outcome,
            None if committing => Err(Failure::Entry(Error::Unconfirmed("no answer in time".to_owned()))),
            None => Err(Failure::Entry(Error::Unavailable("no answer in time".to_owned()))),
        }
    }

    async fn transact<T, E, F, Fut>(
        &self,
        turn: &mut Turn<'_>,
        begin: &'static str,
        at_once: bool,
        body: &F,
        committing: &mut bool,
    ) -> std::result::Result<T, Failure<E>>
    where
        E: From<Error>,
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
    {
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
        let (entered, outcome, mut committed) = join!(self.enter(&tx, begin), body(tx.clone()), commit);
        tx.close();
        let outcome = entered.map_err(Failure::Entry).and_then(|()| outcome.map_err(Failure::Body));
        let keeps = outcome.is_ok() && tx.is_clean();
        if !at_once {
            *committing = keeps;
            committed = tx.end(if keeps { "commit" } else { "rollback" }).await;
        }
        if committed.is_ok() {
            turn.keep();
        }
        match outcome {
            Ok(_) if !keeps => {
                Err(Failure::Entry(Error::Statement("a statement of the transaction failed".to_owned())))
            }
            Ok(_) if committed.is_err() => Err(Failure::Entry(unconfirmed(committed))),
            outcome => outcome,
        }
    }

    /// Begins and enters in one message; the ids are numbers, so they can stand in the statement.
    async fn enter(&self, tx: &Tx, begin: &'static str) -> Result<()> {
        let (function, refusal) = match self.entry {
            Entry::Guild { application, guild } => {
                (format!("enter_guild({application}, {guild})"), Error::NotInstalled)
            }
            Entry::Task { id, attempt } => (format!("enter_task({id}, {attempt})"), Error::LeaseLost),
        };
        if tx.begin(&format!("{begin}; select from {function}")).await? { Ok(()) } else { Err(refusal) }
    }
}

/// Where a transaction failed: before or after its statements, or in them.
enum Failure<E> {
    Entry(Error),
    Body(E),
}

impl<E: From<Error>> Failure<E> {
    fn into(self) -> E {
        match self {
            Self::Entry(error) => error.into(),
            Self::Body(error) => error,
        }
    }
}

/// A commit that Postgres refused is a refusal; one whose answer was lost is unconfirmed.
fn unconfirmed(committed: Result<()>) -> Error {
    match committed {
        Err(Error::Unavailable(words)) => Error::Unconfirmed(words),
        Err(error) => error,
        Ok(()) => Error::Statement("commit failed".to_owned()),
    }
}
