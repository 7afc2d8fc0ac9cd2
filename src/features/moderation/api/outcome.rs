//! What became of an act on Discord.

use axum::{Json, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::{
    api::{Problem, Result},
    effects::{self, Told},
};

/// What became of an act on Discord, as far as is known now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    pub state: OutcomeState,
    /// What it means and what to do. Null where it is done.
    #[schema(
        example = "Discord refused: Missing Permissions. Check the bot's permissions and the place of its role, then try again."
    )]
    pub detail: Option<String>,
    /// What became of the direct message to the person concerned. Null: none was sent, or not yet.
    pub told: Option<Told>,
}

/// How an act stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeState {
    /// Discord confirmed it, or nothing had to be done there.
    Done,
    /// It waits for Discord, or for another act on the same member or channel, and is tried again by itself.
    Queued,
    /// Discord refused it for good.
    Refused,
}

impl Outcome {
    pub fn of(outcome: &effects::Outcome) -> Self {
        match outcome {
            effects::Outcome::Done(report) => Self { state: OutcomeState::Done, detail: None, told: report.told },
            effects::Outcome::Queued => {
                let detail = "Discord is not answering or something else comes first. It is tried again by itself.";
                Self { state: OutcomeState::Queued, detail: Some(detail.to_owned()), told: None }
            }
            effects::Outcome::Refused(words) => {
                Self { state: OutcomeState::Refused, detail: Some(refused(words)), told: None }
            }
        }
    }
}

/// The answer to an act that opens no case: 200 if it is done and 202 if it waits. What Discord refused is a problem, because
/// nothing is left of it.
pub fn answer<T>(outcome: &effects::Outcome, body: T) -> Result<(StatusCode, Json<T>)> {
    match outcome {
        effects::Outcome::Done(_) => Ok((StatusCode::OK, Json(body))),
        effects::Outcome::Queued => Ok((StatusCode::ACCEPTED, Json(body))),
        effects::Outcome::Refused(words) => {
            Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "refused_by_discord", refused(words)))
        }
    }
}

fn refused(words: &str) -> String {
    let words = words.trim_end_matches('.');
    format!("Discord refused: {words}. Check the bot's permissions and the place of its role, then try again.")
}
