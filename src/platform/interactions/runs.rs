//! Command runs on their way to the database: gathered for a moment and written together.
//!
//! A row of its own for each command would cost a third of a whole request. An instance that dies takes the runs of its
//! last quarter of a second with it: they are statistics, and nobody was promised them.

use std::{
    mem,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, InteractionMarker, UserMarker},
};

use super::store;
use crate::{edge, platform::ctx::Ctx};

/// How long the first run waits for others.
const GATHER: Duration = Duration::from_millis(250);

/// How an interaction went.
#[derive(Debug, Clone)]
pub struct CommandRun {
    pub interaction: Id<InteractionMarker>,
    pub application: Id<ApplicationMarker>,
    pub guild: Id<GuildMarker>,
    pub user: Id<UserMarker>,
    /// The command's full name, or the component's.
    pub name: &'static str,
    pub outcome: RunOutcome,
    pub deferred: bool,
    pub duration_ms: i32,
}

/// What a person got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RunOutcome {
    Answered,
    /// A sentence that says what they should do instead.
    Refused,
    /// An apology.
    Failed,
}

impl RunOutcome {
    const ALL: [Self; 3] = [Self::Answered, Self::Refused, Self::Failed];

    /// As the database has it.
    pub fn column(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// From what the column has.
    pub fn from_column(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.column() == name)
    }
}

/// The runs of all requests of an isolate that are not written yet.
#[derive(Debug, Default)]
pub struct Runs(Mutex<Vec<CommandRun>>);

impl Runs {
    /// Adds a run; whether it is the first since the last write.
    fn add(&self, run: CommandRun) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(run);
        waiting.len() == 1
    }

    fn take(&self) -> Vec<CommandRun> {
        mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Records the run, after its reply. The request that brings the first one writes for all that follow.
pub fn record(ctx: &Ctx, run: CommandRun) {
    if ctx.config.runs.add(run) {
        let writer = ctx.clone();
        ctx.later.spawn(async move {
            edge::sleep(GATHER).await;
            let runs = writer.config.runs.take();
            if let Err(error) = store::record(&writer.db, &runs).await {
                tracing::warn!(%error, runs = runs.len(), "command runs are not recorded");
            }
        });
    }
}
