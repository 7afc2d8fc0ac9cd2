//! What no session could bring back is looked for by REST: messages, the audit log, and who has come meanwhile. How servers
//! look now the new session tells by itself.
//!
//! A bot's gaps are leased one at a time. Each page of messages is written for itself, and a server is finished in one
//! transaction with its audit log and its members, so that after a crash the work goes on and nothing is told twice.

mod guild;

use std::{sync::Arc, time::Duration};

use sqlx::PgPool;
use tokio::sync::{Notify, watch};

use crate::{
    record::{
        bots::Subscriptions,
        gaps::{self, Gap},
        sealing::Sealer,
    },
    rest::{Bot, Rest, RestError},
};

/// How often there is looked for gaps.
const LOOK: Duration = Duration::from_secs(3);
/// The pause after Discord or Postgres failed.
const AGAIN: Duration = Duration::from_secs(15);

/// Looks into the gaps of one bot.
#[derive(Debug, Clone)]
pub struct Reconciler {
    pub pool: PgPool,
    pub rest: Rest,
    pub bot: Bot,
    pub subscriptions: watch::Receiver<Subscriptions>,
    pub events: Arc<Notify>,
    pub sealer: Sealer,
    /// Whether new sessions tell of all members.
    pub hears_members: bool,
}

/// Why a gap is left for later.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("another relay looks into it")]
    LeaseLost,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Rest(#[from] RestError),
}

impl Reconciler {
    /// Looks into gaps for ever. May be given up at any moment.
    pub async fn run(self) {
        loop {
            let pause = match self.look().await {
                Ok(()) | Err(Problem::LeaseLost) => LOOK,
                Err(problem) => {
                    tracing::warn!(%problem, "a gap is looked into later");
                    AGAIN
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    async fn look(&self) -> Result<(), Problem> {
        let Some(gap) = gaps::claim(&self.pool, self.bot.application).await? else { return Ok(()) };
        let looked = self.look_into(&gap).await;
        let is_finished = matches!(looked, Ok(true));
        gaps::put_back(&self.pool, &gap, is_finished).await?;
        if is_finished {
            tracing::info!(gap = gap.id, "what a session missed has been looked for");
        }
        looked.map(drop)
    }

    /// Whether nothing is left of it.
    async fn look_into(&self, gap: &Gap) -> Result<bool, Problem> {
        let guilds = gaps::guilds(&self.pool, gap, self.hears_members).await?;
        for guild in guilds.iter().filter(|guild| guild.is_ready) {
            self.look_into_guild(gap, guild.guild).await?;
        }
        Ok(guilds.iter().all(|guild| guild.is_ready))
    }

    fn listens(&self, event: &str) -> bool {
        self.subscriptions.borrow().events.contains(event)
    }
}
