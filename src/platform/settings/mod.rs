//! Settings: each feature declares a typed struct and its fields; everything else follows from that.
//!
//! What is saved is a new version, immutable, with its author and reason. A change is published only onto what its author
//! saw of its fields: of two who change one field at once, the second is told, and nobody's change is lost.

mod change;
mod field;
mod schema;
mod store;
mod value;

use std::fmt::{self, Debug};

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

pub use change::{Change, Saved, Theirs, change, roll_back};
pub use field::{Field, Kind};
pub use schema::schema;
pub use store::{history, newest, version};
pub use value::{accept, differences, parse, show};

use crate::{
    db::Tx,
    platform::{ctx::Ctx, error::Result, invocation::Invocation},
};

/// All fields of a feature's settings, by name.
pub type Document = Map<String, Value>;

/// The settings of a feature, typed.
pub trait Settings: Debug + Default + Serialize + DeserializeOwned {
    /// The feature's name.
    const FEATURE: &'static str;
    const FIELDS: &'static [Field];
}

/// What a feature says of its settings; see [`Declaration::of`].
#[derive(Debug)]
pub struct Declaration {
    /// In the order in which people read them.
    pub fields: &'static [Field],
    defaults: fn() -> Document,
    is_readable: fn(&Document) -> bool,
    follower: Option<&'static dyn Follower>,
}

/// What has to change with a feature's settings, beside them.
#[async_trait]
pub trait Follower: Sync + Send {
    /// Follows a change, in the transaction that publishes it.
    async fn follow(&self, ctx: &Ctx, tx: &Tx, call: &Invocation, before: &Document, after: &Document) -> Result<()>;
}

impl Debug for dyn Follower {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Follower")
    }
}

impl Declaration {
    /// The declaration of these settings.
    pub const fn of<T: Settings>() -> Self {
        Self {
            fields: T::FIELDS,
            defaults: defaults::<T>,
            is_readable: |document| typed::<T>(document.clone()).is_ok(),
            follower: None,
        }
    }

    /// The same, with somebody who follows each change.
    pub const fn followed_by(self, follower: &'static dyn Follower) -> Self {
        Self { follower: Some(follower), ..self }
    }

    /// Every field as it is until somebody changes it.
    pub fn defaults(&self) -> Document {
        (self.defaults)()
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// A stored document as this release understands it: unknown fields are gone, and what is missing or can't be read
    /// any more has its default.
    pub fn complete(&self, stored: Document) -> Document {
        let mut complete = self.defaults();
        for (name, value) in stored {
            let Some(default) = complete.get(&name).cloned() else { continue };
            complete.insert(name.clone(), value);
            if !(self.is_readable)(&complete) {
                tracing::warn!(field = name, "a stored setting can't be read and has its default");
                complete.insert(name, default);
            }
        }
        complete
    }
}

/// One version of a feature's settings in a guild.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: i32,
    pub value: Document,
    pub author: Id<UserMarker>,
    pub author_name: String,
    pub reason: Option<String>,
    /// The version that this one brought back.
    pub restored: Option<i32>,
    pub created_at: Timestamp,
}

/// The settings that count in this guild.
pub async fn read<T: Settings>(tx: &Tx, guild: Id<GuildMarker>) -> Result<T> {
    let Some(stored) = store::newest(tx, guild, T::FEATURE).await? else { return Ok(T::default()) };
    Ok(typed(Declaration::of::<T>().complete(stored.value)).unwrap_or_default())
}

/// The settings that count in the server of a call, for whoever reads nothing beside them.
pub async fn for_call<T: Settings + Send>(ctx: &Ctx, call: &Invocation) -> Result<T> {
    ctx.scope(call.application, call.guild).read_at_once(async |tx: Tx| read(&tx, call.guild).await).await
}

/// The version that counts, and all fields as they are: version 0 is the defaults.
pub async fn current(
    tx: &Tx,
    guild: Id<GuildMarker>,
    feature: &str,
    declaration: &Declaration,
) -> Result<(i32, Document)> {
    Ok(match store::newest(tx, guild, feature).await? {
        Some(stored) => (stored.number, declaration.complete(stored.value)),
        None => (0, declaration.defaults()),
    })
}

fn typed<T: Settings>(document: Document) -> serde_json::Result<T> {
    serde_json::from_value(Value::Object(document))
}

fn defaults<T: Settings>() -> Document {
    match serde_json::to_value(T::default()) {
        Ok(Value::Object(document)) => document,
        _ => Document::new(),
    }
}
