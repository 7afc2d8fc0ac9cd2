//! What tests need beside themselves: a Postgres server, a pooler before it, the runtime, a browser.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use xtask::pgbouncer::Pgbouncer;
use xtask::postgres::{ADMINISTRATOR, Postgres};
use xtask::{database, setup};

/// What tests find running, and the environment that tells them where.
pub struct Surroundings {
    pub variables: BTreeMap<&'static str, String>,
    /// The browser, or why there is none.
    pub chromium: Result<PathBuf, String>,
    _pooler: Pgbouncer,
    _postgres: Postgres,
}

impl Surroundings {
    pub async fn start() -> anyhow::Result<Self> {
        setup::packages().await?;
        let chromium = setup::program("chromium", "chromium", "the browser that tests the sandbox's page").await;
        let postgres = Postgres::scratch().await?;
        let pooler = Pgbouncer::start(postgres.port(), 20).await?;
        database::prepare(&postgres.admin_url(), database::TEMPLATE).await.context("the template was not made")?;
        let mut variables = BTreeMap::from([
            ("TEST_DATABASE_URL", postgres.admin_url()),
            ("TEST_POOLER_URL", pooler.url(ADMINISTRATOR, "postgres")),
            ("WORKERD_BIN", setup::workerd()?.display().to_string()),
        ]);
        if let Ok(path) = &chromium {
            variables.insert("CHROMIUM", path.display().to_string());
        }
        let chromium = chromium.map_err(|error| format!("{error:#}"));
        Ok(Self { variables, chromium, _pooler: pooler, _postgres: postgres })
    }
}
