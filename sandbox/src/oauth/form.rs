//! Forms, the only bodies that are read here.

use std::collections::HashMap;

use axum::{
    Form,
    extract::{FromRequest, Request},
};

use crate::Shared;

/// The fields of a form or a query.
pub(super) type Fields = HashMap<String, String>;

/// A body of `application/x-www-form-urlencoded`; no fields if it is any other, as Discord reads it.
pub(super) struct Posted(pub Fields);

impl FromRequest<Shared> for Posted {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Self::Rejection> {
        let form = Form::from_request(request, shared).await;
        Ok(Self(form.map(|Form(fields)| fields).unwrap_or_default()))
    }
}

/// A field that says something.
pub(super) fn field<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.get(name).map(String::as_str).filter(|text| !text.is_empty())
}
