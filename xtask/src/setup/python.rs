//! The parts from PyPI: the API's fuzzer and the validator of its document, in an environment of their own below `build/`, at
//! the versions that tests/e2e/fuzz/requirements.txt names.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::debian;
use crate::{child, paths, report};

/// The folder that holds the programs, installed anew when other versions are wanted.
pub async fn fuzzer() -> anyhow::Result<PathBuf> {
    let requirements = paths::root().join("tests/e2e/fuzz/requirements.txt");
    let wanted = std::fs::read(&requirements).with_context(|| format!("cannot read {}", requirements.display()))?;
    let environment = paths::root().join("build/schemathesis");
    let programs = environment.join("bin");
    // A copy of the list stands for "this very list was installed".
    let stamp = environment.join("installed.txt");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    let python = debian::program("python3", "python3", "which runs the fuzzer of the API").await?;
    if !has_venv(&python) {
        debian::install(&["python3-venv"], "which the fuzzer of the API is installed into").await?;
    }
    let mut venv = Command::new(python);
    venv.args(["-m", "venv", "--clear"]).arg(&environment);
    let mut pip = Command::new(programs.join("pip"));
    // The list is whole, so nothing that it does not name is wanted.
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"]).arg(&requirements);
    report::long("installing the fuzzer of the API from PyPI", async {
        child::run("python3 -m venv", &venv).await?;
        child::run("pip install", &pip).await
    })
    .await?;
    std::fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(programs)
}

/// Debian packs what makes environments apart from Python itself.
fn has_venv(python: &std::path::Path) -> bool {
    let import = Command::new(python).args(["-c", "import ensurepip, venv"]).output();
    import.is_ok_and(|imported| imported.status.success())
}
