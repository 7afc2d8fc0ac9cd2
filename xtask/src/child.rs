//! Programs that end when we end: each in its own process group, on a leash that even `kill -9` of this process pulls.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child as Process, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
pub use rustix::process::Signal;
use rustix::process::{Pid, kill_process, kill_process_group};

/// The shell in front of every program. Its standard input is a pipe that we hold open; when we die, however we die,
/// `cat` reads the end of it and the whole process group is interrupted, then killed.
const LEASH: &str = r#"exec 3<&0
( trap '' INT TERM; cat <&3 >/dev/null; kill -s INT 0; sleep 2; kill -s KILL 0 ) 3<&3 >/dev/null 2>&1 &
exec "$@" 3<&- </dev/null"#;

/// A running program. Dropping it stops it: politely for [`Child::grace`], then for good, with all its descendants.
#[derive(Debug)]
pub struct Child {
    name: String,
    process: Process,
    log: Option<PathBuf>,
    polite: Signal,
    grace: Duration,
}

impl Child {
    /// Starts a program whose output goes to the log file.
    pub fn start(name: &str, command: &Command, log: &Path) -> anyhow::Result<Self> {
        if let Some(dir) = log.parent() {
            std::fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
        }
        let file = File::create(log).with_context(|| format!("cannot write the log {}", log.display()))?;
        Self::spawn(name, command, Some(log), file.try_clone()?.into(), file.into())
    }

    /// Starts a program whose output goes to ours.
    pub fn start_shown(name: &str, command: &Command) -> anyhow::Result<Self> {
        Self::spawn(name, command, None, Stdio::inherit(), Stdio::inherit())
    }

    /// The signal that asks this program to stop (default SIGTERM).
    #[must_use]
    pub fn stopped_by(mut self, polite: Signal) -> Self {
        self.polite = polite;
        self
    }

