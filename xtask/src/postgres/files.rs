//! The server's programs and its data folder, where the user that runs the server can reach them: Postgres refuses root.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::ADMINISTRATOR;
use crate::{child, paths, setup};

/// A server program: npm's, or the newest that Debian installed.
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    if let Some(native) = setup::embedded_postgres()? {
        return Ok(reachable_copy(&native)?.join("bin").join(name));
    }
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())))
        .filter(|(_, path)| path.join("bin").join(name).is_file())
        .max();
    match newest.map(|(_, path)| path.join("bin").join(name)).or_else(|| paths::which(name)) {
        Some(program) => Ok(program),
        None => bail!("no Postgres server was found: run `cargo xtask setup`, or install postgresql 15 or later"),
    }
}

/// Makes an empty database cluster, owned by the user that the server runs as.
pub async fn initialize(data: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(data).with_context(|| format!("cannot create {}", data.display()))?;
    if setup::is_root() {
        chown(data, Some(setup::NOBODY), Some(setup::NOBODY))?;
    }
    let mut command = setup::without_root(program("initdb")?);
    command.arg("-D").arg(data).current_dir("/");
    // Trust is enough for development data on the loopback address; whoever reaches it has the files as well.
    command.args(["--username", ADMINISTRATOR, "--auth=trust", "--encoding=UTF8", "--no-sync"]);
    command.arg(if cfg!(target_os = "macos") { "--locale=en_US.UTF-8" } else { "--locale=C.UTF-8" });
    child::run("initdb", &command).await
}

/// Writes a file that only the server's user can read.
pub fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
    if setup::is_root() {
        chown(file, Some(setup::NOBODY), Some(setup::NOBODY))?;
    }
    Ok(())
}

/// After `kill -9` the file postmaster.pid stays. When its number now belongs to some other program, Postgres would
/// take that for a running server.
pub fn forget_dead_server(data: &Path) {
    let file = data.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&file) else { return };
    let pid = text.lines().next().unwrap_or_default().trim();
    let program = fs::read_to_string(format!("/proc/{pid}/comm"));
    let other = program.map_or(cfg!(target_os = "linux"), |program| program.trim() != "postgres");
    if other {
        fs::remove_file(&file).ok();
    }
}

/// The path itself, or one below /var/tmp where the server's user can't enter the folders that lead to it.
pub fn reachable(path: &Path) -> PathBuf {
    let closed = path.ancestors().skip(1).any(|dir| dir.is_dir() && !enterable(dir));
    if !setup::is_root() || !closed {
        return path.to_path_buf();
    }
    Path::new("/var/tmp").join(format!("guildhall{}", path.to_string_lossy().replace('/', "-")))
}

/// Lets the server's user into a folder of ours, and nobody else where that user is ourselves.
pub fn open_to_the_server(dir: &Path) -> anyhow::Result<()> {
    let mode = if setup::is_root() { 0o755 } else { 0o700 };
    Ok(fs::set_permissions(dir, fs::Permissions::from_mode(mode))?)
}

/// The programs themselves, or a copy of them that the server's user can start.
fn reachable_copy(native: &Path) -> anyhow::Result<PathBuf> {
    let place = reachable(native);
    if place == native || same_program(&place, native) {
        return Ok(place);
    }
    fs::remove_dir_all(&place).ok();
    let status = Command::new("cp").arg("-a").arg(native).arg(&place).status().context("cannot start cp")?;
    if !status.success() {
        bail!("cannot copy Postgres to {}: make room there", place.display());
    }
    Ok(place)
}

/// Whether the copy is ours and of the same release: another user may write to /var/tmp as well.
fn same_program(copy: &Path, original: &Path) -> bool {
    let size_and_owner = |dir: &Path| dir.join("bin/postgres").metadata().map(|data| (data.len(), data.uid())).ok();
    size_and_owner(copy).is_some() && size_and_owner(copy) == size_and_owner(original)
}

fn enterable(dir: &Path) -> bool {
    dir.metadata().is_ok_and(|data| data.permissions().mode() & 0o001 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_root_keeps_in_a_closed_folder_moves_to_where_the_server_can_go() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(reachable(&data), data);
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(reachable(&data).starts_with("/var/tmp"), setup::is_root());
    }
}
