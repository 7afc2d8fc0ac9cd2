//! Work for later: a row, written in the transaction that decides it, leased by whoever runs it.

mod forget;
mod run;
mod store;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};

pub use forget::{Forget, forget};
pub use run::{Round, back_off, ending, finish, run_at_once, run_due, run_later};
pub use store::{cancel, cancel_lane, cancel_subject, enqueue, forget_words, joins_waiting, queue_status, retry};

/// How long a runner owns a task. Longer than the 25 seconds in which any handler ends.
pub const LEASE_SECONDS: i32 = 60;
/// Attempts before a task that keeps failing is dead.
pub const MAX_ATTEMPTS: i32 = 10;

/// A task to be written. Deciding the same `unique_key` twice makes one row.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub application: Id<ApplicationMarker>,
    pub guild: Id<GuildMarker>,
    pub kind: &'static str,
    /// What it is about: `case/12`.
    pub subject: String,
    /// Tasks of one lane run one at a time, in order.
    pub lane: Option<String>,
    /// Whom it is about, if it is one person.
    pub about: Option<Id<UserMarker>>,
    pub unique_key: String,
    pub payload: Value,
    pub requested_by: Option<Id<UserMarker>>,
    /// For Discord's audit log.
    pub reason: Option<String>,
    pub due: Due,
}

/// When a task is to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// By whoever writes it, as soon as the transaction has committed: the row is born leased.
    AtOnce,
    At(Timestamp),
}

/// What became of a task that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// The caller holds the lease and must run it.
    Leased { id: i64, attempt: i32 },
    /// It waits for its time, or for others of its lane.
    Waiting,
    /// The same had been decided before.
    Known,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = TaskState)]
pub enum State {
    /// It waits for its time, or for others of its lane.
    Pending,
    Running,
    Done,
    /// It was called off before it began.
    Cancelled,
    /// It failed and is not tried again by itself.
    Dead,
}

impl State {
    const ALL: [Self; 5] = [Self::Pending, Self::Running, Self::Done, Self::Cancelled, Self::Dead];

    /// As the database has it.
    pub fn column(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Dead => "dead",
        }
    }

    /// From what the column has.
    pub fn from_column(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.column() == name)
    }
}

/// A task whose lease this runner holds.
#[derive(Debug, Clone)]
pub struct Leased {
    pub id: i64,
    pub attempt: i32,
    /// The same number, counted from when it was last begun anew.
    pub tries: i32,
    pub application: Id<ApplicationMarker>,
    pub guild: Id<GuildMarker>,
    pub kind: String,
    pub subject: Option<String>,
    pub payload: Value,
    pub reason: Option<String>,
    /// What an earlier attempt achieved before it failed.
    pub progress: Option<Value>,
}

impl Leased {
    /// The same work once more at that time, for a task that came too early. Unlike a failure it uses up no attempt.
    pub fn again(&self, kind: &'static str, at: Timestamp) -> NewTask {
        NewTask {
            application: self.application,
            guild: self.guild,
            kind,
            subject: self.subject.clone().unwrap_or_default(),
            lane: None,
            about: None,
            unique_key: format!("{}/{kind}/after/{}", self.guild, self.id),
            payload: self.payload.clone(),
            requested_by: None,
            reason: None,
            due: Due::At(at),
        }
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// With a result that is kept.
    Done(Value),
    /// To be tried again in so many seconds.
    Retry { error: String, seconds: i32, progress: Option<Value> },
    /// Never to be tried again, and counted by /status.
    Dead { error: String, progress: Option<Value> },
}

impl Ending {
    /// With what an attempt that failed has achieved all the same: for the next one, or for the record.
    pub fn with_progress(mut self, achieved: Option<Value>) -> Self {
        if let Self::Retry { progress, .. } | Self::Dead { progress, .. } = &mut self {
            *progress = achieved;
        }
        self
    }
}

/// What /status says of the queue.
#[derive(Debug, Clone, Serialize)]
pub struct QueueStatus {
    pub pending: i64,
    pub due: i64,
    pub running: i64,
    pub dead: i64,
    pub oldest_due_seconds: i64,
    pub open_deferrals: i64,
}