    /// How long it may take over stopping before it is killed (default 5 s).
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// The program's process id; also that of its process group.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// What it has written so far; nothing for a program whose output is shown.
    pub fn output(&self) -> String {
        let bytes = self.log.as_ref().and_then(|log| std::fs::read(log).ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Fails with one sentence and the end of its log when the program is no longer running.
    pub fn check(&mut self) -> anyhow::Result<()> {
        match self.process.try_wait()? {
            None => Ok(()),
            Some(status) => Err(self.obituary(status)),
        }
    }

    /// Waits until the program has ended. A failure carries the end of its log.
    pub async fn finish(&mut self) -> anyhow::Result<()> {
        loop {
            match self.process.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => bail!("{} failed ({status}){}", self.name, self.tail()),
                None => tokio::time::sleep(Duration::from_millis(25)).await,
            }
        }
    }

    /// Waits until `ready` says so; fails when the program dies before or the limit passes.
    pub async fn ready(&mut self, limit: Duration, mut ready: impl AsyncFnMut() -> bool) -> anyhow::Result<()> {
        let deadline = Instant::now() + limit;
        loop {
            self.check()?;
            if ready().await {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("{} did not answer within {} s{}", self.name, limit.as_secs(), self.tail());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks the program to stop and waits; kills it when the grace has passed.
    pub fn stop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) {
            // A program that was stopped by SIGSTOP hears nothing else.
            self.signal(Signal::CONT);
            self.signal(self.polite);
            let deadline = Instant::now() + self.grace;
            while matches!(self.process.try_wait(), Ok(None)) && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        self.kill();
    }

    /// Sends a signal to the program alone.
    pub fn signal(&self, signal: Signal) {
        if let Some(pid) = self.group() {
            kill_process(pid, signal).ok();
        }
    }

    /// Kills the program and its descendants without asking.
    pub fn kill(&mut self) {
        if let Some(group) = self.group() {
            kill_process_group(group, Signal::KILL).ok();
        }
        self.process.wait().ok();
    }

    fn spawn(name: &str, command: &Command, log: Option<&Path>, out: Stdio, err: Stdio) -> anyhow::Result<Self> {
        let program = command.get_program();
        if program.to_string_lossy().contains('/') && !Path::new(program).exists()
            || !program.to_string_lossy().contains('/') && crate::paths::which(&program.to_string_lossy()).is_none()
        {
            bail!("{name} cannot start because this machine lacks {}: install it, then try again", program.display());
        }
        let mut leashed = Command::new("sh");
        leashed.args(["-c", LEASH, "sh"]).arg(program).args(command.get_args());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => leashed.env(key, value),
                None => leashed.env_remove(key),
            };
        }
        if let Some(dir) = command.get_current_dir() {
            leashed.current_dir(dir);
        }
        leashed.process_group(0).stdin(Stdio::piped()).stdout(out).stderr(err);
        let process = leashed.spawn().with_context(|| format!("cannot start {name}"))?;
        let log = log.map(Path::to_path_buf);
        Ok(Self { name: name.to_owned(), process, log, polite: Signal::TERM, grace: Duration::from_secs(5) })
    }

    fn group(&self) -> Option<Pid> {
        i32::try_from(self.process.id()).ok().and_then(Pid::from_raw)
    }

    fn obituary(&self, status: ExitStatus) -> anyhow::Error {
        anyhow!("{} ended unexpectedly ({status}){}", self.name, self.tail())
    }

    fn tail(&self) -> String {
        let Some(log) = &self.log else { return String::new() };
        let output = self.output();
        let lines: Vec<&str> = output.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = lines[lines.len().saturating_sub(15)..].join("\n    ");
        format!("; its log {} ends with:\n    {last}", log.display())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs a program to its end with its output in a log; a failure carries the end of that log.
pub async fn run(name: &str, command: &Command) -> anyhow::Result<()> {
    Child::start(name, command, &crate::paths::log(&name.replace([' ', '/'], "-")))?.finish().await
}

/// Runs a program to its end with its output shown.
pub async fn show(name: &str, command: &Command) -> anyhow::Result<()> {
    Child::start_shown(name, command)?.finish().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[tokio::test]
    async fn a_dead_program_is_told_in_one_sentence_with_the_end_of_its_log() {
        let dir = tempfile::tempdir().unwrap();
        let mut child =
            Child::start("the server", &shell("echo out of cheese; exit 3"), &dir.path().join("log")).unwrap();
        let message = child.ready(Duration::from_secs(5), async || false).await.unwrap_err().to_string();
        assert!(message.starts_with("the server ended unexpectedly (exit status: 3)"), "{message}");
        assert!(message.ends_with("out of cheese"), "{message}");
    }

    #[tokio::test]
    async fn stopping_a_program_stops_what_it_started() {
        let dir = tempfile::tempdir().unwrap();
        let script = "sleep 300 & echo $!; wait";
        let mut child = Child::start("the parent", &shell(script), &dir.path().join("log")).unwrap();
        let mut output = String::new();
        child
            .ready(Duration::from_secs(5), async || {
                std::fs::read_to_string(dir.path().join("log")).is_ok_and(|text| text.ends_with('\n'))
            })
            .await
            .unwrap();
        output.push_str(&child.output());
        let grandchild = Pid::from_raw(output.trim().parse().unwrap()).unwrap();
        child.stop();
        let deadline = Instant::now() + Duration::from_secs(5);
        // A killed process stays visible until its new parent has collected it.
        while rustix::process::test_kill_process(grandchild).is_ok() && !is_zombie(grandchild) {
            assert!(Instant::now() < deadline, "the grandchild still runs");
            tokio::task::yield_now().await;
        }
    }

    #[test]
    fn a_program_ends_when_the_pipe_to_us_breaks() {
        // What the kernel does to the pipe when we are killed.
        let mut leashed = Command::new("sh");
        leashed.args(["-c", LEASH, "sh", "sleep", "300"]).process_group(0).stdin(Stdio::piped());
        let mut process = leashed.spawn().unwrap();
        drop(process.stdin.take());
        let status = process.wait().unwrap();
        assert!(!status.success(), "{status}");
    }

    fn is_zombie(pid: Pid) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let missing = Command::new("no-such-program");
        let message = Child::start("the server", &missing, &dir.path().join("log")).unwrap_err().to_string();
        assert!(message.contains("lacks no-such-program: install it"), "{message}");
    }
}
