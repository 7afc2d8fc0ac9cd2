//! A Rust compiler that can build wasm32: rustup's target, or Debian's second compiler with a library built from its source.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

use super::debian;
use crate::{child, paths, report};

/// The target's name.
const WASM: &str = "wasm32-unknown-unknown";

/// Debian's packages of a compiler newer than rustup's, with the library's source.
const PACKAGES: [&str; 6] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "lld-22"];

/// How cargo is started so that it can compile for wasm32.
#[derive(Debug, Clone, Default)]
pub struct Toolchain {
    /// The private sysroot, when rustup's compiler has no wasm32.
    sysroot: Option<PathBuf>,
}

impl Toolchain {
    /// Prepares a command (cargo or worker-build) to compile for wasm32.
    pub fn prepare(&self, command: &mut Command) {
        let Some(sysroot) = &self.sysroot else { return };
        let bin = sysroot.join("bin");
        let mut path = OsString::from(&bin);
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        command.env("PATH", path).env("RUSTC", bin.join("rustc")).env("CARGO", bin.join("cargo"));
        // clippy-driver finds its library by this variable.
        command.env("SYSROOT", sysroot);
        // Two compilers in one target folder would each throw away what the other built.
        command.env("CARGO_TARGET_DIR", paths::root().join("target/wasm"));
        // `cargo run` leaves these behind; they belong to the other compiler.
        command.env_remove("RUSTUP_TOOLCHAIN").env_remove("LD_LIBRARY_PATH");
    }

    /// A cargo that can compile for wasm32.
    pub fn cargo(&self) -> Command {
        let program = self.sysroot.as_ref().map_or(PathBuf::from("cargo"), |sysroot| sysroot.join("bin/cargo"));
        let mut cargo = Command::new(program);
        cargo.current_dir(paths::root());
        self.prepare(&mut cargo);
        cargo
    }
}

/// Finds or makes a compiler for wasm32: rustup's target first, then Debian's compiler.
pub async fn wasm_toolchain() -> anyhow::Result<Toolchain> {
    if has_target("rustc") {
        return Ok(Toolchain::default());
    }
    if let Some(sysroot) = finished_sysroot() {
        return Ok(Toolchain { sysroot: Some(sysroot) });
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", WASM]).env("RUSTUP_MAX_RETRIES", "1");
    let added = report::long("adding the wasm32 target with rustup", child::run("rustup target add", &rustup)).await;
    if added.is_ok() && has_target("rustc") {
        return Ok(Toolchain::default());
    }
    report::say("rustup can't download the wasm32 target here: building its library with Debian's compiler instead");
    if !has_second_compiler() {
        debian::install(&PACKAGES, "because rustup could not add the wasm32 target").await?;
    }
    let sysroot = report::long("building the wasm32 standard library (about 1 minute)", build_sysroot()).await?;
    Ok(Toolchain { sysroot: Some(sysroot) })
}

fn has_target(rustc: &str) -> bool {
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", WASM]).output();
    output.is_ok_and(|output| has_library(Path::new(String::from_utf8_lossy(&output.stdout).trim())))
}

fn has_library(dir: &Path) -> bool {
    let names = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| name.to_string_lossy().starts_with("libstd-"))
}

/// The sysroot of Debian's compiler as it is now installed, if it was built before.
fn finished_sysroot() -> Option<PathBuf> {
    let sysroot = sysroot_path().ok()?;
    // The compiler may have been removed since; the links then lead nowhere.
    let usable =
        has_library(&sysroot.join("lib/rustlib").join(WASM).join("lib")) && sysroot.join("bin/cargo-clippy").exists();
    usable.then_some(sysroot)
}

/// Whether Debian's compiler is there with all that is needed of it. Debian also has one that is too old.
fn has_second_compiler() -> bool {
    let programs = ["rustc", "cargo", "cargo-clippy", "clippy-driver"];
    let new_enough = second_compiler().is_ok_and(|version| is_at_least(&version, env!("CARGO_PKG_RUST_VERSION")));
    new_enough && library_source().is_some() && programs.iter().all(|name| Path::new("/usr/bin").join(name).exists())
}

