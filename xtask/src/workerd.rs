//! The built worker in the real runtime: `workerd serve` on a port of 127.0.0.1.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;

use crate::child::Child;
use crate::{paths, ports, setup};

/// The runtime's behaviour, as in wrangler.toml.
const COMPATIBILITY_DATE: &str = "2026-04-01";

/// A running worker. Dropping it stops it.
#[derive(Debug)]
pub struct Workerd {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

/// What a worker may be given beyond its bindings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Compatibility flags.
    pub flags: &'a [&'a str],
    /// A certificate in PEM that it trusts beside those that browsers do.
    pub trusted_certificate: Option<&'a str>,
}

impl Workerd {
    /// Serves a built worker on a free port; see [`Workerd::start_with`].
    pub async fn start(modules: &Path, bindings: &BTreeMap<&str, String>) -> anyhow::Result<Self> {
        Self::start_with(modules, bindings, Options::default()).await
    }

    /// Serves `index.js` (and the `.wasm` files beside it) from `modules` with text bindings on a free port. It may
    /// connect anywhere, the loopback address included.
    pub async fn start_with(
        modules: &Path,
        bindings: &BTreeMap<&str, String>,
        options: Options<'_>,
    ) -> anyhow::Result<Self> {
        let port = ports::free()?;
        let folder = tempfile::Builder::new().prefix("guildhall-workerd-").tempdir()?;
        let names = copy_modules(modules, folder.path())?;
        let config = config(&names, bindings, options, port);
        std::fs::write(folder.path().join("config.capnp"), config).context("cannot write workerd's configuration")?;
        Ok(Self { child: launch(folder.path(), port).await?, port, folder })
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address without a path: `http://127.0.0.1:{port}`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The runtime's process: its id, its log, signals, `kill` in the middle of whatever it does.
    pub fn server(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Starts the runtime again, killing it first if it still runs: same modules, same bindings, same port, new log.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.child.kill();
        self.child = launch(self.folder.path(), self.port).await?;
        Ok(())
    }
}

async fn launch(folder: &Path, port: u16) -> anyhow::Result<Child> {
    ports::ensure_free(port, "workerd", "another port")?;
    let mut command = std::process::Command::new(setup::workerd()?);
    command.args(["serve", "config.capnp"]).current_dir(folder);
    let mut child = Child::start("workerd", &command, &paths::log(&format!("workerd-{port}")))?;
    let url = format!("http://127.0.0.1:{port}/");
    let client = reqwest::Client::new();
    // Any answer will do, and the first one has compiled the wasm.
    let answers = async || client.get(&url).timeout(Duration::from_secs(5)).send().await.is_ok();
    child.ready(Duration::from_secs(20), answers).await?;
    Ok(child)
}

/// Copies the modules, so that a later build does not change a running worker; returns their names, the entry first.
fn copy_modules(from: &Path, to: &Path) -> anyhow::Result<Vec<String>> {
    // The runtime loads the first: our entry where there is one, else a bundle that is all of the worker.
    let mut names: Vec<String> =
        ["main.js", "index.js"].into_iter().filter(|name| from.join(name).is_file()).map(str::to_owned).collect();
    for entry in std::fs::read_dir(from).with_context(|| format!("no built worker in {}", from.display()))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") {
            names.push(name);
        }
    }
    for name in &names {
        let module = from.join(name);
        std::fs::copy(&module, to.join(name)).with_context(|| format!("cannot copy {}", module.display()))?;
    }
    Ok(names)
}

fn config(modules: &[String], bindings: &BTreeMap<&str, String>, options: Options<'_>, port: u16) -> String {
    // Cap'n Proto's text format wants spaces around the equals sign.
    let modules = modules.iter().fold(String::new(), |mut text, name| {
        let kind = if name.ends_with(".wasm") { "wasm" } else { "esModule" };
        // worker-build's bundle imports "./index_bg.wasm"; both names resolve to the same module.
        writeln!(text, "    (name = {}, {kind} = embed {}),", quoted(name), quoted(name)).ok();
        text
    });
    let bindings = bindings.iter().fold(String::new(), |mut text, (name, value)| {
        writeln!(text, "    (name = {}, text = {}),", quoted(name), quoted(value)).ok();
        text
    });
    let flags: Vec<String> = options.flags.iter().map(|flag| quoted(flag)).collect();
    let trusted: Vec<String> = options.trusted_certificate.into_iter().map(quoted).collect();
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (
      allow = ["public", "private", "local"],
      tlsOptions = (trustBrowserCas = true, trustedCertificates = [{}]),
    )),
  ],
  sockets = [(name = "http", address = "127.0.0.1:{port}", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  compatibilityDate = "{COMPATIBILITY_DATE}",
  compatibilityFlags = [{}],
  globalOutbound = "internet",
  modules = [
{modules}  ],
  bindings = [
{bindings}  ],
);
"#,
        trusted.join(", "),
        flags.join(", ")
    )
}

/// A Cap'n Proto string literal.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_with_quotes_stays_one_literal() {
        let bindings = BTreeMap::from([("A", "say \"hi\" \\ \n".to_owned())]);
        let text = config(&["index.js".to_owned()], &bindings, Options::default(), 1);
        assert!(text.contains(r#"(name = "A", text = "say \"hi\" \\ \n")"#), "{text}");
    }
}
