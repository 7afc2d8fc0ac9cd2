//! The worker built to wasm by worker-build, skipped while nothing that goes into it has changed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use crate::{child, fingerprint, paths, report, setup};

/// How the worker is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build, no link-time optimisation: the edit loop and the tests.
    Dev,
    /// What is deployed and measured.
    Release,
}

impl Profile {
    /// The name of the profile, which is also that of its folder below `build/`.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Dev => "dev",
            Profile::Release => "release",
        }
    }
}

/// A built worker: the folder holds `main.js`, which the runtime loads, `index.js` and `index_bg.wasm`.
#[derive(Debug, Clone)]
pub struct Built {
    pub dir: PathBuf,
}

/// Builds the worker into `build/{profile}`, getting the tools first.
pub async fn build(profile: Profile) -> anyhow::Result<Built> {
    let dir = paths::root().join("build").join(profile.name());
    let built = Built { dir: dir.clone() };
    let stamp = paths::root().join("build").join(format!("{}.fingerprint", profile.name()));
    let fingerprint = fingerprint(profile)?;
    if dir.join("main.js").is_file() && fs::read_to_string(&stamp).is_ok_and(|text| text == fingerprint) {
        return Ok(built);
    }
    let toolchain = setup::ensure().await?;
    let mut command = Command::new(setup::worker_build().await?);
    toolchain.prepare(&mut command);
    command
        .arg(format!("--{}", profile.name()))
        .args(["--out-dir", &format!("build/{}", profile.name())])
        .current_dir(paths::root())
        .env("WASM_BINDGEN_BIN", setup::wasm_bindgen().await?)
        .env("WASM_OPT_BIN", setup::wasm_opt()?)
        .env("ESBUILD_BIN", setup::esbuild()?);
    let what = match profile {
        Profile::Dev => "building the worker",
        Profile::Release => "building the worker, optimised (some minutes)",
    };
    if let Err(error) = report::long(what, child::run("worker-build", &command)).await {
        return Err(show_compile_errors().unwrap_or(error));
    }
    // The module that the runtime loads stands before worker-build's.
    let entry = paths::root().join("src/edge/wasm/main.js");
    fs::copy(&entry, dir.join("main.js")).with_context(|| format!("cannot copy {}", entry.display()))?;
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(built)
}

/// Prints what the compiler said, whole; `None` when the failure was another one.
fn show_compile_errors() -> Option<anyhow::Error> {
    let log = fs::read_to_string(paths::log("worker-build")).ok()?;
    let start = log.match_indices("error").map(|(at, _)| at).find(|at| log[..*at].ends_with(['\n', '\r', 'm']))?;
    eprintln!("{}", &log[start..]);
    Some(anyhow::anyhow!("the worker does not build: repair the errors above"))
}

/// What changes with every source, the locked crates, the profile and the way of compiling.
fn fingerprint(profile: Profile) -> anyhow::Result<String> {
    fingerprint::of(profile.name(), &["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "src"])
}