/// One folder for each version of the compiler: a library serves only the compiler that built it.
fn sysroot_path() -> anyhow::Result<PathBuf> {
    Ok(paths::cache().join(format!("sysroot-{}", second_compiler()?)))
}

/// The version of the system's own compiler, beside rustup's.
fn second_compiler() -> anyhow::Result<String> {
    let output = Command::new("/usr/bin/rustc").arg("--version").output().context("cannot start /usr/bin/rustc")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.split_whitespace().nth(1).context("/usr/bin/rustc does not say its version")?.to_owned())
}

fn is_at_least(version: &str, wanted: &str) -> bool {
    let numbers = |text: &str| text.split('.').map_while(|part| part.parse::<u32>().ok()).collect::<Vec<_>>();
    numbers(version) >= numbers(wanted)
}

fn library_source() -> Option<PathBuf> {
    let source = PathBuf::from("/usr/lib/rustlib/src/rust/library");
    source.join("std/Cargo.toml").is_file().then_some(source)
}

/// Builds the standard library into a sysroot of our own beside the system's, which stays as it is.
async fn build_sysroot() -> anyhow::Result<PathBuf> {
    let sysroot = sysroot_path()?;
    fs::create_dir_all(paths::cache()).context("cannot create the tool cache")?;
    let work = tempfile::tempdir_in(paths::cache()).context("cannot write to the tool cache")?;
    let staged = work.path().join("sysroot");
    compile_library(work.path(), &staged.join("lib/rustlib").join(WASM).join("lib")).await?;
    for entry in fs::read_dir("/usr/lib/rustlib")?.flatten() {
        if entry.file_name() != WASM {
            symlink(entry.path(), staged.join("lib/rustlib").join(entry.file_name()))?;
        }
    }
    write_programs(&staged.join("bin"), &sysroot)?;
    // Whole or not at all: a half-built folder must never look finished.
    if sysroot.exists() {
        fs::remove_dir_all(&sysroot)?;
    }
    fs::rename(&staged, &sysroot).context("cannot move the library into the tool cache")?;
    // What was compiled against an older library does not link with this one.
    fs::remove_dir_all(paths::root().join("target/wasm")).ok();
    Ok(sysroot)
}

async fn compile_library(work: &Path, into: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(work.join("src"))?;
    fs::create_dir_all(into)?;
    fs::write(
        work.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo
        .args(["build", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro"])
        .current_dir(work)
        .env("RUSTC", "/usr/bin/rustc")
        // Building the library is an unstable feature of a stable compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in the library, link-time optimisation of the worker fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("LD_LIBRARY_PATH");
    child::run("wasm32 standard library", &cargo).await?;
    let built = work.join("target").join(WASM).join("release/deps");
    for entry in fs::read_dir(&built).with_context(|| format!("cannot read {}", built.display()))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(entry.path(), into.join(name))?;
        }
    }
    ensure!(
        has_library(into),
        "the build of the wasm32 standard library left no library: run `cargo xtask setup` again"
    );
    Ok(())
}

/// The programs by the names that cargo, clippy and worker-build look for.
fn write_programs(bin: &Path, sysroot: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(bin)?;
    for linked in ["cargo", "cargo-clippy", "clippy-driver"] {
        let original = Path::new("/usr/bin").join(linked);
        if !original.exists() {
            bail!("{} is missing: run `apt-get install {}`", original.display(), PACKAGES.join(" "));
        }
        symlink(original, bin.join(linked))?;
    }
    let rustc = bin.join("rustc");
    fs::write(&rustc, format!("#!/bin/sh\nexec /usr/bin/rustc --sysroot '{}' \"$@\"\n", sysroot.display()))?;
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_of_two_compilers_is_recognised() {
        assert!(is_at_least("1.96.0", "1.95") && is_at_least("2.0.0", "1.95"));
        assert!(!is_at_least("1.63.0", "1.95") && !is_at_least("", "1.95"));
    }
}
