//! Where what was heard waits for Postgres: in memory, and on disk when that is not enough. All shards share both.

use std::sync::Arc;

use anyhow::Context;
use tokio::sync::Semaphore;

use crate::{Config, queue::Memory, spool::Disk};

/// Shards that write from the disk at once. The others leave theirs there meanwhile.
const AT_ONCE: usize = 8;

/// The bounds of both, and what is taken of them.
#[derive(Debug, Clone)]
pub struct Buffers {
    pub memory: Memory,
    pub disk: Arc<Disk>,
    /// Who may hold events from the disk in memory.
    pub turns: Arc<Semaphore>,
}

impl Buffers {
    /// As configured. Makes the folder.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let disk = Disk::open(&config.spool, config.spool_bytes)
            .with_context(|| format!("the folder of SPOOL, {}, cannot be used", config.spool.display()))?;
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Ok(Self { memory: Memory::new(config.memory_bytes), disk: Arc::new(disk), turns })
    }
}
