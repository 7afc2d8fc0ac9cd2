//! Parameters of statements: built-in Postgres types only, so that no statement needs a look-up of types.

use jiff::Timestamp;
use tokio_postgres::types::{ToSql, Type};
use twilight_model::id::Id;
use uuid::Uuid;

/// A parameter with its Postgres type.
#[derive(Debug, Clone)]
pub enum Param {
    Bool(Option<bool>),
    Int(Option<i32>),
    BigInt(Option<i64>),
    BigInts(Vec<i64>),
    Ints(Vec<i32>),
    Float(Option<f64>),
    Texts(Vec<String>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Blobs(Vec<Option<Vec<u8>>>),
    Uuid(Option<Uuid>),
    Time(Option<Timestamp>),
    Json(Option<serde_json::Value>),
}

impl Param {
    pub(super) fn typed(&self) -> (&(dyn ToSql + Sync), Type) {
        match self {
            Self::Bool(value) => (value, Type::BOOL),
            Self::Int(value) => (value, Type::INT4),
            Self::BigInt(value) => (value, Type::INT8),
            Self::BigInts(value) => (value, Type::INT8_ARRAY),
            Self::Ints(value) => (value, Type::INT4_ARRAY),
            Self::Float(value) => (value, Type::FLOAT8),
            Self::Texts(value) => (value, Type::TEXT_ARRAY),
            Self::Text(value) => (value, Type::TEXT),
            Self::Bytes(value) => (value, Type::BYTEA),
            Self::Blobs(value) => (value, Type::BYTEA_ARRAY),
            Self::Uuid(value) => (value, Type::UUID),
            Self::Time(value) => (value, Type::TIMESTAMPTZ),
            Self::Json(value) => (value, Type::JSONB),
        }
    }
}

/// What can be a parameter. Discord's ids become `bigint`: a snowflake uses 63 bits.
pub trait IntoParam {
    fn into_param(self) -> Param;
}

macro_rules! into_param {
    ($($type:ty => |$value:ident| $param:expr),* $(,)?) => {$(
        impl IntoParam for $type {
            fn into_param(self) -> Param { let $value = Some(self); $param }
        }
        impl IntoParam for Option<$type> {
            fn into_param(self) -> Param { let $value = self; $param }
        }
    )*};
}

into_param! {
    bool => |value| Param::Bool(value),
    i32 => |value| Param::Int(value),
    i64 => |value| Param::BigInt(value),
    f64 => |value| Param::Float(value),
    String => |value| Param::Text(value),
    &str => |value| Param::Text(value.map(str::to_owned)),
    Vec<u8> => |value| Param::Bytes(value),
    Uuid => |value| Param::Uuid(value),
    Timestamp => |value| Param::Time(value),
    serde_json::Value => |value| Param::Json(value),
}

impl IntoParam for Vec<i64> {
    fn into_param(self) -> Param {
        Param::BigInts(self)
    }
}

impl IntoParam for Vec<i32> {
    fn into_param(self) -> Param {
        Param::Ints(self)
    }
}

impl IntoParam for Vec<String> {
    fn into_param(self) -> Param {
        Param::Texts(self)
    }
}

impl IntoParam for Vec<Option<Vec<u8>>> {
    fn into_param(self) -> Param {
        Param::Blobs(self)
    }
}

impl<T> IntoParam for Id<T> {
    fn into_param(self) -> Param {
        Param::BigInt(Some(self.get().cast_signed()))
    }
}

impl<T> IntoParam for Option<Id<T>> {
    fn into_param(self) -> Param {
        Param::BigInt(self.map(|id| id.get().cast_signed()))
    }
}
