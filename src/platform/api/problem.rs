//! What went wrong, as RFC 9457 has it: a stable code for programs, a sentence for people, and the request's id for whoever
//! looks for it in the logs.

use std::{borrow::Cow, sync::Arc};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use twilight_model::id::{Id, marker::UserMarker};

use crate::{
    db,
    platform::{ctx::Ctx, error::Error, locale::Locale},
};

/// Why a request was not done.
#[derive(Debug, Clone)]
pub struct Problem(Box<Said>);

/// The shape of a problem.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct Said {
    /// Always `about:blank`: `code` says what it is.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    about: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Which problem it is. Never changes its meaning.
    #[schema(example = "not_found")]
    code: &'static str,
    /// What happened and what to do, for people.
    detail: Cow<'static, str>,
    /// What is wrong with which field of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Invalid>,
    /// What somebody else has changed meanwhile, as it is now. Of `changed_meanwhile`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overtaken: Vec<Overtaken>,
    /// Finds the log lines of this request.
    request_id: String,
    #[serde(skip)]
    retry_after: Option<u32>,
    /// What it was in what the features share, to be put in words when it is known to whom.
    #[serde(skip)]
    cause: Option<Arc<Error>>,
}

/// What any request may be answered instead.
#[derive(utoipa::IntoResponses)]
pub enum Refusals {
    /// The request cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(Said),
    /// Nobody is signed in.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(Said),
    /// They may not, or another site asked in their name.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Said),
    /// There is no such thing, or not for whoever asks.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Said),
    /// Something else stands in the way.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Said),
    /// It was changed since the version in If-Match.
    #[response(status = 412, content_type = "application/problem+json")]
    Changed(Said),
    /// The body is over 64 KiB.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Said),
    /// The body is not application/json.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(Said),
    /// A field cannot be taken, or what was asked for is refused.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Said),
    /// If-Match is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    VersionRequired(Said),
    /// Too much at once: see Retry-After.
    #[response(status = 429, content_type = "application/problem+json")]
    RateLimited(Said),
    /// Our fault: the request_id finds it in the logs.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Said),
    /// The database or Discord does not answer: see Retry-After.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Said),
}

/// A field that cannot be taken as it is.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Invalid {
    /// Its path in the body: `reason`, or the parameter's name.
    pub field: Cow<'static, str>,
    pub message: String,
}

/// A field that somebody else was quicker to change.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Overtaken {
    /// Its path in the body.
    pub field: String,
    /// What it is now.
    pub value: Value,
    /// The version that made it so.
    pub version: i32,
    #[schema(value_type = super::Snowflake)]
    pub changed_by_user_id: Id<UserMarker>,
    pub changed_by_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
}

impl Problem {
    /// A problem of this kind.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        let title = status.canonical_reason().unwrap_or("Problem");
        let (about, status) = ("about:blank", status.as_u16());
        let (errors, overtaken, request_id, retry_after, cause) = (Vec::new(), Vec::new(), String::new(), None, None);
        Self(Box::new(Said {
            about,
            title,
            status,
            code,
            detail: detail.into(),
            errors,
            overtaken,
            request_id,
            retry_after,
            cause,
        }))
    }

    /// There is no such thing, or not for whoever asks: the two look the same.
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// Nobody is signed in, or no longer.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Sign in first: your session or token is missing, has ended or was revoked.",
        )
    }

    /// They are known, and may not.
    pub fn forbidden(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// A field of the request cannot be taken.
    pub fn invalid(field: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::all_invalid(vec![Invalid { field: field.into(), message: message.into() }])
    }

    /// These fields of the request cannot be taken.
    pub fn all_invalid(errors: Vec<Invalid>) -> Self {
        let said = errors.iter().map(|Invalid { field, message }| format!("{field}: {message}"));
        let detail = said.collect::<Vec<_>>().join(" ");
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail);
        problem.0.errors = errors;
        problem
    }

    /// Somebody else was quicker.
    pub fn conflict(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// What is to be changed has changed since the sender saw it. RFC 9110, section 15.5.13.
    pub fn changed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "version_mismatch", detail)
    }

    /// With what others have changed meanwhile.
    pub fn overtaken(mut self, fields: Vec<Overtaken>) -> Self {
        self.0.overtaken = fields;
        self
    }

    /// What it is, for programs.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// To be tried again after so many seconds.
    pub fn after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Its status and its words, for a page: see [`Problem::answer`].
    pub fn in_words(self, ctx: &Ctx, locale: Locale) -> (u16, Cow<'static, str>) {
        let Self(said) = self.put(ctx, locale);
        (said.status, said.detail)
    }

    /// In words for whoever sent the request of `ctx`. What is ours to mend is logged here.
    fn put(mut self, ctx: &Ctx, locale: Locale) -> Self {
        if let Some(cause) = self.0.cause.take() {
            self = Self::of(&cause, locale, ctx);
        }
        self.0.request_id = ctx.request_id.to_string();
        self
    }

    /// The answer to the request of `ctx`, in the language of whoever sent it. What is ours to mend is logged here.
    pub fn answer(mut self, ctx: &Ctx, locale: Locale) -> Response {
        self = self.put(ctx, locale);
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What went wrong in what the features share.
fn kind_of(error: &Error) -> (StatusCode, &'static str, Option<u32>) {
    match error {
        Error::User(_) | Error::NoToken => (StatusCode::UNPROCESSABLE_ENTITY, "refused", None),
        Error::Unknown(_) => (StatusCode::NOT_FOUND, "not_found", None),
        Error::Conflict(_) => (StatusCode::CONFLICT, "conflict", None),
        Error::Changed => (StatusCode::PRECONDITION_FAILED, "version_mismatch", None),
        Error::NotInstalled => (StatusCode::NOT_FOUND, "not_installed", None),
        Error::Replay => (StatusCode::CONFLICT, "replayed", None),
        Error::Database(db::Error::Unconfirmed(_)) => (StatusCode::SERVICE_UNAVAILABLE, "unconfirmed", Some(5)),
        Error::Database(db::Error::Unavailable(_)) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", Some(5)),
        Error::Database(db::Error::NoAccess) => (StatusCode::UNAUTHORIZED, "unauthenticated", None),
        Error::Discord(error) if error.is_passing() => {
            let seconds = error.retry_after().map_or(5, |after| u32::try_from(after.as_secs()).unwrap_or(60));
            (StatusCode::SERVICE_UNAVAILABLE, "discord_unavailable", Some(seconds.saturating_add(1)))
        }
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "internal", None),
    }
}

impl Problem {
    fn of(error: &Error, locale: Locale, ctx: &Ctx) -> Self {
        let (status, code, retry_after) = kind_of(error);
        if error.is_ours() && code != "unauthenticated" {
            tracing::error!(%error, "a request to the API failed");
        }
        if code == "unauthenticated" {
            return Self::unauthenticated();
        }
        let problem = Self::new(status, code, error.shown(locale, &ctx.request_id.to_string()));
        retry_after.into_iter().fold(problem, Self::after)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, code, _) = kind_of(&error);
        let mut problem = Self::new(status, code, "");
        problem.0.cause = Some(Arc::new(error));
        problem
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Self {
        Error::from(error).into()
    }
}

/// What a feature says of the thing that a field of the request names, as said of that field.
pub fn about(field: &'static str) -> impl Fn(Error) -> Problem {
    move |error| match error {
        Error::User(words) | Error::Unknown(words) => Problem::invalid(field, words),
        error => error.into(),
    }
}

/// The problem itself travels with the response: whoever sends it knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
