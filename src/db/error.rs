//! What can go wrong with a statement, sorted by what the caller can do about it.

/// The result of anything that touches the database.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a transaction did not commit.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No connection, or no answer in time, and nothing was committed. Trying again later may help.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// COMMIT was sent and its answer never came: the write may or may not have happened.
    #[error("commit unconfirmed: {0}")]
    Unconfirmed(String),
    /// A constraint refused the write. The name is the constraint's.
    #[error("constraint {0}")]
    Constraint(String),
    /// The bot serves this guild for nobody, so there is no tenant to enter.
    #[error("not installed")]
    NotInstalled,
    /// The session or token gives no role in the tenant (any more).
    #[error("no access")]
    NoAccess,
    /// Another attempt holds the task by now.
    #[error("lease lost")]
    LeaseLost,
    /// The statement failed only because an earlier one of its transaction did, whose error is the one to look at.
    #[error("an earlier statement failed")]
    Aftermath,
    /// Anything else Postgres or the driver said: a bug.
    #[error("statement failed: {0}")]
    Statement(String),
}

impl Error {
    /// Whether the named constraint refused the write.
    pub fn is_constraint(&self, wanted: &str) -> bool {
        matches!(self, Self::Constraint(name) if name == wanted)
    }

    /// Whether this statement failed only because an earlier one of its transaction did (SQLSTATE 25P02).
    pub(super) fn is_aftermath(error: &tokio_postgres::Error) -> bool {
        error.code().is_some_and(|code| code.code() == "25P02")
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed() || is_io(&error) {
                Self::Unavailable(describe(&error))
            } else {
                Self::Statement(describe(&error))
            };
        };
        let code = db.code().code();
        match (code.get(..2), db.constraint()) {
            (Some("23"), Some(constraint)) => Self::Constraint(constraint.to_owned()),
            // Connection trouble, resources exhausted, operator intervention; pgbouncer speaks 08P01.
            (Some("08" | "53" | "57" | "40"), _) => Self::Unavailable(format!("{code} {}", db.message())),
            _ => Self::Statement(format!("{code} {}", db.message())),
        }
    }
}

fn is_io(error: &tokio_postgres::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.is::<std::io::Error>() {
            return true;
        }
        source = inner.source();
    }
    false
}

/// The driver's words and their cause, without parameters.
fn describe(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}
