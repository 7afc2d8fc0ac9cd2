//! The only way to Postgres: one connection per request, opened when first needed.
//!
//! A Worker may not share I/O between requests, so there is no pool here: every deployment has a pooler in transaction
//! mode in front of Postgres. What costs is the connection; the statements of a transaction are pipelined.

mod connect;
mod error;
mod param;
mod row;
mod scope;
mod tx;

pub use connect::{Address, Db};
pub use error::{Error, Result};
pub use param::{IntoParam, Param};
pub use row::Fields;
pub use scope::Scope;
pub use tokio_postgres::{Row, types::Json};
pub use tx::Tx;

/// The parameters of a statement, in order: `params![guild_id, number, reason]`.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::db::IntoParam::into_param($value)),*]
    };
}
pub(crate) use params;
