//! Ports on the loopback address: free ones, taken ones, and waiting until one answers.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// A port nobody listens on at this moment.
pub fn free() -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// Refuses a taken port in one sentence: `user` is who wants it, `flag` the option that picks another.
pub fn ensure_free(port: u16, user: &str, flag: &str) -> anyhow::Result<()> {
    if answers(port) || TcpListener::bind(("127.0.0.1", port)).is_err() {
        bail!(
            "port {port}, which {user} needs, is in use by another program: stop that one or choose another port with {flag}"
        );
    }
    Ok(())
}

/// Whether something accepts connections there.
pub fn answers(port: u16) -> bool {
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok()
}

/// Waits until nothing listens on the port any more, at most `limit`.
pub async fn wait_until_free(port: u16, limit: Duration) -> anyhow::Result<()> {
    let deadline = Instant::now() + limit;
    while answers(port) {
        if Instant::now() > deadline {
            bail!("port {port} is still in use {} s after its program was stopped", limit.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_together_with_the_flag_that_changes_it() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let message = ensure_free(port, "the sandbox", "--sandbox-port").unwrap_err().to_string();
        assert!(message.contains(&port.to_string()) && message.contains("--sandbox-port"), "{message}");
    }
}
