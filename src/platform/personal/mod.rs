//! What is kept about people, table by table: each feature declares its own, and exports and erasures reach what is declared.
//! A column that holds somebody's id and is declared by nobody fails a test.

mod store;

use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

pub use store::{account, erase, erase_account, export};

use super::feature::Features;

/// What one table keeps about somebody in a server.
#[derive(Debug)]
pub struct PersonalData {
    pub table: &'static str,
    /// Its columns that hold their id.
    pub columns: &'static [&'static str],
    /// What it is, for them: “What you …”.
    pub what: &'static str,
    /// A statement that gives `id` and `row`, a JSON object, of at most $4 rows about the person ($2) in the server ($1) whose
    /// `id` is over $3, in its order. None: there is nothing beside the id.
    pub export: Option<&'static str>,
    pub fate: Fate,
}

/// What an erasure leaves of it.
#[derive(Debug, Clone, Copy)]
pub enum Fate {
    /// Nothing. A statement that deletes at most $3 rows about the person ($2) in the server ($1), and changes none once all
    /// are gone.
    Erased(&'static str),
    /// What such a statement does not delete, and why.
    Partly(&'static str, &'static str),
    /// All of it, and why.
    Kept(&'static str),
    /// It is of the person's own account, and goes with that.
    WithAccount,
}

impl PersonalData {
    /// The statement that erases.
    pub fn erasure(&self) -> Option<&'static str> {
        match self.fate {
            Fate::Erased(statement) | Fate::Partly(statement, _) => Some(statement),
            Fate::Kept(_) | Fate::WithAccount => None,
        }
    }

    /// Why some of it stays.
    pub fn kept_because(&self) -> Option<&'static str> {
        match self.fate {
            Fate::Partly(_, why) | Fate::Kept(why) => Some(why),
            Fate::Erased(_) | Fate::WithAccount => None,
        }
    }
}

/// Everything that is declared: the features', then what the platform keeps itself.
pub fn declared(features: Features) -> impl Iterator<Item = &'static PersonalData> {
    features.iter().flat_map(|feature| feature.personal_data).chain(store::OF_THE_PLATFORM)
}

/// Somebody in a server.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    pub guild: Id<GuildMarker>,
    pub user: Id<UserMarker>,
}

/// A row about somebody, and where the next ones begin.
#[derive(Debug)]
pub struct Record {
    pub id: i64,
    pub row: Value,
}
