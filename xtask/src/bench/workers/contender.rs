//! The worker or a peer of it in workerd: each on the same binary, date and flags.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use xtask::workerd::{self, Workerd};
use xtask::{child, paths, setup};

/// What every contender runs under; the npm package postgres needs it.
const FLAGS: [&str; 1] = ["nodejs_compat"];

/// A worker's configuration.
pub type Bindings = BTreeMap<&'static str, String>;

/// Another way to do the same.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    pub name: &'static str,
    /// Its source, below `xtask/src/bench`.
    pub source: &'static str,
    /// A binding that it alone has, set to `yes`.
    pub flag: Option<&'static str>,
}

/// A running contender. Dropping it stops it.
pub struct Contender {
    pub name: &'static str,
    /// Where it is asked.
    pub path: String,
    pub(super) pid: u32,
    worker: Workerd,
}

impl Contender {
    /// Serves our build as it is.
    pub async fn ours(built: &Path, path: String, bindings: &Bindings) -> anyhow::Result<Self> {
        Self::start("guildhall", built, path, bindings).await
    }

    /// Packs a peer's source and its npm packages, and serves that.
    pub async fn peer(peer: Peer, path: String, bindings: &Bindings) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("guildhall-bench-").tempdir()?;
        bundle(peer.source, folder.path()).await?;
        let mut bindings = bindings.clone();
        bindings.extend(peer.flag.map(|flag| (flag, "yes".to_owned())));
        Self::start(peer.name, folder.path(), path, &bindings).await
    }

    async fn start(name: &'static str, modules: &Path, path: String, bindings: &Bindings) -> anyhow::Result<Self> {
        let options = workerd::Options { flags: &FLAGS, ..Default::default() };
        let mut worker = Workerd::start_with(modules, bindings, options).await?;
        let pid = worker.server().pid();
        Ok(Self { name, path, pid, worker })
    }

    pub fn port(&self) -> u16 {
        self.worker.port()
    }

    /// An error if it has died.
    pub fn check(&mut self) -> anyhow::Result<()> {
        self.worker.server().check()
    }
}

/// Packs a peer into one module, as its author would deploy it.
async fn bundle(source: &str, folder: &Path) -> anyhow::Result<()> {
    let mut esbuild = Command::new(setup::esbuild()?);
    esbuild
        .arg(paths::root().join("xtask/src/bench").join(source))
        .args(["--bundle", "--format=esm", "--minify", "--log-level=warning", "--conditions=workerd,worker,import"])
        .args(["--external:cloudflare:*", "--external:node:*"])
        .arg(format!("--outfile={}", folder.join("index.js").display()))
        .current_dir(paths::root());
    child::run("esbuild", &esbuild).await
}
