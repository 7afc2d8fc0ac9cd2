//! Reading columns by name.

use tokio_postgres::{Row, types::FromSql};
use twilight_model::id::Id;

use super::{Error, Result};

/// Columns of a row, by name.
pub trait Fields {
    /// A column of a built-in type.
    fn field<'a, T: FromSql<'a>>(&'a self, name: &str) -> Result<T>;
    /// A `bigint` that is one of Discord's ids.
    fn id<T>(&self, name: &str) -> Result<Id<T>>;
    /// The same where it may be null.
    fn maybe_id<T>(&self, name: &str) -> Result<Option<Id<T>>>;
}

impl Fields for Row {
    fn field<'a, T: FromSql<'a>>(&'a self, name: &str) -> Result<T> {
        self.try_get(name).map_err(|error| Error::Statement(format!("column {name}: {error}")))
    }

    fn id<T>(&self, name: &str) -> Result<Id<T>> {
        Id::new_checked(self.field::<i64>(name)?.cast_unsigned())
            .ok_or_else(|| Error::Statement(format!("column {name}: zero is no id")))
    }

    fn maybe_id<T>(&self, name: &str) -> Result<Option<Id<T>>> {
        Ok(self.field::<Option<i64>>(name)?.and_then(|id| Id::new_checked(id.cast_unsigned())))
    }
}
