//! Scopes and transactions.

mod direct;
mod scope;
