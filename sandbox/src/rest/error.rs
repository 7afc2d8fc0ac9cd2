//! Discord's errors. Source: Discord docs, "Opcodes and Status Codes", JSON; "Reference", Error Messages.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::shape::Problem;

/// A refusal with its status and code.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub status: u16,
    pub code: u64,
    pub message: &'static str,
    pub errors: Option<Value>,
}

impl ApiError {
    /// No token, or one that nobody has.
    pub const UNAUTHORIZED: Self = Self::new(401, 0, "401: Unauthorized");
    pub const NOT_FOUND: Self = Self::new(404, 0, "404: Not Found");
    pub const METHOD_NOT_ALLOWED: Self = Self::new(405, 0, "405: Method Not Allowed");
    pub const UNKNOWN_CHANNEL: Self = Self::new(404, 10_003, "Unknown Channel");
    pub const UNKNOWN_GUILD: Self = Self::new(404, 10_004, "Unknown Guild");
    pub const UNKNOWN_MEMBER: Self = Self::new(404, 10_007, "Unknown Member");
    pub const UNKNOWN_MESSAGE: Self = Self::new(404, 10_008, "Unknown Message");
    pub const UNKNOWN_OVERWRITE: Self = Self::new(404, 10_009, "Unknown Overwrite");
    pub const UNKNOWN_ROLE: Self = Self::new(404, 10_011, "Unknown Role");
    pub const UNKNOWN_USER: Self = Self::new(404, 10_013, "Unknown User");
    pub const UNKNOWN_WEBHOOK: Self = Self::new(404, 10_015, "Unknown Webhook");
    pub const UNKNOWN_BAN: Self = Self::new(404, 10_026, "Unknown Ban");
    pub const UNKNOWN_INTERACTION: Self = Self::new(404, 10_062, "Unknown interaction");
    pub const NOT_IN_VOICE: Self = Self::new(400, 40_032, "Target user is not connected to voice.");
    pub const ALREADY_ACKNOWLEDGED: Self = Self::new(400, 40_060, "Interaction has already been acknowledged.");
    pub const UNKNOWN_COMMAND: Self = Self::new(404, 10_063, "Unknown application command");
    pub const NOT_THE_APPLICATION: Self =
        Self::new(403, 20_012, "You are not authorized to perform this action on this application");
    pub const TOO_MANY_COMMANDS: Self = Self::new(400, 30_032, "Maximum number of application commands reached (100).");
    pub const MISSING_ACCESS: Self = Self::new(403, 50_001, "Missing Access");
    pub const NOT_IN_DMS: Self = Self::new(403, 50_003, "Cannot execute action on a DM channel");
    pub const NOT_THE_AUTHOR: Self = Self::new(403, 50_005, "Cannot edit a message authored by another user");
    pub const EMPTY_MESSAGE: Self = Self::new(400, 50_006, "Cannot send an empty message");
    pub const TAKES_NO_DMS: Self = Self::new(403, 50_007, "Cannot send messages to this user");
    pub const MISSING_PERMISSIONS: Self = Self::new(403, 50_013, "Missing Permissions");
    pub const TOO_FEW_OR_MANY: Self = Self::new(
        400,
        50_016,
        "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages to delete.",
    );
    pub const MISSING_SCOPE: Self = Self::new(403, 50_026, "Missing required OAuth2 scope");
    pub const INVALID_TOKEN: Self = Self::new(401, 50_027, "Invalid Webhook Token");
    pub const TOO_OLD: Self = Self::new(400, 50_034, "You can only bulk delete messages that are under 14 days old.");
    pub const INVALID_JSON: Self = Self::new(400, 50_109, "The request body contains invalid JSON.");

    pub const NO_REPLY_WITHOUT_HISTORY: Self =
        Self::new(400, 160_002, "Cannot reply without permission to read message history");
    pub const FAILED_TO_BAN: Self = Self::new(400, 500_000, "Failed to ban users");

    const fn new(status: u16, code: u64, message: &'static str) -> Self {
        Self { status, code, message, errors: None }
    }

    /// A field that Discord would not take, as a dotted path; the whole body if it is empty.
    pub fn form(field: &str, code: &str, message: &str) -> Self {
        let mut errors = json!({ "_errors": [{ "code": code, "message": message }] });
        for part in field.rsplit('.').filter(|part| !part.is_empty()) {
            errors = json!({ part: errors });
        }
        Self { errors: Some(errors), ..Self::new(400, 50_035, "Invalid Form Body") }
    }

    /// A failure that was ordered.
    pub fn fault(status: u16) -> Self {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        Self::new(status, 0, reason.unwrap_or("Internal Server Error"))
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::EmptyMessage => Self::EMPTY_MESSAGE,
            Problem::Field { place, code, words } => Self::form(&place, code, &words),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = self.errors {
            body["errors"] = errors;
        }
        (status, Json(body)).into_response()
    }
}
