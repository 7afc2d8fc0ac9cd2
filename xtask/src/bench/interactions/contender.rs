//! The worker and its peers: each in a workerd of its own, on the same binary, date and flags.

use std::path::Path;
use std::process::Command;

use xtask::workerd::{self, Workerd};
use xtask::{child, paths, setup};

use super::case::APPLICATION;
use crate::bench::keys::Key;
use guildhall::platform::bots;
use twilight_model::id::Id;

/// What every contender runs under; the npm package postgres needs it.
const FLAGS: [&str; 1] = ["nodejs_compat"];

/// Nothing that is measured calls Discord.
pub const NO_DISCORD: &str = "http://127.0.0.1:9/api/v10";

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ours,
    Hono,
    Sample,
    /// With the package set as Cloudflare advises for Workers.
    HonoPostgres,
    /// With the package as it comes: it asks for the array types on every connection.
    HonoPostgresDefaults,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "guildhall",
            Self::Hono => "discord-hono",
            Self::Sample => "discord-interactions",
            Self::HonoPostgres => "discord-hono + postgres",
            Self::HonoPostgresDefaults => "the same, its defaults",
        }
    }

    /// Where it takes interactions.
    pub fn path(self, key: &Key) -> String {
        if self != Self::Ours {
            return "/".to_owned();
        }
        bots::endpoint_path(&key.mac_key, Id::new(APPLICATION), &key.public())
    }

    fn source(self) -> Option<&'static str> {
        match self {
            Self::Ours => None,
            Self::Hono => Some("hono.js"),
            Self::Sample => Some("sample.js"),
            Self::HonoPostgres | Self::HonoPostgresDefaults => Some("hono_postgres.js"),
        }
    }
}

/// A running contender. Dropping it stops it.
pub struct Contender {
    pub kind: Kind,
    worker: Workerd,
    pid: u32,
}

impl Contender {
    /// Bundles a peer, or takes our build as it is, and serves it.
    pub async fn start(kind: Kind, ours: &Path, database_url: &str, key: &Key) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("guildhall-bench-").tempdir()?;
        let modules = match kind.source() {
            Some(source) => {
                bundle(source, folder.path()).await?;
                folder.path()
            }
            None => ours,
        };
        let mut bindings = key.bindings(database_url, NO_DISCORD);
        // What the peers read.
        bindings.extend([
            ("DISCORD_APPLICATION_ID", APPLICATION.to_string()),
            ("DISCORD_PUBLIC_KEY", key.public()),
            ("DISCORD_TOKEN", "not used".to_owned()),
        ]);
        if kind == Kind::HonoPostgresDefaults {
            bindings.insert("FETCH_TYPES", "yes".to_owned());
        }
        let options = workerd::Options { flags: &FLAGS, ..Default::default() };
        let mut worker = Workerd::start_with(modules, &bindings, options).await?;
        let pid = worker.server().pid();
        Ok(Self { kind, worker, pid })
    }

    pub fn port(&self) -> u16 {
        self.worker.port()
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// An error if it has died.
    pub fn check(&mut self) -> anyhow::Result<()> {
        self.worker.server().check()
    }
}

/// Packs a peer's source and its npm packages into one module, as its author would deploy it.
async fn bundle(source: &str, folder: &Path) -> anyhow::Result<()> {
    let mut esbuild = Command::new(setup::esbuild()?);
    esbuild
        .arg(paths::root().join("xtask/src/bench/interactions/peers").join(source))
        .args(["--bundle", "--format=esm", "--minify", "--log-level=warning", "--conditions=workerd,worker,import"])
        .args(["--external:cloudflare:*", "--external:node:*"])
        .arg(format!("--outfile={}", folder.join("index.js").display()))
        .current_dir(paths::root());
    child::run("esbuild", &esbuild).await
}
