//! Where things are: the checkout, the tool cache, the development state.

use std::path::{Path, PathBuf};

/// The checkout this program was built from.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Tools that outlive a checkout: `GUILDHALL_CACHE`, or `~/.cache/guildhall`. A clean checkout does not build them again.
pub fn cache() -> PathBuf {
    if let Some(dir) = std::env::var_os("GUILDHALL_CACHE") {
        return PathBuf::from(dir);
    }
    std::env::home_dir().unwrap_or_else(std::env::temp_dir).join(".cache/guildhall")
}

/// State of `cargo xtask dev`: database, keys, logs. Never committed.
pub fn dev() -> PathBuf {
    root().join(".dev")
}

/// The log of one program, replaced at each start.
pub fn log(name: &str) -> PathBuf {
    dev().join("log").join(format!("{name}.log"))
}

/// A file below `node_modules`.
pub fn node_module(path: &str) -> PathBuf {
    root().join("node_modules").join(path)
}

/// Where a program stands in `PATH`, or in the folders for administrators' programs that `PATH` often lacks.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|dir| dir.join(program))
        .find(|candidate| candidate.is_file())
}
