//! A process's CPU time and memory, from /proc.

use anyhow::Context;

/// What the kernel counts a second's CPU time in (`USER_HZ`, 100 on every architecture Linux runs on today).
const TICKS_PER_SECOND: f64 = 100.0;

/// User and system time of all its threads since it started.
pub fn cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    let stat = read(pid, "stat")?;
    // The name in parentheses may hold anything, so count from its end: utime and stime are the 12th and 13th then.
    let fields = stat.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<f64>().unwrap_or(0.0));
    Ok(ticks.sum::<f64>() / TICKS_PER_SECOND)
}

/// Resident memory, in MiB.
pub fn memory(pid: u32) -> anyhow::Result<f64> {
    mebibytes(pid, "VmRSS:")
}

/// The most of it that there ever was.
pub fn most_memory(pid: u32) -> anyhow::Result<f64> {
    mebibytes(pid, "VmHWM:")
}

fn mebibytes(pid: u32, name: &str) -> anyhow::Result<f64> {
    let status = read(pid, "status")?;
    let kib = status.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kib.context("/proc does not tell this process's memory")? / 1024.0)
}

fn read(pid: u32, file: &str) -> anyhow::Result<String> {
    let path = format!("/proc/{pid}/{file}");
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}; the benchmark needs Linux"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_process_has_memory_and_spends_time() {
        assert!(memory(std::process::id()).unwrap() > 1.0);
        assert!(cpu_seconds(std::process::id()).unwrap() >= 0.0);
    }
}
